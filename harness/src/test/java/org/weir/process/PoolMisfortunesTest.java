package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** What happens to workers and tasks does not keep a pool from going on, or from ending. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PoolMisfortunesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    /** More than the clock's demands of some hundred ticks take. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(3);
    private static final int LARGE = 32 << 20;
    private static final AtomicReference<@Nullable ProcessPool> TO_BE_ENDED = new AtomicReference<>();

    private @Nullable ProcessPool pool;

    private ProcessPool open(ProcessPoolBuilder builder) throws IOException {
        ProcessPool opened = builder.open();
        pool = opened;
        return opened;
    }

    /** Does not wait for a pool that hangs. */
    @AfterEach
    void end() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> soon(future)).getCause());
    }

    private static void awaitFile(String file) {
        await().atMost(LONG).until(() -> Files.exists(Path.of(file)));
    }

    // ---- interrupts

    @Test
    void shouldKeepAWorkerWhoseTasksLeaveItsThreadInterrupted() throws Exception {
        ProcessPool pool = open(ProcessPool.builder()
                .workers(1)
                .initializer(() -> Thread.currentThread().interrupt()));
        List<Integer> results = soon(pool.mapAsync(x -> {
            boolean before = Thread.currentThread().isInterrupted();
            Thread.currentThread().interrupt();
            return before ? -1 : x;
        }, List.of(0, 1, 2, 3), 1));
        CompletableFuture<Integer> failed = pool.submit(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("as it was thrown");
        });

        assertEquals(List.of(0, 1, 2, 3), results);
        Children.assertSays(assertInstanceOf(IllegalStateException.class, failure(failed)), "as it was thrown");
        assertFalse(soon(pool.submit(() -> Thread.currentThread().isInterrupted())));
    }

    @Test
    void shouldKeepAWorkerThatIsInterruptedWhileItHasNothingToDo(@TempDir Path directory) throws Exception {
        String interrupted = directory.resolve("interrupted").toString();
        ProcessPool pool = open(ProcessPool.builder().workers(1));
        long worker = soon(pool.submit(() -> {
            Thread main = Thread.currentThread();
            Thread.ofPlatform().daemon().start(() -> interruptWhenItWaits(main, interrupted));
            return ProcessHandle.current().pid();
        }));
        awaitFile(interrupted);

        await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> pool.pids().contains(worker));
        assertEquals(worker, soon(pool.submit(() -> ProcessHandle.current().pid())));
    }

    private static void interruptWhenItWaits(Thread main, String interrupted) {
        await().atMost(LONG)
                .until(() -> List.of(main.getStackTrace())
                        .stream()
                        .anyMatch(frame -> "recvBytes".equals(frame.getMethodName())));
        main.interrupt();
        try {
            Files.createFile(Path.of(interrupted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- processes that the user has closed

    @Test
    void shouldReplaceAWorkerWhoseProcessTheUserHasClosedBeforeThePoolKnowsOfItsEnd(@TempDir Path directory)
            throws Exception {
        String go = directory.resolve("go").toString();
        String begun = directory.resolve("begun").toString();
        ProcessPool pool = open(ProcessPool.builder().workers(1));
        CompletableFuture<Long> first = pool.submit(() -> {
            awaitFile(go);
            return ProcessHandle.current().pid();
        });
        JvmProcess process = pool.processes().getFirst();
        CompletableFuture<Void> closed = first.thenRun(() -> closeOnce(begun, process));
        CompletableFuture<Integer> victim = pool.submit(() -> {
            Files.createFile(Path.of(begun));
            return PoolConformance.sleepForEver();
        });
        Files.createFile(Path.of(go));

        soon(closed);

        WorkerDiedException died = assertInstanceOf(WorkerDiedException.class, failure(victim));
        Children.assertSays(died, process.name(), "" + soon(first));
        assertEquals(5, soon(pool.submit(() -> 5)));
    }

    /** On the thread that the pool has for this worker. */
    private static void closeOnce(String begun, JvmProcess process) {
        awaitFile(begun);
        process.kill();
        await().atMost(LONG).until(() -> !process.isAlive());
        process.close();
    }

    // ---- the clock

    @Test
    void shouldKillAStoppedWorkerOfALateTaskBehindWhichOthersWait() throws Exception {
        ProcessPool pool = open(ProcessPool.builder().workers(1).taskTimeout(TASK_TIMEOUT));
        int tasks = 600;
        CompletableFuture<List<Integer>> results = pool.mapAsync(x -> {
            if (x == tasks / 2) {
                Processes.send(ProcessHandle.current().pid(), Signal.SIGSTOP);
                new CountDownLatch(1).await();
            }
            return x;
        }, IntStream.range(0, tasks).boxed().toList(), 1);

        assertInstanceOf(TaskTimeoutException.class, failure(results));
        assertEquals(1, soon(pool.submit(() -> 1)));
    }

    // ---- tasks that cannot be sent

    @Test
    void shouldFailATaskThatThereIsNoMemoryToSendAndGoOn(@TempDir Path directory) throws Exception {
        String begun = directory.resolve("begun").toString();
        String go = directory.resolve("go").toString();
        JvmProcess process = JvmProcess.of(() -> sendWithoutMemory(begun, go))
                .inheritJvmArgs(false)
                .jvmArgs("-Xmx256m", "-XX:+UseSerialGC");
        process.start();
        try {
            boolean ended = process.join(LONG);
            assertTrue(ended, "it hangs");
            assertEquals(OptionalInt.of(0), process.exitCode());
        } finally {
            process.kill();
        }
    }

    private static void sendWithoutMemory(String begun, String go) throws Exception {
        try (ProcessPool pool = ProcessPool.of(1)) {
            CompletableFuture<Integer> first = pool.submit(_ -> {
                Files.createFile(Path.of(begun));
                awaitFile(go);
                return -1;
            }, new byte[0]);
            awaitFile(begun);
            PoolIterator<Integer> lengths = pool.imap(bytes -> bytes.length, List.of(new byte[LARGE], new byte[3]));
            List<byte[]> hoard = new ArrayList<>();
            try {
                while (true) {
                    hoard.add(new byte[LARGE / 4]);
                }
            } catch (OutOfMemoryError _) {
                Files.createFile(Path.of(go));
            }
            assertThrows(OutOfMemoryError.class, () -> lengths.next(LONG));
            hoard.clear();
            assertEquals(3, lengths.next(LONG), "what " + hoard + " has displaced goes by its own function");
            assertEquals(-1, soon(first));
        }
    }

    // ---- the end

    /** Has the pool ended by the thread that starts the worker that this is sent to. */
    private static final class EndsAtTheStart implements Pool.Action {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {}

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            ProcessPool pool = TO_BE_ENDED.getAndSet(null);
            if (pool != null) {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void shouldTerminateWhenItIsEndedWhileAWorkerIsBeingStarted() throws Exception {
        ProcessPool pool = open(ProcessPool.builder().workers(1).initializer(new EndsAtTheStart()));
        long worker = soon(pool.submit(() -> ProcessHandle.current().pid()));
        TO_BE_ENDED.set(pool);

        ProcessHandle.of(worker).orElseThrow().destroyForcibly();

        assertTrue(pool.awaitTermination(LONG));
        assertEquals(List.of(), pool.processes());
    }

    private static final class Nobody implements PoolWorker.Listener {
        @Override
        public void answered(PoolWorker worker, PoolFrame frame) {}

        @Override
        public void ended(PoolWorker worker, ExitStatus status) {}
    }

    @Test
    void shouldSayThatAWorkerWasNotStartedThatWasKilledBefore() throws Exception {
        ProcessPool.Settings settings = new ProcessPool.Settings(1, () -> {}, 1, ProcessPoolBuilder.NO_LIMIT,
                process -> process);
        PoolWorker worker = PoolWorker.create(settings, "unborn", new Nobody());
        worker.kill();
        assertFalse(worker.start());
        assertFalse(worker.process().isAlive());
    }

    private static void failWhenThereIs(String file) {
        if (Files.exists(Path.of(file))) {
            throw new IllegalStateException("no database");
        }
    }

    @Test
    void shouldFailWhatOtherWorkersAreAtByItsBreakdownWhenItBreaks(@TempDir Path directory) throws Exception {
        String bad = directory.resolve("bad").toString();
        String begun = directory.resolve("begun").toString();
        ProcessPool pool = open(ProcessPool.builder().workers(2).initializer(() -> failWhenThereIs(bad)));
        CompletableFuture<Long> task = pool.submit(() -> {
            Files.writeString(Path.of(begun), "" + ProcessHandle.current().pid());
            return PoolConformance.sleepForEver() + 0L;
        });
        await().atMost(LONG).until(() -> Files.exists(Path.of(begun)) && Files.size(Path.of(begun)) > 0);
        await().atMost(LONG).until(() -> pool.pids().size() == 2);
        long busy = Long.parseLong(Files.readString(Path.of(begun)));
        Files.createFile(Path.of(bad));

        pool.pids()
                .stream()
                .filter(pid -> pid != busy)
                .forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

        Children.assertSays(assertInstanceOf(BrokenPoolException.class, failure(task)), "no database");
        assertTrue(pool.awaitTermination(LONG));
    }
}
