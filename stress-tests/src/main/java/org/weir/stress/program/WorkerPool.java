package org.weir.stress.program;

import org.jspecify.annotations.Nullable;
import org.weir.process.JvmProcess;
import org.weir.process.ProcessPool;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A pool that a JVM opens once, before the first sample, and uses in all samples; it ends with that JVM. */
public final class WorkerPool {
    private static final AtomicReference<@Nullable ProcessPool> OPEN = new AtomicReference<>();

    private WorkerPool() {}

    /**
     * Starts the workers, ordinary JVMs on all CPUs, and waits for the first of them. Called once.
     *
     * @return how many there are, as a text
     */
    public static String open(int workers) throws Exception {
        Program.useAllCpus();
        ProcessPool pool = ProcessPool.builder().workers(workers).workersLike(WorkerPool::plain).open();
        pool.apply(() -> 0);
        OPEN.set(pool);
        return String.valueOf(workers);
    }

    /** The pool of this JVM. */
    public static ProcessPool get() {
        return Optional.ofNullable(OPEN.get())
                .orElseThrow(() -> new IllegalStateException("WorkerPool.open comes first"));
    }

    private static JvmProcess plain(JvmProcess worker) {
        return worker.inheritJvmArgs(false);
    }
}
