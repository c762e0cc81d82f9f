package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;

/**
 * A {@link Lock} between processes and threads alike, that outlives the death of whoever holds it.
 *
 * <p><b>Owner.</b> One thread of one process; only it may {@link #unlock}. Everything that it did before is seen by the
 * next owner, in whatever process.
 *
 * <p><b>Death.</b> If the process of the owner ends while it holds the lock, however it ends, what the lock protects may
 * be half changed, and the lock is <em>abandoned</em>: every attempt to take it, also one that waits already, throws
 * {@link OwnerDiedException} within some 50 ms, <em>without holding it</em>, so that
 * {@code lock(); try { ... } finally { unlock(); }} stays right. {@link #recover} takes an abandoned lock; see
 * {@link Recovery}. A thread that ends in a living process without unlocking leaves the lock held, as with every lock of
 * the JDK.
 *
 * <p><b>Waiting.</b> A short spin, then sleep. Every wait without a limit ends by interruption where its method says so,
 * at the latest 50 ms after it, by the death of the owner, or with the lock. Time is that of {@link System#nanoTime()},
 * so that setting the clock changes no wait. Negative times count as 0. A virtual thread that sleeps here keeps its
 * carrier.
 *
 * <p><b>Travel.</b> Serializable: who reads it, in another process of the same realm, has the same lock; in a process of
 * another realm, or when the realm is gone, reading fails with {@link org.weir.memory.ForeignRealmException}. Created
 * while a scenario's state is under construction, it is a part of that state. Its memory lives as long as its realm, or
 * until {@link #free}.
 */
public abstract sealed class RobustLock implements Lock, SharedObject, Serializable
        permits BargingLock, FifoLock {

    @Serial
    private static final long serialVersionUID = 1;

    final transient SharedBlock block;

    RobustLock(SharedBlock block) {
        this.block = block;
    }

    abstract OwnedWord.Result take(long deadline, OwnedWord.OnDeath onDeath);

    abstract OwnedWord.Result takeInterruptibly(long deadline, OwnedWord.OnDeath onDeath) throws InterruptedException;

    abstract OwnedWord.Result takeNow();

    abstract boolean giveBack();

    /** Gives back all holds of the calling thread, which has some; says how many there were. */
    abstract int giveBackAll();

    /** Makes the one hold that the calling thread has so many. */
    abstract void setHolds(int holds);

    abstract void makeConsistent();

    abstract boolean isConsistent();

    /** Who holds it, for people. */
    abstract String state();

    /**
     * {@inheritDoc} Not ended by interruption.
     *
     * @throws OwnerDiedException if it is abandoned; the caller does not hold it
     * @throws BrokenLockException if it is broken
     */
    @Override
    public void lock() {
        taken(take(Deadlines.NEVER, OwnedWord.OnDeath.REFUSE));
    }

    /**
     * {@inheritDoc}
     *
     * @throws OwnerDiedException if it is abandoned; the caller does not hold it
     * @throws BrokenLockException if it is broken
     */
    @Override
    public void lockInterruptibly() throws InterruptedException {
        taken(takeInterruptibly(Deadlines.NEVER, OwnedWord.OnDeath.REFUSE));
    }

    /**
     * {@inheritDoc} Where another process holds it, asks the kernel whether that lives, about a microsecond.
     *
     * @throws OwnerDiedException if it is abandoned; the caller does not hold it
     * @throws BrokenLockException if it is broken
     */
    @Override
    public boolean tryLock() {
        return taken(takeNow());
    }

    /**
     * {@inheritDoc}
     *
     * @throws OwnerDiedException if it is abandoned; the caller does not hold it
     * @throws BrokenLockException if it is broken
     */
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return taken(takeInterruptibly(Deadlines.in(unit.toNanos(time)), OwnedWord.OnDeath.REFUSE));
    }

    /** As {@link #tryLock(long, TimeUnit)}. */
    public final boolean tryLock(Duration timeout) throws InterruptedException {
        return tryLock(Deadlines.nanos(timeout), TimeUnit.NANOSECONDS);
    }

    final boolean taken(OwnedWord.Result result) {
        if (result == OwnedWord.Outcome.TAKEN || result == OwnedWord.Outcome.TAKEN_OVER) {
            FaultPoint.reached(FaultPoint.LOCK_ACQUIRED);
            return true;
        }
        if (result instanceof OwnedWord.Abandoned dead) {
            throw OwnerDiedException.of("the " + block.kind(), Realm.current().members().info(dead.owner()),
                    dead.thread());
        }
        if (result == OwnedWord.Outcome.BROKEN) {
            throw new BrokenLockException("The " + block.kind());
        }
        return false;
    }

    /**
     * Gives the lock back.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold it; nothing changes
     */
    @Override
    public void unlock() {
        FaultPoint.reached(FaultPoint.LOCK_RELEASING);
        if (!giveBack()) {
            throw notHeld("unlock");
        }
    }

    /**
     * Takes the lock, abandoned or not. The calling thread may not hold it.
     *
     * @param timeout how long to wait for a living owner
     * @return the holding; to be closed
     * @throws TimeoutException if a living owner kept it for so long
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws BrokenLockException if it is broken
     * @throws IllegalMonitorStateException if the calling thread holds it
     */
    public Recovery recover(Duration timeout) throws InterruptedException, TimeoutException {
        if (isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("This thread holds the lock that it wants to recover: " + this);
        }
        OwnedWord.Result result = takeInterruptibly(Deadlines.in(timeout), OwnedWord.OnDeath.TAKE_OVER);
        if (!taken(result)) {
            throw new TimeoutException("Not to be had within " + timeout + ": " + this);
        }
        return new Recovery(this, result == OwnedWord.Outcome.TAKEN_OVER);
    }

    /** Takes the lock again after a wait for a condition. */
    final void retake(int holds) {
        taken(take(Deadlines.NEVER, OwnedWord.OnDeath.REFUSE));
        if (holds > 1) {
            setHolds(holds);
        }
    }

    /**
     * A new condition of this lock: an object of its own, to be sent to others beside the lock or instead of it. Created
     * where the lock may be created.
     */
    @Override
    public final ProcessCondition newCondition() {
        return ProcessCondition.create(this);
    }

    /** Whether it is not to be had now: held by anybody, this thread included, abandoned or broken. */
    public abstract boolean isLocked();

    /** Whether the calling thread holds it. */
    public abstract boolean isHeldByCurrentThread();

    final void requireHeld(String what) {
        if (!isHeldByCurrentThread()) {
            throw notHeld(what);
        }
    }

    private IllegalMonitorStateException notHeld(String what) {
        return new IllegalMonitorStateException(
                "Only the thread that holds a lock can " + what + (what.equals("unlock") ? " it; " : "; ") + this);
    }

    /**
     * Gives its memory back. Nobody may use the lock any more, in whatever process: they would change other objects.
     *
     * @throws IllegalStateException if this process has not created it, or it was freed
     */
    public final void free() {
        block.free();
    }

    /**
     * Who holds it: {@code ProcessLock[held by thread #1 of process 4711 'worker']}, {@code [free]},
     * {@code [held by this thread]}, {@code [abandoned by process 4711]}, {@code [broken]}.
     */
    @Override
    public final String toString() {
        return block.kind() + "[" + state() + "]";
    }
}
