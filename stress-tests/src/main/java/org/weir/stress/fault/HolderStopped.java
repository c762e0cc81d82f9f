package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.weir.memory.SharedInt;
import org.weir.memory.SharedLong;
import org.weir.os.Processes;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.sync.ProcessLock;

import java.time.Duration;

/**
 * The holder of a lock is stopped for longer than a waiter waits, and goes on later. What does the waiter learn, and is the lock
 * still the holder's?
 *
 * <p>
 * A stopped process is not a dead one: to take its lock away would let two work at once on what it protects, as a lease by the
 * clock does. So the waiter's deadline passes, it can say who holds the lock, and the holder finds everything as it left it.
 *
 * <p>
 * Observed: the waiter always timed out with the holder's process id in the lock's text, and never had the lock before the holder gave
 * it back.
 *
 * <pre>{@code
 * ./weir run HolderStopped
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.STOP, actor = "holder", point = "holding", resumeAfter = "60ms")
@Deadline("4s")
@Description("The holder of a lock is stopped past a waiter's deadline: the waiter is told who holds it, and nobody steals it.")
@Ref("Martin Kleppmann, How to do distributed locking: a paused client and a lease (S29)")
@Claim(id = "S29", value = "Who waits for a lock whose holder is stopped times out and can say who holds it; the lock is not stolen.", held = "timed out, told who holds it, kept")
@Outcome(id = "timed out, told who holds it, kept", expect = ACCEPTABLE, desc = "The living keep what they hold, however long they stand still.")
@Outcome(id = "did not time out, had it, kept", expect = ACCEPTABLE, desc = "The holder went on before the waiter had begun to wait.")
@Outcome(expect = FORBIDDEN, desc = "The lock was taken from a process that lives.")
@MustObserve("timed out, told who holds it, kept")
public class HolderStopped {
    final ProcessLock lock = ProcessLock.create();
    final SharedInt holding = SharedInt.create();
    final SharedLong pid = SharedLong.create();
    final SharedInt inside = SharedInt.create();

    @Actor
    public void holder(LLL_Result r) {
        lock();
        inside.set(1);
        pid.set(Processes.pid());
        holding.set(1);
        Faults.point("holding");
        r.r3 = inside.get() == 1 ? "kept" : "stolen";
        unlock();
    }

    @Actor
    public void waiter(LLL_Result r) throws InterruptedException {
        while (holding.get() == 0) {
            Thread.onSpinWait();
        }
        if (tryLock(Duration.ofMillis(10))) {
            inside.set(2);
            r.r1 = "did not time out";
            r.r2 = "had it";
            unlock();
        } else {
            r.r1 = "timed out";
            r.r2 = lock.toString().contains("process " + pid.get()) ? "told who holds it" : lock.toString();
        }
    }

    /** Takes the lock. */
    protected void lock() {
        lock.lock();
    }

    /** Takes the lock if that is possible in time. */
    protected boolean tryLock(Duration most) throws InterruptedException {
        return lock.tryLock(most);
    }

    /** Gives the lock back. */
    protected void unlock() {
        lock.unlock();
    }
}
