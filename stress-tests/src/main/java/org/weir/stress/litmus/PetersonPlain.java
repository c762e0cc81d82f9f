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
 * Peterson's algorithm for two, in plain mode: say that you want in, give the other the turn, wait while it wants in
 * and has the turn. Both get in.
 *
 * <p>
 * The proof takes it for granted that a write is visible before the next read is done. Between the write of one's own
 * flag and the read of the other's there is nothing here that says so, and every machine lets the read go first: the
 * store buffering of {@link StoreBufferingPlain}, as a broken lock. Who waits very long gives up, as a compiler may
 * keep a plain value in a register for ever.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both inside in 756 of 9,472 samples (8%).
 *
 * <pre>{@code
 * ./weir run PetersonPlain
 * }</pre>
 */
@MultiJvmTest
@Description("Peterson's algorithm, plain: both may be inside.")
@Claim(id = "C-PETERSON-plain", value = "Peterson's algorithm, plain, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "Peterson's, plain", of = "1")
@Ref("M. Herlihy, N. Shavit, The Art of Multiprocessor Programming, chapter 2")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both were inside at once: a read overtook the write before it, on x86-64 and aarch64.")
@MustObserve("1")
public class PetersonPlain {
    final SharedInt wantsFirst = SharedInt.create();
    final SharedInt wantsSecond = SharedInt.create();
    final SharedInt turn = SharedInt.create();

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
        SharedInt mine = me == 0 ? wantsFirst : wantsSecond;
        SharedInt others = me == 0 ? wantsSecond : wantsFirst;
        mine.setPlain(1);
        turn.setPlain(1 - me);
        int looks = 0;
        while (others.getPlain() != 0 && turn.getPlain() != me) {
            if (++looks > CriticalSection.PATIENCE) {
                mine.setPlain(0);
                return;
            }
            Thread.onSpinWait();
        }
        section.pass(me);
        mine.setPlain(0);
    }
}
