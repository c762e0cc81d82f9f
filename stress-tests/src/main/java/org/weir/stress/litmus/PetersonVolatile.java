package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;

/**
 * Peterson's algorithm with volatile accesses, between two processes: mutual exclusion from reads and writes alone.
 *
 * <p>
 * All volatile accesses have one order that each actor's own order is part of, which is what the proof needs.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never both inside in 5,376 samples.
 *
 * <pre>{@code
 * ./weir run PetersonVolatile
 * }</pre>
 */
@MultiJvmTest
@JCStressTest
@State
@Description("Peterson's algorithm, volatile: never both inside.")
@Claim(id = "C-PETERSON-volatile", value = "Peterson's algorithm, volatile, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "Peterson's, volatile", of = "1")
@Ref("M. Herlihy, N. Shavit, The Art of Multiprocessor Programming, chapter 2")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "Both were inside at once; on no machine.")
public class PetersonVolatile {
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
        mine.set(1);
        turn.set(1 - me);
        int looks = 0;
        while (others.get() != 0 && turn.get() != me) {
            if (++looks > CriticalSection.PATIENCE) {
                mine.set(0);
                return;
            }
            Thread.onSpinWait();
        }
        section.pass(me);
        mine.set(0);
    }
}
