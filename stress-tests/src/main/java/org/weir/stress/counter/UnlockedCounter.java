package org.weir.stress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

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
import org.weir.scenario.MustObserve;

/**
 * Two JVMs add one to the same int in shared memory, without a lock.
 *
 * <p>
 * Adding is three steps: read, add, write. If both actors read 0 before either writes, both write 1 and one increment
 * is lost. The seed's ten processes add to one {@code Value} with pauses of ten milliseconds between reading and
 * writing, and "different values for each run" come out. No pause is needed: two CPUs that run a handful of
 * instructions side by side lose increments too.
 *
 * <p>
 * Nothing here depends on the memory model. A machine that ran one instruction at a time, of either process by turns,
 * would lose increments as well, and so do volatile reads and writes: it is the pair that is not atomic.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: an increment lost in 5.4% of 175 million samples
 * between processes, and in 13% of 89 million between threads under jcstress; on a busy machine in 0.5% to 1.2% and
 * 12% to 32%.
 *
 * <pre>{@code
 * ./weir run UnlockedCounter
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Two actors add one to the same int without a lock: one increment can be lost.")
@Claim(id = "C-LU-plain", value = "No increment is lost, plain.", held = "2")
@Comparison(group = "lost update", label = "plain", of = "1")
@Ref("seed 002, Multiprocessing: ten processes increment a shared Value, \"different values for each run\" (SD11)")
@Ref("seed 001, Python Multiprocessing: two processes add to a shared Value (SD09)")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both read 0: one increment was lost.")
@MustObserve("1")
public class UnlockedCounter {
    final SharedInt counter = SharedInt.create();

    @Actor
    public void first() {
        counter.setPlain(counter.getPlain() + 1);
    }

    @Actor
    public void second() {
        counter.setPlain(counter.getPlain() + 1);
    }

    @Arbiter
    public void last(I_Result r) {
        r.r1 = counter.get();
    }
}
