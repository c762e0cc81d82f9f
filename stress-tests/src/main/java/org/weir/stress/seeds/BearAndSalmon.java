package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
import org.weir.sync.ProcessLock;

/**
 * A bear catches salmon and a run of salmon brings them: the lock lies around each change of the counter, and the
 * bear's check that there is a salmon lies outside of it.
 *
 * <p>
 * With one bear that is enough. Nobody else takes salmon, so the number that it has checked can only grow until it
 * takes one. The document's program never shows a negative count, and cannot. {@link TwoBears} shows what the missing
 * lock around the check means as soon as there is another bear.
 *
 * <pre>{@code
 * ./weir run BearAndSalmon
 * }</pre>
 */
@MultiJvmTest
@Description("One bear checks without the lock and takes with it: the number of salmon is never negative.")
@Claim(id = "SD23", value = "The number of salmon is never negative.", held = "[0-3]")
@Comparison(group = "salmon below zero", label = "one bear", of = "-\\d")
@Ref("seed 003, CodingBison: catchSalmon, jumpUpstream (SD23)")
@Outcome(id = "[0-3]", expect = ACCEPTABLE, desc = "The bear caught what there was.")
@Outcome(id = "-[1-3]", expect = FORBIDDEN, desc = "The bear caught a salmon that was not there.")
public class BearAndSalmon {
    private static final int SALMON = 3;

    final ProcessLock lock = ProcessLock.create();
    final SharedInt salmon = SharedInt.create();

    @Actor
    public void bear() {
        for (int look = 0; look < SALMON; look++) {
            if (salmon.getOpaque() > 0) {
                change(-1);
            }
        }
    }

    @Actor
    public void run() {
        for (int i = 0; i < SALMON; i++) {
            change(1);
        }
    }

    @Arbiter
    public void left(I_Result r) {
        r.r1 = salmon.get();
    }

    private void change(int by) {
        lock.lock();
        try {
            salmon.setPlain(salmon.getPlain() + by);
        } finally {
            lock.unlock();
        }
    }
}
