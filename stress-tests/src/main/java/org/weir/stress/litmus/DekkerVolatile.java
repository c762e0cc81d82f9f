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
 * Dekker's algorithm with volatile accesses, between two processes.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never both inside in 9,472 samples.
 *
 * <pre>{@code
 * ./weir run DekkerVolatile
 * }</pre>
 */
@MultiJvmTest
@Description("Dekker's algorithm, volatile: never both inside.")
@Claim(id = "C-DEKKER-volatile", value = "Dekker's algorithm, volatile, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "Dekker's, volatile", of = "1")
@Ref("E. W. Dijkstra, Cooperating sequential processes, EWD 123, 1965")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "Both were inside at once; on no machine.")
public class DekkerVolatile {
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
        int looks = 0;
        mine.set(1);
        while (others.get() != 0) {
            if (++looks > CriticalSection.PATIENCE) {
                mine.set(0);
                return;
            }
            if (turn.get() != me) {
                mine.set(0);
                while (turn.get() != me && ++looks < CriticalSection.PATIENCE) {
                    Thread.onSpinWait();
                }
                mine.set(1);
            }
        }
        section.pass(me);
        turn.set(1 - me);
        mine.set(0);
    }
}
