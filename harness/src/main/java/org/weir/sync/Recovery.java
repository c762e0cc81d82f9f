package org.weir.sync;

/**
 * The holding of a lock that may have been taken from a dead owner: made by {@link RobustLock#recover}, ended by
 * {@link #close}.
 *
 * <pre>{@code
 * try {
 *     lock.lock();
 * } catch (OwnerDiedException died) {
 *     try (Recovery recovery = lock.recover(Duration.ofSeconds(1))) {
 *         repair();
 *         recovery.consistent();
 *     }
 *     lock.lock();
 * }
 * }</pre>
 *
 * <p>Belongs to the thread that got it. If that one's process dies before {@link #close}, the lock is abandoned again.
 */
public final class Recovery implements AutoCloseable {

    private final RobustLock lock;
    private final boolean wasAbandoned;
    private boolean closed;

    Recovery(RobustLock lock, boolean wasAbandoned) {
        this.lock = lock;
        this.wasAbandoned = wasAbandoned;
    }

    /**
     * Whether the lock was abandoned. If it was not, because another process recovered it first, there is nothing to
     * repair, and this is an ordinary holding of the lock.
     */
    public boolean wasAbandoned() {
        return wasAbandoned;
    }

    /**
     * Says that what the lock protects is in order: the lock is in normal use again, and still held. Saying it again,
     * or where there was nothing to repair, changes nothing.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     */
    public void consistent() {
        lock.requireHeld("say that it is consistent");
        lock.makeConsistent();
    }

    /**
     * Gives the lock back. Without {@link #consistent} before, a lock that was abandoned is then broken for good, and
     * every attempt to take it throws {@link BrokenLockException}. Closing again does nothing.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     */
    @Override
    public void close() {
        if (!closed) {
            lock.unlock();
            closed = true;
        }
    }

    @Override
    public String toString() {
        return "Recovery of " + lock;
    }
}
