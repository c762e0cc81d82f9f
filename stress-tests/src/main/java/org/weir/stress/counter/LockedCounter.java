package org.weir.stress.counter;

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
import org.weir.scenario.Samples;

/**
 * Two JVMs add one to the same int in shared memory, each holding a lock while it does.
 *
 * <p>
 * The counterpart of {@link UnlockedCounter}, and the reason why the seed gives its {@code Counter} class a lock: the
 * read, the addition and the write of one actor come before those of the other or after them, never between. The
 * accesses themselves stay plain, as the order comes from the lock: a {@link SpinLock}, a single cell in the same
 * shared memory.
 *
 * <p>
 * A green result says that the loss was not seen in so many samples; its upper bound stands beside it. That the run
 * could have seen it is what {@link UnlockedCounter} shows on the same machine.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: nothing lost in 60 million samples between
 * processes, nor in 34 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run LockedCounter
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Two actors add one to the same int under a spin lock: no increment is lost.")
@Claim(id = "C-LU-locked", value = "No increment is lost, under a spin lock.", held = "2")
@Comparison(group = "lost update", label = "under a spin lock", of = "1")
@Ref("seed 002, Multiprocessing: the same increments with a lock of their own (SD12)")
@Ref("seed 001, Python Multiprocessing: ten processes read, sleep and write under a lock (SD10)")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "An increment was lost although both actors held the lock.")
@Samples(min = 10_000)
public class LockedCounter {
    final SpinLock lock = new SpinLock();
    final SharedInt counter = SharedInt.create();

    @Actor
    public void first() {
        increment();
    }

    @Actor
    public void second() {
        increment();
    }

    @Arbiter
    public void last(I_Result r) {
        r.r1 = counter.get();
    }

    private void increment() {
        lock.lock();
        try {
            counter.setPlain(counter.getPlain() + 1);
        } finally {
            lock.unlock();
        }
    }
}
