package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.sync.ProcessLock;

/**
 * Two bears and one salmon: both see it, both take it, and there are -1 salmon.
 *
 * <p>
 * The check and the act are two steps, and the lock is around the second one alone. Each bear's change is right, no
 * change is lost, and the count is wrong: a lock protects what is done while it is held and nothing that was found out
 * before. The check belongs inside; a semaphore is the pair in one step.
 *
 * <pre>{@code
 * ./weir run TwoBears
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Description("Two bears check without the lock and take with it: the number of salmon becomes negative.")
@Claim(id = "SD23-two-bears", value = "With two bears, too, the number of salmon is never negative.", held = "0")
@Comparison(group = "salmon below zero", label = "two bears", of = "-1")
@Ref("seed 003, CodingBison: if (salmonCount.value <= 0) outside of the lock (SD23)")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "One bear caught it, and the other one saw that it was gone.")
@Outcome(id = "-1", expect = ACCEPTABLE_INTERESTING, desc = "Both caught the one salmon.")
@MustObserve("-1")
public class TwoBears {
    final ProcessLock lock = ProcessLock.create();
    final SharedInt salmon = SharedInt.create(1);
    final Rendezvous together = new Rendezvous(2);

    @Actor
    public void first() {
        catchSalmon();
    }

    @Actor
    public void second() {
        catchSalmon();
    }

    @Arbiter
    public void left(I_Result r) {
        r.r1 = salmon.get();
    }

    private void catchSalmon() {
        together.await();
        if (salmon.getOpaque() <= 0) {
            return;
        }
        lock.lock();
        try {
            salmon.setPlain(salmon.getPlain() - 1);
        } finally {
            lock.unlock();
        }
    }
}
