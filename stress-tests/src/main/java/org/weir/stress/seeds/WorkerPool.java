package org.weir.stress.seeds;

import org.jspecify.annotations.Nullable;
import org.weir.process.ProcessPool;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A pool that a scenario's JVM opens once and uses in all its samples; it ends with that JVM. */
final class WorkerPool {
    private static final AtomicReference<@Nullable ProcessPool> OPEN = new AtomicReference<>();

    private WorkerPool() {}

    /** Starts the workers. Called once. */
    static void open(int workers) throws IOException {
        OPEN.set(ProcessPool.of(workers));
    }

    static ProcessPool get() {
        return Optional.ofNullable(OPEN.get()).orElseThrow();
    }
}
