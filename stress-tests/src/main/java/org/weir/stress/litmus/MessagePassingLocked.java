package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessLock;

/**
 * Message passing under a lock: data and flag are written, and read, by whoever holds it.
 *
 * <p>
 * All accesses are plain; the order comes from the lock. Nobody sees one of the two without the other: what the last
 * holder wrote, the next one sees, in another process too. The lock is a {@link ProcessLock}, which lies in the shared
 * memory as the data does.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both or neither, never one of them, in 2.6 million
 * samples.
 *
 * <pre>{@code
 * ./weir run MessagePassingLocked
 * }</pre>
 */
@MultiJvmTest
@Description("Data and flag written and read under one lock: both are seen, or neither.")
@Claim(id = "C-MP-locked", value = "Under a lock both the flag and the data are seen, or neither.", held = {"0, 0",
        "1, 1"})
@Comparison(group = "message passing", label = "under a lock", of = {"1, 0", "0, 1"})
@Ref("Java Language Specification, 17.4 Memory Model")
@Outcome(id = {"0, 0", "1, 1"}, expect = ACCEPTABLE, desc = "Neither, or both.")
@Outcome(id = {"1, 0",
        "0, 1"}, expect = FORBIDDEN, desc = "One of the two, though both are written under the lock; on no machine.")
public class MessagePassingLocked {
    final ProcessLock lock = ProcessLock.create();
    final SharedInt data = SharedInt.create();
    final SharedInt ready = SharedInt.create();

    @Actor
    public void sender() {
        lock();
        try {
            data.setPlain(1);
            ready.setPlain(1);
        } finally {
            unlock();
        }
    }

    @Actor
    public void receiver(II_Result r) {
        lock();
        try {
            r.r1 = ready.getPlain();
            r.r2 = data.getPlain();
        } finally {
            unlock();
        }
    }

    /** Takes the lock. */
    protected void lock() {
        lock.lock();
    }

    /** Gives the lock back. */
    protected void unlock() {
        lock.unlock();
    }
}
