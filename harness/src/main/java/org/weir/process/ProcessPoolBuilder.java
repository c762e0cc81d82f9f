package org.weir.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What a {@link ProcessPool} can be made with. For one thread. */
public final class ProcessPoolBuilder {

    static final Duration NO_LIMIT = Duration.ofSeconds(Long.MAX_VALUE);

    private int workers = JvmProcess.cpuCount();
    private Pool.Action initializer = () -> {};
    private int maxTasksPerChild = Integer.MAX_VALUE;
    private Duration taskTimeout = NO_LIMIT;
    private UnaryOperator<JvmProcess> configuration = UnaryOperator.identity();

    ProcessPoolBuilder() {}

    /**
     * How many workers: as many as there are processors, unless set.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public ProcessPoolBuilder workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A pool has at least 1 worker, got " + count + ".");
        }
        workers = count;
        return this;
    }

    /** Runs in each worker before its first task; if it throws, the pool is broken. */
    public ProcessPoolBuilder initializer(Pool.Action action) {
        initializer = Objects.requireNonNull(action, "initializer");
        return this;
    }

    /**
     * How many tasks a worker is given before another takes its place: without a limit, unless set. A chunk of a map is
     * one task.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public ProcessPoolBuilder maxTasksPerChild(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A worker is given at least 1 task, got " + count + ".");
        }
        maxTasksPerChild = count;
        return this;
    }

    /**
     * For how long a task may run, or a chunk of a map, before its worker is killed for it: without a limit, unless set.
     * The future fails with {@link TaskTimeoutException}.
     *
     * @throws IllegalArgumentException if that is zero or less
     */
    public ProcessPoolBuilder taskTimeout(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("A task needs some time, got " + limit + ".");
        }
        taskTimeout = limit;
        return this;
    }

    /** What else is set on the process of each worker, such as its start method or options. Its name is the pool's. */
    public ProcessPoolBuilder workersLike(UnaryOperator<JvmProcess> configure) {
        configuration = Objects.requireNonNull(configure, "configure");
        return this;
    }

    /**
     * Starts the workers.
     *
     * @throws IOException if one cannot be started; none is left
     */
    public ProcessPool open() throws IOException {
        return ProcessPool.open(new ProcessPool.Settings(workers, initializer, maxTasksPerChild, taskTimeout,
                configuration));
    }
}
