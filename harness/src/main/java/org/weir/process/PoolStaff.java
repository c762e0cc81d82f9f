package org.weir.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The workers of a pool: how they come and go, and which of them is to have the next task. What is said to be guarded is
 * guarded by the scheduler's lock, which the other methods take.
 */
final class PoolStaff {

    private static final int FALSE_STARTS = 3;

    private final ReentrantLock lock;
    private final PoolLife life;
    private final ProcessPool.Settings settings;
    private final String pool;
    /** Guarded. */
    private final List<PoolWorker> workers = new ArrayList<>();
    /** Guarded. */
    private int launched;
    /** Guarded: how many have ended without having been ready since the last that was. */
    private int falseStarts;

    /** Nobody yet. */
    PoolStaff(ReentrantLock lock, PoolLife life, ProcessPool.Settings settings, String pool) {
        this.lock = lock;
        this.life = life;
        this.settings = settings;
        this.pool = pool;
    }

    /** Starts a worker, which tells {@code listener} what it answers, unless the pool is killed. */
    void hire(PoolWorker.Listener listener) throws IOException {
        PoolWorker worker;
        lock.lock();
        try {
            if (life.isKilled()) {
                return;
            }
            launched++;
            worker = PoolWorker.create(settings, pool + "-worker-" + launched, listener);
            workers.add(worker);
        } finally {
            lock.unlock();
        }
        boolean started = false;
        try {
            started = worker.start();
        } finally {
            if (!started) {
                dismiss(worker);
            }
        }
    }

    /** It was not started: the end of the pool may have come before, and waits for it. */
    private void dismiss(PoolWorker worker) {
        boolean over;
        lock.lock();
        try {
            workers.remove(worker);
            over = workers.isEmpty() && life.isKilled();
        } finally {
            lock.unlock();
        }
        if (over) {
            life.terminate();
        }
    }

    /** How many there are to be. */
    int size() {
        return settings.workers();
    }

    /** The processes of those that there are now. */
    List<JvmProcess> processes() {
        return now().stream().map(PoolWorker::process).toList();
    }

    /** The ids of the processes that live now. */
    List<Long> pids() {
        return now().stream().filter(PoolWorker::isAlive).map(PoolWorker::pid).toList();
    }

    private List<PoolWorker> now() {
        lock.lock();
        try {
            return List.copyOf(workers);
        } finally {
            lock.unlock();
        }
    }

    /** Guarded, also while it is read: those that there are at any moment. */
    List<PoolWorker> all() {
        return Collections.unmodifiableList(workers);
    }

    /** Guarded: the worker that is to have {@code task}: an idle one, else the least loaded of those it may be sent ahead to. */
    Optional<PoolWorker> taker(PoolTask task) {
        PoolWorker best = null;
        for (PoolWorker worker : workers) {
            if (!worker.ready || worker.stopping || worker.load.isTimedOut() || hasHadAll(worker)) {
                continue;
            }
            if (worker.load.isEmpty()) {
                return Optional.of(worker);
            }
            if (worker.load.mayBeAhead(task) && (best == null || worker.load.size() < best.load.size())) {
                best = worker;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean hasHadAll(PoolWorker worker) {
        return worker.load.given() >= settings.maxTasksPerChild();
    }

    /** Guarded: whether {@code worker} has just done its last task and is to be stopped. */
    boolean isRetired(PoolWorker worker) {
        boolean retired = hasHadAll(worker) && worker.load.isEmpty() && !worker.stopping;
        worker.stopping |= retired;
        return retired;
    }

    /** Guarded: those who have nothing to do, and are to be stopped. */
    List<PoolWorker> dismissIdle() {
        List<PoolWorker> idle = workers.stream()
                .filter(worker -> worker.ready && !worker.stopping && worker.load.isEmpty())
                .toList();
        idle.forEach(worker -> worker.stopping = true);
        return idle;
    }

    /** Guarded: {@code worker} has said that it is ready. */
    void ready(PoolWorker worker) {
        worker.ready = true;
        falseStarts = 0;
    }

    /** Guarded: the process of {@code worker} has ended. */
    void ended(PoolWorker worker) {
        workers.remove(worker);
        falseStarts += worker.ready ? 0 : 1;
    }

    /** Guarded: whether so many ended before they were ready that another would too. */
    boolean isHopeless() {
        return falseStarts >= FALSE_STARTS;
    }
}
