package org.weir.manager;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;

/**
 * A lock in a manager, plain or reentrant, owned by one thread of one process. See {@link ManagedObject} for errors and
 * threads.
 *
 * <p><b>Death.</b> When the owner's process ends, or its lease, the lock is <em>abandoned</em>: every attempt to take it,
 * also one that waits already, throws {@link org.weir.sync.OwnerDiedException} without holding it, until somebody calls
 * {@link #recover}; as with {@link org.weir.sync.RobustLock}.
 *
 * <p><b>Fencing.</b> A process that was taken for dead may go on for a while and believe that it holds the lock. Let what
 * the lock protects remember the largest {@link #fencingToken} that it has seen, and refuse smaller ones.
 *
 * <p>Barging. The plain lock throws {@link IllegalMonitorStateException} where its owner would wait for itself.
 */
public final class ManagedLock extends AbstractProxy implements Lock {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FOREVER = -1;

    ManagedLock(Remote remote) {
        super(remote);
    }

    @Override
    public void lock() {
        Object _ = remote().callUninterruptibly("lock", FOREVER);
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        Object _ = remote().callWaiting(FOREVER, "lock", FOREVER);
    }

    @Override
    public boolean tryLock() {
        return remote().test("tryLock", 0L);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        long nanos = nanos(time, unit);
        return cast(remote().callWaiting(nanos, "tryLock", nanos));
    }

    /** As {@link #tryLock(long, TimeUnit)}. */
    public boolean tryLock(Duration timeout) throws InterruptedException {
        return tryLock(nanos(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * Gives the lock back.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold it; nothing changes
     */
    @Override
    public void unlock() {
        Object _ = remote().call("unlock");
    }

    /**
     * Takes the lock, abandoned or not. The calling thread may not hold it.
     *
     * @param timeout how long to wait for a living owner
     * @return the holding; to be closed
     * @throws TimeoutException if a living owner kept it for so long
     * @throws org.weir.sync.BrokenLockException if somebody recovered it and did not say that it is consistent
     */
    public ManagedRecovery recover(Duration timeout) throws InterruptedException, TimeoutException {
        long nanos = nanos(timeout);
        List<Boolean> abandoned = cast(Objects.requireNonNull(remote().callWaiting(nanos, "recover", nanos)));
        if (abandoned.isEmpty()) {
            throw new TimeoutException("Not to be had within " + timeout + ": " + this);
        }
        return new ManagedRecovery(this, abandoned.get(0));
    }

    /** Whether it is not to be had now: held by anybody, this thread included, abandoned or broken. */
    public boolean isLocked() {
        return remote().test("isLocked");
    }

    /** Whether the calling thread holds it. */
    public boolean isHeldByCurrentThread() {
        return remote().test("isHeld");
    }

    /**
     * A number that is larger than that of every earlier holding of any lock of the manager.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     */
    public long fencingToken() {
        return cast(Objects.requireNonNull(remote().call("token")));
    }

    /** A condition of this lock, in the same manager. */
    @Override
    public ManagedCondition newCondition() {
        return cast(remote().create(Types.CONDITION, this));
    }
}
