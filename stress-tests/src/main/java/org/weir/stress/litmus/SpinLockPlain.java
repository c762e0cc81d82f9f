package org.weir.stress.litmus;

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

/**
 * A spin lock that reads and then writes its word in plain mode: while it is held, wait; then take it. Both take it.
 *
 * <p>
 * The fault is not the mode. Taking is two steps, as in {@link CheckThenAct}, and no order of memory makes one of them.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both inside in 16,165 of 21,760 samples (74%).
 *
 * <pre>{@code
 * ./weir run SpinLockPlain
 * }</pre>
 */
@MultiJvmTest
@Description("A spin lock, plain: both may be inside.")
@Claim(id = "C-SPIN-plain", value = "A spin lock, plain, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "A spin lock, plain", of = "1")
@Ref("M. Herlihy, N. Shavit, The Art of Multiprocessor Programming, chapter 2")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both were inside at once: each found it free before the other had taken it, on any machine.")
@MustObserve("1")
public class SpinLockPlain {
    final SharedInt word = SharedInt.create();

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
        int looks = 0;
        while (word.getPlain() != 0) {
            if (++looks > CriticalSection.PATIENCE) {
                return;
            }
            Thread.onSpinWait();
        }
        word.setPlain(1);
        section.pass(me);
        word.setPlain(0);
    }
}
