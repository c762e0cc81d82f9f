package org.weir.stress.counter;

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
import org.weir.scenario.Samples;
import org.weir.sync.ProcessLock;

/**
 * Two JVMs add one to the same int in shared memory under a {@link ProcessLock}, as the seeds do under
 * {@code multiprocessing.Lock}.
 *
 * <p>
 * What {@link LockedCounter} shows of a spin lock of one cell, of the lock that knows its owner, sleeps on a futex and
 * survives the death of whoever holds it.
 *
 * <pre>{@code
 * ./weir run ProcessLockedCounter
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Description("Two actors add one to the same int under a ProcessLock: no increment is lost.")
@Claim(id = "C-LU-process-lock", value = "No increment is lost, under a ProcessLock.", held = "2")
@Comparison(group = "lost update", label = "under a ProcessLock", of = "1")
@Ref("seed 001, Python Multiprocessing: ten processes read, sleep and write under a lock (SD10)")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "An increment was lost although both actors held the lock.")
@Samples(min = 10_000)
public class ProcessLockedCounter {
    final ProcessLock lock = ProcessLock.create();
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
