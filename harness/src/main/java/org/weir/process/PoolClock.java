package org.weir.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Looks at the workers of a pool that have tasks every few milliseconds, and sleeps while there are none. Asks back what
 * waits behind a long task, and kills a worker whose task runs for too long.
 */
final class PoolClock {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReentrantLock lock;
    private final Condition busy;
    private final List<PoolWorker> workers;
    private final boolean limited;
    private final long limitNanos;
    private boolean watching;

    /**
     * A clock that does not run yet.
     *
     * @param lock the scheduler's, which guards the workers, their loads and this
     * @param workers those that there are now
     */
    PoolClock(ReentrantLock lock, List<PoolWorker> workers, ProcessPool.Settings settings) {
        this.lock = lock;
        this.workers = workers;
        busy = lock.newCondition();
        limited = settings.hasTaskTimeout();
        limitNanos = limited ? Times.nanos(settings.taskTimeout()) : Long.MAX_VALUE;
    }

    /** Starts a thread that runs until {@code over}. */
    void start(String pool, BooleanSupplier over) {
        Thread.ofPlatform().daemon().name("weir-clock-" + pool).start(() -> watch(over));
    }

    /** Guarded: {@code worker} was given a task. */
    void given(PoolWorker worker) {
        if (!watching && isToBeWatched(worker)) {
            watching = true;
            busy.signal();
        }
    }

    /** Guarded: has the clock look whether it is to end. */
    void wake() {
        busy.signal();
    }

    private boolean isToBeWatched(PoolWorker worker) {
        return worker.load.size() > 1 || (limited && !worker.load.isEmpty());
    }

    private void watch(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            List<PoolWorker> hoarding = new ArrayList<>();
            List<PoolWorker> late = new ArrayList<>();
            lock.lock();
            try {
                watching = workers.stream().anyMatch(this::isToBeWatched);
                if (!watching) {
                    long _ = busy.awaitNanos(TimeUnit.SECONDS.toNanos(1));
                }
                for (PoolWorker worker : workers) {
                    switch (worker.load.look(worker.currentTask(), limitNanos)) {
                        case HOARDS -> hoarding.add(worker);
                        case IS_LATE -> late.add(worker);
                        case NOTHING -> {
                        }
                    }
                }
            } catch (InterruptedException _) {
                // Nobody may end this thread.
            } finally {
                lock.unlock();
            }
            late.forEach(PoolWorker::kill);
            hoarding.forEach(PoolWorker::demandReturn);
            LockSupport.parkNanos(TICK_NANOS);
        }
    }
}
