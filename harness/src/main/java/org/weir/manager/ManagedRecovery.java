package org.weir.manager;

/**
 * The holding of a lock that may have been taken from a dead owner: made by {@link ManagedLock#recover}, ended by
 * {@link #close}. Belongs to the thread that got it.
 */
public final class ManagedRecovery implements AutoCloseable {

    private final ManagedLock lock;
    private final boolean abandoned;
    private boolean closed;

    ManagedRecovery(ManagedLock lock, boolean abandoned) {
        this.lock = lock;
        this.abandoned = abandoned;
    }

    /** Whether the lock was abandoned. If not, there is nothing to repair, and this is an ordinary holding of it. */
    public boolean wasAbandoned() {
        return abandoned;
    }

    /** Says that what the lock protects is in order: the lock is in normal use again, and still held. */
    public void consistent() {
        Object _ = lock.remote().call("consistent");
    }

    /** Gives the lock back; without {@link #consistent} before, one that was abandoned is then broken for good. */
    @Override
    public void close() {
        if (!closed) {
            lock.unlock();
            closed = true;
        }
    }
}
