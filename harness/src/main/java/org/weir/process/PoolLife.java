package org.weir.process;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How far a pool is on its way from taking tasks to its end, and whether it is broken. Guarded by the scheduler's lock,
 * save for the last step, {@link #terminate}, and those who ask about it.
 */
final class PoolLife {

    private final String pool;
    private final CountDownLatch terminated = new CountDownLatch(1);
    private Phase phase = Phase.RUNNING;
    private Optional<Throwable> broken = Optional.empty();

    private enum Phase {
        RUNNING, DRAINING, KILLED
    }

    PoolLife(String pool) {
        this.pool = pool;
    }

    /** @throws RejectedExecutionException if the pool takes no tasks any more */
    void requireRunning() {
        if (broken.isPresent()) {
            throw brokenException(broken.get());
        }
        if (phase != Phase.RUNNING) {
            throw new RejectedExecutionException("The pool " + pool + " is shut down; it takes no tasks any more.");
        }
    }

    /** What becomes of tasks because of {@code cause}; an exception of its own for each. */
    BrokenPoolException brokenException(Throwable cause) {
        return new BrokenPoolException("The pool " + pool + " is broken: " + cause.getMessage(), cause);
    }

    /** Whether it takes tasks, unless it is broken. */
    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** Whether it does what it has, and takes no more. */
    boolean isDraining() {
        return phase == Phase.DRAINING;
    }

    boolean isKilled() {
        return phase == Phase.KILLED;
    }

    /** Whether tasks that wait will be done. */
    boolean hasFuture() {
        return phase != Phase.KILLED && broken.isEmpty();
    }

    /** Takes no tasks any more. */
    void drain() {
        if (phase == Phase.RUNNING) {
            phase = Phase.DRAINING;
        }
    }

    void kill() {
        phase = Phase.KILLED;
    }

    /** Cannot have workers; the first cause stays. */
    void breakDown(Throwable cause) {
        if (broken.isEmpty()) {
            broken = Optional.of(cause);
        }
    }

    /** Why it cannot have workers; empty if it is not broken. */
    Optional<Throwable> breakdown() {
        return broken;
    }

    /** Nothing is left of it. */
    void terminate() {
        terminated.countDown();
    }

    boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        return terminated.await(nanos, TimeUnit.NANOSECONDS);
    }
}
