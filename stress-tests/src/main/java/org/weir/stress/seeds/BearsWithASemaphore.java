package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessSemaphore;

/**
 * {@link TwoBears} with a semaphore for the salmon: to see whether there is one and to take it is one step.
 *
 * <p>
 * One sample is two bears and one salmon. The first field is what is left, the second one how many were caught: one salmon is
 * caught once, and the semaphore's count and the bears' agree.
 *
 * <pre>{@code
 * ./weir run BearsWithASemaphore
 * }</pre>
 */
@MultiJvmTest
@Description("Two bears take salmon by the permits of a semaphore: one salmon is caught once.")
@Claim(id = "SD23-semaphore", value = "With a semaphore for the check and the take, two bears catch one salmon once.", held = "0, 1")
@Comparison(group = "salmon below zero", label = "two bears, a semaphore", of = ".*, 2")
@Ref("seed 003, CodingBison: if (salmonCount.value <= 0) outside of the lock (SD23)")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "One bear caught it.")
@Outcome(expect = FORBIDDEN, desc = "Both caught the one salmon, or neither did.")
public class BearsWithASemaphore {
    protected final ProcessSemaphore salmon = ProcessSemaphore.create(1);
    final SharedInt caught = SharedInt.create();
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
    public void left(II_Result r) {
        r.r1 = salmon.availablePermits();
        r.r2 = caught.get();
    }

    private void catchSalmon() {
        together.await();
        if (take()) {
            caught.getAndAdd(1);
        }
    }

    /** Takes a salmon if there is one. */
    protected boolean take() {
        return salmon.tryAcquire();
    }
}
