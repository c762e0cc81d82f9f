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
 * Dekker's algorithm in plain mode, the first one for mutual exclusion by reads and writes: both get in.
 *
 * <p>
 * As in {@link PetersonPlain} each writes its own flag and reads the other's, and the read overtakes the write.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both inside in 6,925 of 9,984 samples (69%).
 *
 * <pre>{@code
 * ./weir run DekkerPlain
 * }</pre>
 */
@MultiJvmTest
@Description("Dekker's algorithm, plain: both may be inside.")
@Claim(id = "C-DEKKER-plain", value = "Dekker's algorithm, plain, never lets both in.", held = "0")
@Comparison(group = "mutual exclusion", label = "Dekker's, plain", of = "1")
@Ref("E. W. Dijkstra, Cooperating sequential processes, EWD 123, 1965")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody met the other inside.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both were inside at once: a read overtook the write before it, on x86-64 and aarch64.")
@MustObserve("1")
public class DekkerPlain {
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
        mine.setPlain(1);
        while (others.getPlain() != 0) {
            if (++looks > CriticalSection.PATIENCE) {
                mine.setPlain(0);
                return;
            }
            if (turn.getPlain() != me) {
                mine.setPlain(0);
                while (turn.getPlain() != me && ++looks < CriticalSection.PATIENCE) {
                    Thread.onSpinWait();
                }
                mine.setPlain(1);
            }
        }
        section.pass(me);
        turn.setPlain(1 - me);
        mine.setPlain(0);
    }
}
