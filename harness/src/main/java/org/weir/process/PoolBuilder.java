package org.weir.process;

import java.time.Duration;
import java.util.Objects;

/**
 * What every kind of {@link Pool} can be made with. For one thread.
 *
 * @param <B> the kind's own builder
 */
public abstract class PoolBuilder<B extends PoolBuilder<B>> {

    private int workers;
    private Pool.Action initializer = () -> {};
    private int maxTasksPerChild;
    private Duration taskTimeout = Duration.ZERO;

    /** Nothing is set. */
    protected PoolBuilder() {}

    /** This. */
    protected abstract B self();

    /**
     * How many workers: as many as there are processors where they run, unless set.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public B workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A pool has at least 1 worker, got " + count + ".");
        }
        workers = count;
        return self();
    }

    /** Runs in each worker before its first task; if it throws, the pool is broken. */
    public B initializer(Pool.Action action) {
        initializer = Objects.requireNonNull(action, "initializer");
        return self();
    }

    /**
     * How many tasks a worker is given before another takes its place: without a limit, unless set. A chunk of a map is
     * one task.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public B maxTasksPerChild(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A worker is given at least 1 task, got " + count + ".");
        }
        maxTasksPerChild = count;
        return self();
    }

    /**
     * For how long a task may run, or a chunk of a map, before its worker is killed for it: without a limit, unless set.
     * The future fails with {@link TaskTimeoutException}.
     *
     * @throws IllegalArgumentException if that is zero or less
     */
    public B taskTimeout(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("A task needs some time, got " + limit + ".");
        }
        taskTimeout = limit;
        return self();
    }

    /** How many workers; 0 unless set. */
    protected final int workerCount() {
        return workers;
    }

    /** What runs in each worker first. */
    protected final Pool.Action initialAction() {
        return initializer;
    }

    /** How many tasks a worker is given; 0 unless set. */
    protected final int taskCount() {
        return maxTasksPerChild;
    }

    /** For how long a task may run; zero unless set. */
    protected final Duration taskLimit() {
        return taskTimeout;
    }
}
