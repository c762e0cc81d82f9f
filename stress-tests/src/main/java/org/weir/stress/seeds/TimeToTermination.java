package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.process.StartMethod;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.scenario.Sweep;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from {@code terminate()} until the process has ended and was joined, by the way in which it was started;
 * and, for comparison, from the interrupt of a thread until that has ended.
 *
 * <p>
 * A process that is terminated gets SIGTERM, runs its shutdown hooks and ends; how it came into being should not matter, and
 * what it costs beside a thread is what the curve shows. The process waits for nothing in particular when it is terminated.
 *
 * <p>
 * One sample is one process, or one thread. The height is in microseconds: the median and the 5% and 95% quantiles. A sample
 * of {@code SPAWN} is mostly the start of a JVM, so there are some tens of them and the quantiles are rough; a {@code WARM}
 * one may have been spawned if no standby was ready, which makes no difference here.
 *
 * <pre>{@code
 * ./weir run TimeToTermination
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("60s")
@Description("Microseconds from terminate() to the return of join, by start method, beside a thread.")
@Claim(id = "SD18-time", value = "A process that is terminated ends and can be joined, whatever its start method.", held = "\\d+")
@Sweep(param = "method", label = "time to termination", valueUnit = "us")
@Ref("seed 002, Multiprocessing: \"Terminating a process: P.terminate()\" (SD18); spawn, fork, forkserver (SD15)")
@Outcome(id = "\\d+", expect = ACCEPTABLE, desc = "It ended after so many microseconds.")
@Outcome(expect = FORBIDDEN, desc = "It did not end.")
public class TimeToTermination {
    final SharedFile running = SharedFile.absent();
    private final Method method;

    /** How what is terminated was started. */
    public enum Method {
        THREAD, WARM, SPAWN
    }

    /** @param method how what is terminated was started */
    public TimeToTermination(@Param Method method) {
        this.method = method;
    }

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        long nanos = method == Method.THREAD ? thread() : process(StartMethod.valueOf(method.name()));
        r.r1 = (int) TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private static long thread() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            runs.countDown();
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
        });
        runs.await();
        long start = System.nanoTime();
        thread.interrupt();
        thread.join();
        return System.nanoTime() - start;
    }

    private long process(StartMethod how) throws IOException, InterruptedException {
        String file = running.path().toString();
        JvmProcess process = JvmProcess.of(TimeToTermination::stay, file).inheritJvmArgs(false).startMethod(how);
        if (how == StartMethod.WARM) {
            process.keepWarm(1);
        }
        process.start();
        while (Lines.of(file).isEmpty()) {
            LockSupport.parkNanos(100_000);
        }
        long start = System.nanoTime();
        process.terminate();
        process.join();
        return System.nanoTime() - start;
    }

    private static void stay(String file) throws IOException, InterruptedException {
        Lines.add(file, "runs");
        Survivors.stay();
    }
}
