package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.sync.FairProcessLock;
import org.weir.sync.OwnerDiedException;
import org.weir.sync.ProcessLock;
import org.weir.sync.Recovery;
import org.weir.sync.ReentrantProcessLock;
import org.weir.sync.RobustLock;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/**
 * A process is killed while it holds a lock and has done half of what the lock protects. What do those who wait for it learn?
 *
 * <p>
 * In {@code multiprocessing} nothing: the semaphore behind a {@code Lock} has no owner, and {@code acquire} waits for ever. Here
 * {@code lock} throws {@link OwnerDiedException}, which names the dead process, to everybody, without giving the lock, until
 * somebody calls {@code recover}; who has, and has repaired what it protects, says {@code consistent()}, and the lock is as
 * before.
 *
 * <p>
 * Two cells are equal whenever the lock is free. The victim dies between the writes; the survivor must be told, must find them
 * unequal after it has recovered the lock, and repairs them.
 *
 * <p>
 * Observed: always, with each kind of lock.
 *
 * <pre>{@code
 * ./weir run LockHolderKilled
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "holder", point = "half")
@Deadline("4s")
@Description("The holder of a lock is killed: waiters are told who died, one recovers the lock, and it works as before.")
@Ref("multiprocessing.Lock: a semaphore without an owner (S12)")
@Claim(id = "S12", value = "When the holder of a lock is killed, others are told so, and one of them recovers the lock.", held = "killed(holder,SIGKILL): told who died, 1 0, works")
@Outcome(id = "killed(holder,SIGKILL): told who died, 1 0, works", expect = ACCEPTABLE, desc = "Told its name and process id; the half of the work was seen and repaired.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "Nobody was told, or the lock was not to be had afterwards.")
@MustObserve("killed(holder,SIGKILL): told who died, 1 0, works")
public class LockHolderKilled {
    final RobustLock lock;
    final Victim victim = new Victim();
    final SharedInt left = SharedInt.create();
    final SharedInt right = SharedInt.create();

    public LockHolderKilled(@Param({"ProcessLock", "ReentrantProcessLock", "FairProcessLock"}) String kind) {
        lock = switch (kind) {
            case "ProcessLock" -> ProcessLock.create();
            case "ReentrantProcessLock" -> ReentrantProcessLock.create();
            default -> FairProcessLock.create();
        };
    }

    @Actor
    public void holder() {
        lock.lock();
        try {
            victim.announce();
            left.set(1);
            Faults.point("half");
            right.setPlain(1);
        } finally {
            lock.unlock();
        }
    }

    @Actor
    public void survivor(LLL_Result r) throws InterruptedException, TimeoutException {
        while (left.get() == 0) {
            Thread.onSpinWait();
        }
        r.r1 = "not told";
        try {
            if (lock.tryLock(Duration.ofSeconds(2))) {
                lock.unlock();
            }
        } catch (OwnerDiedException e) {
            boolean named = e.pid().equals(OptionalLong.of(victim.pid())) && e.name().equals("holder");
            r.r1 = named ? "told who died" : e.getMessage();
        }
        try (Recovery recovery = lock.recover(Duration.ofSeconds(1))) {
            r.r2 = left.getPlain() + " " + right.getPlain();
            right.setPlain(1);
            recovery.consistent();
        }
        r.r3 = "does not work";
        if (lock.tryLock()) {
            lock.unlock();
            r.r3 = "works";
        }
    }
}
