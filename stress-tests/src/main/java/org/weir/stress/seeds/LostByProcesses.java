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
 * How many increments are lost, against the number of processes that add: each adds 1 a thousand times, without a lock,
 * and all begin together.
 *
 * <p>
 * One process loses nothing. Of two, each can lose what the other wrote since its last read. With more processes than
 * processors most of them wait for a processor, and who is taken off between its read and its write brings back an old
 * total when it returns: a single write can undo thousands of others. So with two processors the chance that something is
 * lost grows with every process. How much is lost is another question, and differs from run to run.
 *
 * <p>
 * One sample is one run of all processes. The first curve is the share of the samples in which anything was lost; the second
 * one is the share of the increments that was lost, in per cent, rounded up: its median and its 5% and 95% quantiles.
 *
 * <pre>{@code
 * ./weir run LostByProcesses
 * }</pre>
 */
@MultiJvmTest
@Deadline("20s")
@Description("The share of lost increments against the number of processes that add without a lock.")
@Claim(id = "SD09-processes", value = "Processes that add to a shared value without a lock lose no increment.", held = "0")
@Sweep(param = "processes", unit = "processes", label = "runs in which an increment was lost", of = "[1-9]\\d?")
@Sweep(param = "processes", unit = "processes", label = "lost increments", valueUnit = "%")
@Ref("seed 001, Python Multiprocessing: increments of a shared Value (SD09)")
@Ref("seed 002, Multiprocessing: ten processes increment a shared Value (SD11)")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing was lost.")
@Outcome(id = "[1-9]\\d?", expect = ACCEPTABLE_INTERESTING, desc = "So many increments of a hundred were lost.")
public class LostByProcesses {
    private static final int EACH = 1000;

    final SharedInt value = SharedInt.create();
    final Rendezvous together;
    private final int processes;

    /** @param processes how many of the actors add; the others do nothing */
    public LostByProcesses(@Param({"1", "2", "3", "4", "5", "6", "7", "8"}) int processes) {
        this.processes = processes;
        together = new Rendezvous(processes);
    }

    @Actor
    public void first() {
        add(1);
    }

    @Actor
    public void second() {
        add(2);
    }

    @Actor
    public void third() {
        add(3);
    }

    @Actor
    public void fourth() {
        add(4);
    }

    @Actor
    public void fifth() {
        add(5);
    }

    @Actor
    public void sixth() {
        add(6);
    }

    @Actor
    public void seventh() {
        add(7);
    }

    @Actor
    public void eighth() {
        add(8);
    }

    @Arbiter
    public void lost(I_Result r) {
        int all = processes * EACH;
        r.r1 = Math.ceilDiv(100 * (all - value.get()), all);
    }

    private void add(int number) {
        if (number > processes) {
            return;
        }
        together.await();
        for (int i = 0; i < EACH; i++) {
            value.setOpaque(value.getOpaque() + 1);
        }
    }
}
