package org.weir.manager;

import java.io.Serial;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * A condition of a lock in a manager. See {@link ManagedObject} for errors and threads; every method but {@link #lock}
 * and {@link #waiting} throws {@link IllegalMonitorStateException} unless the calling thread holds the lock.
 *
 * <p>A signal goes to the one that has waited longest; a signal that was given to a waiter whose process dies before its
 * {@code await} returns goes to the next. Signals are not stored, and there are no spurious ones. When the lock's owner
 * dies meanwhile, {@code await} throws {@link org.weir.sync.OwnerDiedException} and does not hold the lock.
 */
public final class ManagedCondition extends AbstractProxy implements Condition {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FOREVER = -1;

    ManagedCondition(Remote remote) {
        super(remote);
    }

    /** The lock that it belongs to. */
    public ManagedLock lock() {
        return cast(Objects.requireNonNull(remote().call("lock")));
    }

    @Override
    public void await() throws InterruptedException {
        Object _ = remote().callWaiting(FOREVER, "await", FOREVER);
    }

    @Override
    public void awaitUninterruptibly() {
        Object _ = remote().callUninterruptibly("await", FOREVER);
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        boolean signalled = pause(Math.max(0, nanos));
        long left = nanos - (System.nanoTime() - start);
        return signalled ? Math.max(1, left) : Math.min(0, left);
    }

    /**
     * Waits for a signal.
     *
     * @return false if the time was over before
     */
    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return pause(nanos(time, unit));
    }

    private boolean pause(long nanos) throws InterruptedException {
        return cast(remote().callWaiting(nanos, "await", nanos));
    }

    /** As {@link #await(long, TimeUnit)}. */
    public boolean await(Duration timeout) throws InterruptedException {
        return pause(nanos(timeout));
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // the interface has it
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return pause(nanos(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * Waits until {@code condition} is true, which is asked here, with the lock held, at first and after every signal.
     *
     * @return what the condition was at last
     */
    public boolean awaitFor(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long left = nanos(timeout);
        long start = System.nanoTime();
        boolean met = condition.getAsBoolean();
        for (long waited = 0; !met && waited < left; waited = System.nanoTime() - start) {
            boolean _ = pause(left - waited);
            met = condition.getAsBoolean();
        }
        return met;
    }

    @Override
    public void signal() {
        signal(1);
    }

    /** Wakes so many waiters, or as many as there are. */
    public void signal(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("0 waiters or more can be woken; got " + count + ".");
        }
        Object _ = remote().call("signal", count);
    }

    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /** How many wait. */
    public int waiting() {
        return remote().count("waiting");
    }
}
