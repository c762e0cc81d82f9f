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
 * How many increments are lost, against the part of the time that lies between the read and the write: two processes add 1 a
 * hundred times each.
 *
 * <p>
 * Each increment takes {@value #SPAN} steps of work on average; so many of them as the parameter says lie between the read
 * and the write, and the others, in a number that differs each time, behind the write. An increment is lost if the other
 * process writes in between, which is the likelier the larger that part is. At {@value #SPAN} there is nothing else: the two
 * run in step, practically all that one of them does is lost, and half is what is left, as with the document's {@code
 * time.sleep} between read and write.
 *
 * <p>
 * One sample is two hundred increments. The height is the share of them that was lost, in per cent, rounded up: its median
 * and its 5% and 95% quantiles.
 *
 * <pre>{@code
 * ./weir run LostByWork
 * }</pre>
 */
@MultiJvmTest
@Deadline("20s")
@Description("The share of lost increments against the work between the read and the write.")
@Claim(id = "SD09-work", value = "Two processes that add to a shared value without a lock lose no increment.", held = "0")
@Sweep(param = "work", unit = "steps of 2000", label = "lost increments", valueUnit = "%")
@Ref("seed 001, Python Multiprocessing: increments of a shared Value (SD09); time.sleep between read and write (SD10)")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing was lost.")
@Outcome(id = "[1-9]\\d?", expect = ACCEPTABLE_INTERESTING, desc = "So many increments of a hundred were lost.")
public class LostByWork {
    private static final int EACH = 100;
    private static final int SPAN = 2000;

    final SharedInt value = SharedInt.create();
    final Rendezvous together = new Rendezvous(2);
    private final int work;

    /** @param work steps of arithmetic between reading and writing, of about a nanosecond each, out of 2000 */
    public LostByWork(@Param({"0", "50", "100", "200", "400", "700", "1000", "1400", "1700", "2000"}) int work) {
        this.work = work;
    }

    @Actor
    public void first() {
        add(1);
    }

    @Actor
    public void second() {
        add(2);
    }

    @Arbiter
    public void lost(I_Result r) {
        r.r1 = Math.ceilDiv(100 * (2 * EACH - value.get()), 2 * EACH);
    }

    private void add(int who) {
        together.await();
        int random = who;
        for (int i = 0; i < EACH; i++) {
            int before = value.getOpaque();
            value.setOpaque(before + 1 + worked(before, work));
            random = random * 1_103_515_245 + 12_345;
            int others = (random >>> 16) % (2 * (SPAN - work) + 1);
            random += worked(random, others);
        }
    }

    /** Always 0, which the compiler cannot know. */
    private static int worked(int seed, int steps) {
        long state = seed;
        for (int i = 0; i < steps; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return state == Long.MIN_VALUE ? 1 : 0;
    }
}
