package org.weir.manager;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/**
 * A semaphore in a manager. Its permits have no owner: anybody may release, and the death of a process returns none,
 * except those that were {@link #acquireLease leased}. See {@link ManagedObject} for errors and threads.
 */
public final class ManagedSemaphore extends AbstractProxy {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FOREVER = -1;

    ManagedSemaphore(Remote remote) {
        super(remote);
    }

    /** A permit that comes back when it is closed, or its process ends. */
    public final class Lease implements AutoCloseable {

        private boolean closed;

        private Lease() {}

        /** Gives the permit back. Closing again does nothing. */
        @Override
        public synchronized void close() {
            if (!closed) {
                Object _ = remote().call("endLease");
                closed = true;
            }
        }
    }

    /** Takes a permit, waiting for it. */
    public void acquire() throws InterruptedException {
        Object _ = remote().callWaiting(FOREVER, "acquire", FOREVER);
    }

    /** Takes a permit if there is one. */
    public boolean tryAcquire() {
        return remote().test("acquire", 0L);
    }

    /** Takes a permit, waiting for at most {@code timeout}. */
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        long nanos = nanos(timeout);
        return cast(remote().callWaiting(nanos, "acquire", nanos));
    }

    /** Takes a permit that comes back when this process ends, waiting for at most {@code timeout}; empty after that. */
    public Optional<Lease> acquireLease(Duration timeout) throws InterruptedException {
        long nanos = nanos(timeout);
        boolean leased = cast(remote().callWaiting(nanos, "lease", nanos));
        return leased ? Optional.of(new Lease()) : Optional.empty();
    }

    /**
     * Returns a permit, or adds one.
     *
     * @throws IllegalStateException if it is bounded and has all its permits
     */
    public void release() {
        release(1);
    }

    /**
     * Returns or adds {@code permits}, one or more.
     *
     * @throws IllegalStateException if that were more permits than it is bounded to; nothing changes
     */
    public void release(int permits) {
        Object _ = remote().call("release", permits);
    }

    /** How many permits there are. */
    public int availablePermits() {
        return remote().count("permits");
    }
}
