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
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

/**
 * How many increments are lost, against the work that lies between the read and the write: two processes add 1 a
 * hundred times each.
 *
 * <p>
 * The longer an increment takes, the more certainly the other one writes meanwhile. With nothing between, the two still
 * lose many, as the line that they fight over makes each step long; with the document's {@code time.sleep} between,
 * practically all that one of them does is lost, and half is what is left. The height is the share that was lost, in
 * per cent.
 *
 * <pre>{@code
 * ./weir run LostByWork
 * }</pre>
 */
@MultiJvmTest
@Deadline("20s")
@Description("The share of lost increments against the work between the read and the write.")
@Claim(id = "SD09-work", value = "Two processes that add to a shared value without a lock lose no increment.", held = "0")
@Sweep(param = "work", unit = "steps", label = "lost increments", valueUnit = "%", logarithmic = true)
@Ref("seed 001, Python Multiprocessing: increments of a shared Value (SD09); time.sleep between read and write (SD10)")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing was lost, or less than one in a hundred.")
@Outcome(id = "[1-9]\\d?", expect = ACCEPTABLE_INTERESTING, desc = "So many increments of a hundred were lost.")
public class LostByWork {
    private static final int EACH = 100;

    final SharedInt value = SharedInt.create();
    final Rendezvous together = new Rendezvous(2);
    private final int work;

    /** @param work steps of arithmetic between reading and writing, of about a nanosecond each */
    public LostByWork(@Param({"1", "10", "100", "1000", "10000"}) int work) {
        this.work = work;
    }

    @Actor
    public void first() {
        add();
    }

    @Actor
    public void second() {
        add();
    }

    @Arbiter
    public void lost(I_Result r) {
        r.r1 = 100 * (2 * EACH - value.get()) / (2 * EACH);
    }

    private void add() {
        together.await();
        for (int i = 0; i < EACH; i++) {
            int before = value.getOpaque();
            value.setOpaque(before + 1 + worked(before));
        }
    }

    /** Always 0, which the compiler cannot know. */
    private int worked(int seed) {
        long state = seed;
        for (int i = 0; i < work; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return state == Long.MIN_VALUE ? 1 : 0;
    }
}
