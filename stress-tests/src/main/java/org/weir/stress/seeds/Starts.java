package org.weir.stress.seeds;

import org.weir.process.JvmProcess;
import org.weir.process.StartMethod;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starting processes and taking the time. The processes have not the compiler options of the worker that starts them. */
final class Starts {
    /** A standby that was asked for is ready after about as long, on a machine that is not busy. */
    private static final long STANDBY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int TRIES = 20;

    private Starts() {}

    /** Has a standby started for the next process, if the method takes one. */
    static void prepare(StartMethod method) throws IOException {
        if (method == StartMethod.WARM) {
            process(method).keepWarm(1);
        }
    }

    /**
     * How long a process that does nothing takes from its start to the return of its join, in nanoseconds. For a standby that
     * was not ready, and so was a fresh process, the next one is waited for.
     */
    static long timed(StartMethod method) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (method == StartMethod.WARM) {
                LockSupport.parkNanos(STANDBY_NANOS);
            }
            JvmProcess process = process(method);
            long start = System.nanoTime();
            process.start().join();
            long taken = System.nanoTime() - start;
            if (process.startMethod() == method) {
                return taken;
            }
        }
        throw new IllegalStateException("no standby was ready in " + TRIES + " tries");
    }

    private static JvmProcess process(StartMethod method) {
        return JvmProcess.of(Starts::nothing).inheritJvmArgs(false).startMethod(method);
    }

    private static void nothing() {}
}
