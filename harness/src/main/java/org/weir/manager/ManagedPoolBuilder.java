package org.weir.manager;

import org.weir.process.Pool;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** What a {@link ManagedPool} can be made with; from {@link Manager#poolBuilder}. For one thread. */
public final class ManagedPoolBuilder {

    private final Function<PoolPlan, ManagedPool> maker;
    private int workers;
    private Pool.Action initializer = () -> {};
    private int maxTasksPerChild;
    private Duration taskTimeout = Duration.ZERO;

    ManagedPoolBuilder(Function<PoolPlan, ManagedPool> maker) {
        this.maker = maker;
    }

    /**
     * How many workers: as many as the server has processors, unless set.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public ManagedPoolBuilder workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A pool has at least 1 worker, got " + count + ".");
        }
        workers = count;
        return this;
    }

    /**
     * Runs in each worker before its first task; if it throws, the pool is broken. It may hold proxies. If tasks are to use
     * proxies and the server has TLS that {@link org.weir.channel.Tls#system()} does not trust, it has to call
     * {@link Manager#connect(java.net.SocketAddress, org.weir.channel.AuthKey, org.weir.channel.Tls)}, and hold none itself.
     */
    public ManagedPoolBuilder initializer(Pool.Action action) {
        initializer = Objects.requireNonNull(action, "initializer");
        return this;
    }

    /**
     * How many tasks a worker is given before another takes its place: without a limit, unless set. A chunk of a map is
     * one task.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public ManagedPoolBuilder maxTasksPerChild(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A worker is given at least 1 task, got " + count + ".");
        }
        maxTasksPerChild = count;
        return this;
    }

    /**
     * For how long a task may run, or a chunk of a map, before its worker is killed for it: without a limit, unless set.
     * The future fails with {@link org.weir.process.TaskTimeoutException}.
     *
     * @throws IllegalArgumentException if that is zero or less
     */
    public ManagedPoolBuilder taskTimeout(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("A task needs some time, got " + limit + ".");
        }
        taskTimeout = limit;
        return this;
    }

    /**
     * Starts the workers, as children of the server.
     *
     * @throws org.weir.process.UnserializableTargetException if the initializer cannot be sent
     * @throws RemoteCallException if a worker cannot be started; none is left
     */
    public ManagedPool open() {
        return maker.apply(new PoolPlan(workers, initializer, maxTasksPerChild, taskTimeout));
    }
}
