package org.weir.stress.litmus;

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

/**
 * A spin lock that takes its word by compare-and-set and gives it back by a volatile write.
 *
 * <p>
 * Observed on x86-64: never both inside.
 *
 * <pre>{@code
 * ./weir run SpinLockVolatile
 * }</pre>
 */
@MultiJvmTest
@Description("A spin lock, compare-and-set: never both inside.")
@Claim(id = "C-SPIN-cas", value = "A spin lock, compare-and-set, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "A, compare-and-set", of = "1")
@Ref("M. Herlihy, N. Shavit, The Art of Multiprocessor Programming, chapter 2")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "Both were inside at once; on no machine.")
public class SpinLockVolatile {
    final SharedInt word = SharedInt.create();

    final CriticalSection section = new CriticalSection();

    @Actor
    public void left() {
        section.meet();
        for (int round = 0; round < CriticalSection.ROUNDS; round++) {
            pass(0);
        }
    }

    @Actor
    public void right() {
        section.meet();
        for (int round = 0; round < CriticalSection.ROUNDS; round++) {
            pass(1);
        }
    }

    @Arbiter
    public void met(I_Result r) {
        r.r1 = section.met();
    }

    private void pass(int me) {
        while (!word.compareAndSet(0, 1)) {
            Thread.onSpinWait();
        }
        section.pass(me);
        word.set(0);
    }
}
