package org.weir.stress.seeds;

import org.weir.os.Affinity;
import org.weir.process.JvmProcess;
import org.weir.process.StartMethod;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Starting processes and taking the time. */
final class Starts {
    /** A standby that was asked for is ready after about as long. */
    private static final long STANDBY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private Starts() {}

    /** Undoes the binding of a worker to one CPU, which its children would inherit. */
    static void useAllCpus() throws IOException {
        Affinity.set(
                IntStream.range(0, Runtime.getRuntime().availableProcessors()).boxed().collect(Collectors.toSet()));
    }

    /** How long a process that does nothing takes from its start to the return of its join, in nanoseconds. */
    static long timed(StartMethod method) throws IOException, InterruptedException {
        JvmProcess process = JvmProcess.of(Starts::nothing).startMethod(method);
        if (method == StartMethod.WARM) {
            process.keepWarm(1);
            LockSupport.parkNanos(STANDBY_NANOS);
        }
        long start = System.nanoTime();
        process.start().join();
        long taken = System.nanoTime() - start;
        if (method == StartMethod.WARM) {
            JvmProcess.of(Starts::nothing).startMethod(method).keepWarm(0);
        }
        return taken;
    }

    private static void nothing() {}
}
