package org.weir.manager;

import org.weir.process.Pool;
import org.weir.process.PoolBuilder;

import java.util.function.Function;

/** What a {@link ManagedPool} can be made with; from {@link Manager#poolBuilder}. For one thread. */
public final class ManagedPoolBuilder extends PoolBuilder<ManagedPoolBuilder> {

    private final Function<PoolPlan, ManagedPool> maker;

    ManagedPoolBuilder(Function<PoolPlan, ManagedPool> maker) {
        this.maker = maker;
    }

    @Override
    protected ManagedPoolBuilder self() {
        return this;
    }

    /**
     * Runs in each worker before its first task; if it throws, the pool is broken. It may hold proxies.
     *
     * <p>Workers of a manager with TLS that was started by {@link Manager#start} reach it by its
     * {@linkplain Manager#tls factory}. If it was started by {@link Manager#serve}, tasks are to use proxies, and
     * {@link org.weir.channel.Tls#system()} does not trust it, {@code action} has to call
     * {@link Manager#connect(java.net.SocketAddress, org.weir.channel.AuthKey, org.weir.channel.Tls)}, and hold none itself.
     */
    @Override
    public ManagedPoolBuilder initializer(Pool.Action action) {
        return super.initializer(action);
    }

    /**
     * Starts the workers, as children of the server.
     *
     * @throws org.weir.process.UnserializableTargetException if the initializer cannot be sent
     * @throws RemoteCallException if a worker cannot be started; none is left
     */
    public ManagedPool open() {
        return maker.apply(new PoolPlan(workerCount(), initialAction(), taskCount(), taskLimit()));
    }
}
