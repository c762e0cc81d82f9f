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
 * Observed in one build on two cores of an x86-64 virtual machine: never both inside in 49,920 samples.
 *
 * <pre>{@code
 * ./weir run SpinLockVolatile
 * }</pre>
 */
@MultiJvmTest
@Description("A spin lock, compare-and-set: never both inside.")
@Claim(id = "C-SPIN-cas", value = "A spin lock, compare-and-set, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "A spin lock, compare-and-set", of = "1")
@Ref("M. Herlihy, N. Shavit, The Art of Multiprocessor Programming, chapter 2")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "Both were inside at once; on no machine.")
public class SpinLockVolatile {
    protected final SharedInt word = SharedInt.create();

    final CriticalSection section = new CriticalSection();

    @Actor
    public void left() {
        section.rounds(0, this::pass);
    }

    @Actor
    public void right() {
        section.rounds(1, this::pass);
    }

    @Arbiter
    public void met(I_Result r) {
        r.r1 = section.met();
    }

    private void pass(int me) {
        lock();
        section.pass(me);
        word.set(0);
    }

    /** Takes the lock. */
    protected void lock() {
        while (!word.compareAndSet(0, 1)) {
            Thread.onSpinWait();
        }
    }
}
