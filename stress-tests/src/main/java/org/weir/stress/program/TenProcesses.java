package org.weir.stress.program;

import org.jspecify.annotations.Nullable;
import org.weir.memory.RawValue;
import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessBarrier;
import org.weir.sync.ProcessLock;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Ten processes with a lock and an int in shared memory, as the documents start them. A scenario has at most eight actors, so
 * they are the children of a {@link Program}; and because starting ten JVMs takes longer than what they do, they live on from
 * one sample to the next, and meet at a barrier before and after each.
 */
public final class TenProcesses {
    private static final int PROCESSES = 10;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final AtomicReference<@Nullable TenProcesses> STARTED = new AtomicReference<>();

    private final ProcessLock lock = ProcessLock.create();
    private final RawValue<Integer> value = RawValue.create(ValueType.INT, 0);
    private final ProcessBarrier barrier = ProcessBarrier.create(PROCESSES + 1);

    private TenProcesses() {}

    /** What each of the processes does in a sample. */
    @FunctionalInterface
    public interface Task extends Serializable {
        /** Runs in each of the ten. */
        void run(ProcessLock lock, RawValue<Integer> value) throws InterruptedException;
    }

    /** Starts the program and its ten processes; before the first sample. */
    public static void start(Task task) throws IOException, InterruptedException {
        Program.open();
        Program.prepare(() -> {
            TenProcesses ten = new TenProcesses();
            for (int i = 0; i < PROCESSES; i++) {
                JvmProcess.of(TenProcesses::work, ten.lock, ten.value, new Work(ten.barrier, task))
                        .daemon(true)
                        .start();
            }
            STARTED.set(ten);
            return "";
        });
        long giveUp = System.nanoTime() + START.toNanos();
        while (!Program.run(() -> String.valueOf(started().barrier.getNumberWaiting())).equals("" + PROCESSES)) {
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException(
                        "not all of the ten processes were there after " + START.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Sets the value to 0, has all ten do their task at once, and returns the value when all are done. */
    public static int total() throws IOException, InterruptedException {
        return Integer.parseInt(Program.run(() -> started().sample()));
    }

    private static TenProcesses started() {
        return Optional.ofNullable(STARTED.get()).orElseThrow();
    }

    private String sample() throws InterruptedException, BrokenBarrierException {
        value.set(0);
        barrier.await(PATIENCE);
        barrier.await(PATIENCE);
        return String.valueOf(value.get());
    }

    /** What is sent to each process. */
    private record Work(ProcessBarrier barrier, Task task) implements Serializable {}

    private static void work(ProcessLock lock, RawValue<Integer> value, Work work)
            throws InterruptedException, BrokenBarrierException {
        while (true) {
            work.barrier.await();
            work.task.run(lock, value);
            work.barrier.await();
        }
    }
}
