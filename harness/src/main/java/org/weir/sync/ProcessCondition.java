package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;
import org.weir.os.Futex;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A condition of a {@link RobustLock}, between processes and threads alike: {@code multiprocessing.Condition}. Made by
 * {@link RobustLock#newCondition}.
 *
 * <p>A signal goes to the thread that has waited longest; with nobody waiting it does nothing and is not kept. Wake-ups
 * without a signal do not happen, but the condition may have changed again before the waiter has the lock: wait in a
 * loop, or with {@link #awaitFor}.
 *
 * <p><b>Death.</b> Every waiter has a record with its process's name, which it takes back when it has the lock again. A
 * signal that was given to a process which died before that goes on to the next waiter, at the latest when that one's
 * slice of sleep ends, after some 50 ms. If the lock was abandoned meanwhile, the methods that wait throw
 * {@link OwnerDiedException} or {@link BrokenLockException} <em>without holding it</em>.
 *
 * <p><b>Waiting</b> is ended by interruption, at the latest 50 ms after it, except in {@link #awaitUninterruptibly};
 * the lock is held again when {@link InterruptedException} is thrown. Times are those of {@link System#nanoTime()}, but for
 * {@link #awaitUntil}. At most {@value #WAITERS} threads can wait at a time.
 *
 * <p>Serializable together with its lock, as that is; see {@link RobustLock}.
 */
public final class ProcessCondition implements Condition, SharedObject, Serializable {

    /** How many threads can wait at a time. */
    public static final int WAITERS = 128;

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ProcessCondition";

    private static final int WAITING = 1;
    private static final int SIGNALLED = 2;
    private static final int CHANGES = 3 * WAITERS + 16;

    private final transient RobustLock lock;
    private final transient Journaled state;
    private final transient Records waiters;

    private ProcessCondition(SharedBlock block, RobustLock lock) {
        this.lock = lock;
        this.state = new Journaled(block, CHANGES);
        this.waiters = new Records(state, 0, WAITERS);
    }

    private record Handle(SharedBlock block, RobustLock lock) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new ProcessCondition(Blocks.checked(block, KIND, size()), lock);
        }
    }

    static ProcessCondition create(RobustLock lock) {
        return new ProcessCondition(SharedBlock.allocate(KIND, size()), lock);
    }

    private static long size() {
        return Journaled.size(CHANGES, Records.fields(WAITERS));
    }

    /** The lock that is given back while a thread waits. */
    public RobustLock lock() {
        return lock;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock, or recovers it and has not said
     *         that it is consistent
     * @throws IllegalStateException if {@value #WAITERS} threads wait already
     */
    @Override
    public void await() throws InterruptedException {
        queueUntil(Deadlines.NEVER, true);
    }

    /** {@inheritDoc} As {@link #await()} otherwise. */
    @Override
    public void awaitUninterruptibly() {
        try {
            queueUntil(Deadlines.NEVER, false);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** {@inheritDoc} As {@link #await()} otherwise. */
    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        long deadline = Deadlines.in(nanosTimeout);
        boolean signalled = queueUntil(deadline, true);
        return signalled ? Math.max(1, Deadlines.remaining(deadline)) : 0;
    }

    /** {@inheritDoc} As {@link #await()} otherwise. */
    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return queueUntil(Deadlines.in(unit.toNanos(time)), true);
    }

    /** As {@link #await(long, TimeUnit)}. */
    public boolean await(Duration timeout) throws InterruptedException {
        return queueUntil(Deadlines.in(timeout), true);
    }

    /**
     * {@inheritDoc} As {@link #await()} otherwise. How long that is, is found when the wait begins: setting the clock
     * later does not change it.
     */
    @Override
    @SuppressWarnings("JavaUtilDate") // the interface has it
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        long now = System.currentTimeMillis();
        long millis = Math.max(now, deadline.getTime()) - now;
        return queueUntil(Deadlines.in(TimeUnit.MILLISECONDS.toNanos(millis)), true);
    }

    /**
     * Waits until {@code predicate}, which is asked while the lock is held, at first and after each signal.
     *
     * @param timeout how long; negative counts as 0
     * @return what the predicate last said: false only if the time is over
     */
    public boolean awaitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
        long deadline = Deadlines.in(timeout);
        lock.requireHeld("await a condition");
        boolean inTime = true;
        while (!predicate.getAsBoolean()) {
            if (!inTime) {
                return false;
            }
            inTime = queueUntil(deadline, true);
        }
        return true;
    }

    private boolean queueUntil(long deadline, boolean interruptibly) throws InterruptedException {
        lock.requireHeld("await a condition");
        if (!lock.isConsistent()) {
            throw new IllegalMonitorStateException(
                    "Who waits gives the lock back, which would break it: say consistent() first; " + lock);
        }
        if (interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        int record = join();
        FaultPoint.reached(FaultPoint.CONDITION_ENQUEUED);
        int holds = lock.giveBackAll();
        FaultPoint.reached(FaultPoint.CONDITION_WAITING);
        boolean signalled;
        boolean givesUp;
        do { // again, if the signal was undone, because its author died
            sleep(record, deadline, interruptibly);
            state.enter();
            signalled = waiters.state(record) == SIGNALLED;
            givesUp = !signalled && (Deadlines.remaining(deadline) <= 0
                    || (interruptibly && Thread.currentThread().isInterrupted()));
            if (givesUp) {
                waiters.remove(record);
            }
            state.leave();
        } while (!signalled && !givesUp);
        retake(record, signalled, holds);
        if (!signalled && interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return signalled;
    }

    private int join() {
        state.enter();
        int record = waiters.add(WAITING, 0);
        state.leave();
        if (record == Records.NONE) {
            passOnSignalsOfTheDead();
            record = joinInPlaceOfTheDead();
        }
        if (record == Records.NONE) {
            throw new IllegalStateException(WAITERS + " threads wait for this condition already.");
        }
        return record;
    }

    private int joinInPlaceOfTheDead() {
        state.enter();
        for (int record = waiters.next(0); record != Records.NONE; record = waiters.next(record + 1)) {
            if (waiters.state(record) == WAITING && !waiters.isAlive(record)) {
                waiters.remove(record);
            }
        }
        int record = waiters.add(WAITING, 0);
        state.leave();
        return record;
    }

    private void sleep(int record, long deadline, boolean interruptibly) {
        for (int look = 0; look < Spin.LOOKS && waiters.state(record) == WAITING; look++) {
            Spin.pause(look);
        }
        while (waiters.state(record) == WAITING && Deadlines.remaining(deadline) > 0
                && !(interruptibly && Thread.currentThread().isInterrupted())) {
            Futex.Wakeup wakeup = Futex.await(waiters.stateAddress(record), WAITING, Deadlines.slice(deadline));
            if (wakeup == Futex.Wakeup.TIMED_OUT) {
                passOnSignalsOfTheDead();
            }
        }
    }

    private void retake(int record, boolean signalled, int holds) {
        boolean taken = false;
        if (signalled) {
            FaultPoint.reached(FaultPoint.CONDITION_SIGNALLED);
        }
        try {
            lock.retake(holds);
            taken = true;
        } finally {
            if (signalled) {
                state.enter();
                waiters.remove(record);
                int next = taken ? Records.NONE : signalFirst();
                state.leave();
                wake(next);
            }
        }
    }

    private void passOnSignalsOfTheDead() {
        state.enter();
        int next = Records.NONE;
        for (int record = waiters.next(0); record != Records.NONE
                && next == Records.NONE; record = waiters.next(record + 1)) {
            if (waiters.state(record) == SIGNALLED && !waiters.isAlive(record)) {
                waiters.remove(record);
                next = signalFirst();
            }
        }
        state.leave();
        wake(next);
    }

    /** Signals the living waiter that came first; throws away dead ones before it. Inside of a change. */
    private int signalFirst() {
        while (true) {
            int first = waiters.first(WAITING);
            if (first == Records.NONE) {
                return Records.NONE;
            }
            if (waiters.isAlive(first)) {
                waiters.setState(first, SIGNALLED);
                return first;
            }
            waiters.remove(first);
        }
    }

    private void wake(int record) {
        if (record != Records.NONE) {
            FaultPoint.reached(FaultPoint.CONDITION_SIGNALLING);
            Futex.wake(waiters.stateAddress(record), 1);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     */
    @Override
    public void signal() {
        signal(1);
    }

    /**
     * Wakes the {@code count} threads that have waited longest, or all if there are fewer.
     *
     * @param count 1 or more
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     */
    public void signal(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A signal goes to 1 thread or more; got " + count + ".");
        }
        lock.requireHeld("signal a condition");
        for (int left = count; left > 0; left--) {
            if (waiters.next(0) == Records.NONE) {
                return;
            }
            state.enter();
            int record = signalFirst();
            state.leave();
            if (record == Records.NONE) {
                return;
            }
            wake(record);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     */
    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /** How many threads wait that were not signalled yet, those of dead processes perhaps included. */
    public int getWaitQueueLength() {
        return waiters.count(WAITING);
    }

    /** Gives its memory back; see {@link RobustLock#free}. */
    public void free() {
        state.block().free();
    }

    /** {@code ProcessCondition[2 waiting, lock ProcessLock[free]]}. */
    @Override
    public String toString() {
        return KIND + "[" + getWaitQueueLength() + " waiting, lock " + lock + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle(state.block(), lock);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw Blocks.travelsAsHandle(KIND);
    }
}
