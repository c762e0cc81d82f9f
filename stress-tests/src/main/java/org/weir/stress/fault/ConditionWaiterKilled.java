package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.FaultPoint;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.sync.ProcessCondition;
import org.weir.sync.ProcessLock;

import java.time.Duration;

/**
 * Two processes wait on a condition and the one that came first is killed. Then a third signals once. Does the living one wake?
 *
 * <p>
 * In {@code multiprocessing}, {@code notify} waits until as many waiters as it woke have confirmed it, and the dead are among
 * those it counts: {@code notify_all} hangs, and so does {@code notify} if nobody else waits. With a living waiter beside the
 * dead one, one {@code notify} reaches it, as was measured. Here every waiter has a record with its owner; a signal skips the dead.
 *
 * <p>
 * It dies while it sleeps, or when it has given the lock back and does not sleep yet.
 *
 * <p>
 * Observed: one signal always wakes the one that lives, and signalling returns at once.
 *
 * <pre>{@code
 * ./weir run ConditionWaiterKilled
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "victim", point = Victim.POINT)
@Deadline("5s")
@Description("A waiter of a condition is killed, then one signal is given: it goes to a waiter that lives.")
@Ref("multiprocessing/synchronize.py, Condition.notify: it waits for the waiters that it counts (S13)")
@Claim(id = "S13", value = "A signal given after a waiter was killed wakes one that lives, and signal returns.", held = "killed(victim,SIGKILL): woken, returned")
@Outcome(id = "killed(victim,SIGKILL): woken, returned", expect = ACCEPTABLE, desc = "The dead were skipped.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "The signal was lost with the dead waiter, or the notifier hung.")
@MustObserve("killed(victim,SIGKILL): woken, returned")
public class ConditionWaiterKilled {
    final ProcessLock lock = ProcessLock.create();
    final ProcessCondition condition = lock.newCondition();
    final Victim victim = new Victim();
    final String where;

    public ConditionWaiterKilled(@Param({Victim.RANDOM, FaultPoint.CONDITION_WAITING}) String where) {
        this.where = where;
    }

    @Actor
    public void victim() throws InterruptedException {
        lock.lock();
        victim.dieAt(where, Duration.ofMillis(1), () -> condition.getWaitQueueLength() == 2);
        while (true) {
            condition.await();
        }
    }

    @Actor
    @SuppressWarnings("WaitNotInLoop") // whether one wait ends is what is asked
    public void survivor(LL_Result r) throws InterruptedException {
        awaitWaiters(1);
        lock.lock();
        try {
            r.r1 = condition.await(Duration.ofSeconds(2)) ? "woken" : "not woken";
        } finally {
            lock.unlock();
        }
    }

    @Actor
    public void notifier(LL_Result r) {
        victim.awaitDeath();
        awaitWaiters(2);
        r.r2 = "hung";
        lock.lock();
        try {
            signal();
        } finally {
            lock.unlock();
        }
        r.r2 = "returned";
    }

    /** The condition's {@code signal}. */
    protected void signal() {
        condition.signal();
    }

    private void awaitWaiters(int count) {
        while (condition.getWaitQueueLength() < count) {
            Thread.onSpinWait();
        }
    }
}
