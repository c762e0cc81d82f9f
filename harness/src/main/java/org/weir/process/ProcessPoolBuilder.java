package org.weir.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What a {@link ProcessPool} can be made with. For one thread. */
public final class ProcessPoolBuilder extends PoolBuilder<ProcessPoolBuilder> {

    static final Duration NO_LIMIT = Duration.ofSeconds(Long.MAX_VALUE);

    private UnaryOperator<JvmProcess> configuration = UnaryOperator.identity();

    ProcessPoolBuilder() {}

    @Override
    protected ProcessPoolBuilder self() {
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
        return ProcessPool.open(new ProcessPool.Settings(workerCount() == 0 ? JvmProcess.cpuCount() : workerCount(),
                initialAction(), taskCount() == 0 ? Integer.MAX_VALUE : taskCount(), taskLimit().isZero() ? NO_LIMIT
                        : taskLimit(),
                configuration));
    }
}
