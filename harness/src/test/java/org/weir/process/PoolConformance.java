package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** What every {@link Pool} does, whoever its workers are children of. Each kind has a subclass. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class PoolConformance {

    /** For what has to happen at some time; generous, because machines are busy. */
    protected static final Duration LONG = Duration.ofSeconds(60);

    /** One pool of two workers for all tests; it outlives what they do to its workers. */
    protected abstract Pool pool();

    /** Another pool, for one test. */
    protected abstract Pool open(int workers) throws Exception;

    protected static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    protected static List<Integer> squares(int count) {
        return IntStream.range(0, count).map(x -> x * x).boxed().toList();
    }

    protected static <T> T soon(Future<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    protected static Throwable failure(Future<?> future) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> soon(future)).getCause());
    }

    protected static void assertSays(Throwable thrown, String... parts) {
        Children.assertSays(thrown, parts);
    }

    protected static int sleepForEver() throws InterruptedException {
        while (true) {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    /** Adds a letter to a file. */
    private static int mark(String file) {
        try {
            Files.writeString(Path.of(file), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return 1;
    }

    private static int markAndSleep(String file) throws InterruptedException {
        return mark(file) + sleepForEver();
    }

    private static void awaitMarks(Path file, int count) {
        await().atMost(LONG).until(() -> Files.exists(file) && Files.size(file) == count);
    }

    @Test
    @Row(value = {"PL01", "PL02", "PL04", "PL10", "PL16", "Z24"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldGiveTheSameResultsAsADirectCallInOrder() throws Exception {
        Pool pool = pool();
        int square = pool.apply(x -> x * x, 7);
        assertEquals(49, square);
        assertEquals("a7", pool.apply(() -> "a" + 7));
        Object nothing = pool.apply(() -> null);
        assertEquals(null, nothing);
        assertEquals(squares(10), pool.map(x -> x * x, range(10)));
        assertEquals(squares(100), pool.map(x -> x * x, range(100), 20));
        assertEquals(squares(100), soon(pool.mapAsync(x -> x * x, range(100))));
        assertEquals(squares(100), soon(pool.mapAsync(x -> x * x, range(100), 1)));
        assertEquals(List.of(), pool.map(x -> x, List.of()));
        assertEquals(List.of(12, 30), pool.starmap((a, b) -> a * b, List.of(Map.entry(3, 4), Map.entry(5, 6))));
        assertEquals(List.of("x1"), soon(pool.starmapAsync((a, b) -> a + b, List.of(Map.entry("x", 1)))));
        assertEquals("kept", soon(pool.submit((Runnable & Serializable) () -> {}, "kept")));
        assertEquals(2, pool.workers());
        await().atMost(LONG).until(() -> pool.pids().size() == 2);
        for (int bad : new int[]{0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> open(bad));
            assertThrows(IllegalArgumentException.class, () -> pool.map(x -> x, List.of(1), bad));
            assertThrows(IllegalArgumentException.class, () -> pool.imap(x -> x, List.of(1), bad));
        }
    }

    @Test
    @Row(value = {"PL05", "PL06", "PL25"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldCallExactlyOneCallbackBeforeTheFutureCompletes() throws Exception {
        AtomicInteger successes = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        AtomicReference<Object> told = new AtomicReference<>();
        soon(pool().mapAsync(x -> x * x, range(5), results -> {
            told.set(results);
            successes.incrementAndGet();
        }, _ -> failures.incrementAndGet()));
        assertEquals(squares(5), told.get());
        Throwable cause = failure(pool().mapAsync(x -> 1 / x, range(5), _ -> successes.incrementAndGet(), thrown -> {
            told.set(thrown);
            failures.incrementAndGet();
        }));
        assertEquals(List.of(1, 1), List.of(successes.get(), failures.get()));
        assertInstanceOf(ArithmeticException.class, cause);
        assertEquals(cause, told.get() instanceof CompletionException wrapped ? wrapped.getCause() : told.get());
    }

    @Test
    @Row(value = {"PL07", "PL09", "PL22"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldThrowWhatTheCallerDidWrongAndStayUsable() throws Exception {
        Pool pool = pool();
        Object unserializable = new Object();
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.map(x -> x.hashCode(), List.of(
                unserializable))), "java.lang.Object");
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.apply(() -> unserializable.hashCode())),
                "java.lang.Object is not Serializable", "local variable");
        for (int failAt : new int[]{0, 5}) {
            Iterable<Integer> bad = () -> new Failing(failAt);
            IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> pool.map(x -> x, bad));
            assertEquals("input", thrown.getMessage());
            assertEquals(0, thrown.getSuppressed().length);
            assertTrue(thrown.getCause() == null);
            assertEquals(squares(3), pool.map(x -> x * x, range(3)));
        }
    }

    /** Gives numbers up to a limit and then fails. */
    private record Failing(int limit, AtomicInteger at) implements Iterator<Integer> {
        Failing(int limit) {
            this(limit, new AtomicInteger());
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Integer next() {
            if (at.get() == limit) {
                throw new IllegalStateException("input");
            }
            return at.getAndIncrement();
        }
    }

    @Test
    void shouldSayHowToWriteALambdaThatGoesThroughTheTypeExecutorService() throws Exception {
        ExecutorService plain = pool();
        String type = pool().getClass().getSimpleName();
        Callable<Integer> lambda = () -> 42;
        assertSays(assertThrows(UnserializableTargetException.class, () -> plain.submit(lambda)), "not Serializable",
                "variable of the type " + type + ", not ExecutorService",
                "(Callable<Integer> & Serializable) () -> 42");
        assertSays(assertThrows(UnserializableTargetException.class, () -> plain.execute(() -> {})), type);
        assertEquals(42, soon(plain.submit((Callable<Integer> & Serializable) () -> 42)));
    }

    @Test
    @Row(value = {"PL12", "PL14", "PL15", "Z25"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldGiveOutResultsAsTheyAreAskedFor() throws Exception {
        Pool pool = pool();
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> counted = () -> IntStream.iterate(0, x -> x + 1)
                .peek(_ -> taken.incrementAndGet())
                .iterator();
        PoolIterator<Integer> endless = pool.imap(x -> x * x, counted);
        for (int i = 0; i < 20; i++) {
            assertEquals(i * i, endless.next(LONG));
        }
        assertTrue(taken.get() <= 20 + 2 * 2 + 2, "took " + taken + " arguments for 20 results");
        List<Integer> all = new ArrayList<>();
        pool.imap((Integer x) -> x * x, range(1000), 100).forEachRemaining(all::add);
        assertEquals(squares(1000), all);
        Set<Integer> unordered = new HashSet<>();
        pool.imapUnordered((Integer x) -> x * x, range(100)).forEachRemaining(x -> assertTrue(unordered.add(x)));
        assertEquals(new HashSet<>(squares(100)), unordered);
        Set<Integer> before = new HashSet<>();
        PoolIterator<Integer> failing = pool.imapUnordered(x -> x, () -> new Failing(10));
        for (int i = 0; i < 10; i++) {
            assertTrue(before.add(failing.next()));
        }
        assertEquals(new HashSet<>(range(10)), before);
        assertEquals("input", assertThrows(IllegalStateException.class, failing::next).getMessage());
        PoolIterator<Integer> slow = pool.imap(x -> {
            Thread.sleep(300);
            return x;
        }, List.of(5));
        assertThrows(TimeoutException.class, () -> slow.next(Duration.ofMillis(1)));
        assertEquals(5, slow.next(LONG));
        assertFalse(slow.hasNext());
        assertThrows(NoSuchElementException.class, slow::next);
    }

    @Test
    @Row(value = {"PL11", "PL21", "PX05", "Z22", "Z26"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldThrowAtTheCallerWhatTheTaskThrewWithItsRemoteTrace() throws Exception {
        Pool pool = pool();
        CompletableFuture<Integer> late = pool.submit(() -> {
            Thread.sleep(400);
            return 1;
        });
        long start = System.nanoTime();
        assertThrows(IllegalStateException.class, late::resultNow);
        assertThrows(TimeoutException.class, () -> late.get(50, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos());
        assertEquals(1, soon(late));
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> pool.apply(() -> {
            throw new IllegalArgumentException("on purpose");
        }));
        assertEquals("on purpose", thrown.getMessage());
        assertSays(assertInstanceOf(RemoteStackTrace.class, thrown.getCause()), "worker", "on purpose",
                "PoolConformance");
        IllegalStateException caused = assertThrows(IllegalStateException.class, () -> pool.apply(() -> {
            throw new IllegalStateException("outer", new IOException("inner"));
        }));
        assertEquals("inner", Objects.requireNonNull(caused.getCause()).getMessage());
        assertInstanceOf(RemoteStackTrace.class, caused.getSuppressed()[0]);
        assertSays(assertThrows(ArithmeticException.class, () -> pool.map(x -> 1 / x, range(4), 1)), "by zero");
    }

    /** Its class is serializable, and what it holds is not. */
    private static final class UnsendableFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        @SuppressWarnings({"serial", "unused", "UnusedVariable"})
        private final Object unsendable = new Object();

        UnsendableFailure(String message) {
            super(message);
        }
    }

    @Test
    @Row(value = "PL26", modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldSayWhatResultOrExceptionCouldNotBeSentBackWithoutLosingAWorker() throws Exception {
        try (Pool own = open(1)) {
            await().atMost(LONG).until(() -> own.pids().size() == 1);
            List<Long> before = own.pids();
            for (int i = 0; i < 20; i++) {
                assertSays(assertThrows(RemoteTaskException.class, () -> own.apply(Thread::currentThread)), "Thread[");
            }
            assertSays(assertThrows(RemoteTaskException.class, () -> own.apply(() -> {
                throw new UnsendableFailure("the text of what was thrown");
            })), "the text of what was thrown");
            assertEquals(before, own.pids());
        }
    }

    @Test
    @Row(value = {"PX03", "PX12", "PX13", "PX14"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldFailTheTaskWhoseWorkerDiedAndGoOn(@TempDir Path directory) throws Exception {
        try (Pool own = open(2)) {
            WorkerDiedException exited = assertInstanceOf(WorkerDiedException.class, failure(own.submit(() -> {
                JvmProcess.exit(99);
                return 1;
            })));
            assertEquals(new ExitStatus.Exited(99), exited.status());
            assertSays(exited, "exit code 99", "pid " + exited.pid());

            Path begun = directory.resolve("begun");
            String file = begun.toString();
            CompletableFuture<Integer> one = own.submit(() -> markAndSleep(file));
            CompletableFuture<Integer> other = own.submit(() -> markAndSleep(file));
            awaitMarks(begun, 2);
            CompletableFuture<Integer> waiting = own.submit(() -> 5);
            own.pids().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

            WorkerDiedException first = assertInstanceOf(WorkerDiedException.class, failure(one));
            assertNotSame(first, assertInstanceOf(WorkerDiedException.class, failure(other)));
            assertEquals(ExitStatus.Signaled.of(9), first.status());
            assertSays(first, "SIGKILL", "pid " + first.pid());
            assertEquals(5, soon(waiting));
        }
    }

    @Test
    @Row(value = {"PL17", "PX17"}, modes = {Mode.PROCESSES, Mode.MANAGER})
    void shouldEndAtOnceWithThousandsOfTasksWaiting(@TempDir Path directory) throws Exception {
        Pool own = open(1);
        Path begun = directory.resolve("begun");
        String file = begun.toString();
        CompletableFuture<Integer> running = own.submit(() -> markAndSleep(file));
        CompletableFuture<List<Integer>> many = own.mapAsync(_ -> sleepForEver(), range(10_000), 1);
        CompletableFuture<Integer> last = own.submit(() -> 1);
        awaitMarks(begun, 1);

        own.shutdownNow();

        assertInstanceOf(WorkerDiedException.class, failure(running));
        assertThrows(CancellationException.class, () -> rethrow(last));
        assertThrows(CancellationException.class, () -> rethrow(many));
        assertTrue(own.awaitTermination(LONG));
        assertTrue(own.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS), "as one waits who means for ever");
        assertTrue(own.isShutdown() && own.isTerminated() && own.pids().isEmpty());
        assertThrows(RejectedExecutionException.class, () -> own.submit(() -> 1));
    }

    private static void rethrow(CompletableFuture<?> future) throws Throwable {
        try {
            Object _ = soon(future);
        } catch (ExecutionException failed) {
            throw Objects.requireNonNull(failed.getCause());
        }
    }

    @Test
    void shouldNotBeginWhatWasCancelled(@TempDir Path directory) throws Exception {
        try (Pool own = open(1)) {
            Path begun = directory.resolve("begun");
            Path go = directory.resolve("go");
            String first = begun.toString();
            String goes = go.toString();
            String never = directory.resolve("withdrawn").toString();
            CompletableFuture<Integer> running = own.submit(() -> {
                mark(first);
                awaitMarks(Path.of(goes), 1);
                return 1;
            });
            Runnable task = (Runnable & Serializable) () -> mark(never);
            List<Future<?>> withdrawn = List.of(own.submit(() -> mark(never)), own.submit(task),
                    own.submit(task, "result"));
            CompletableFuture<Integer> last = own.submit(() -> 2);
            awaitMarks(begun, 1);

            for (Future<?> each : withdrawn) {
                assertTrue(each.cancel(true));
                assertThrows(CancellationException.class, each::get);
            }
            assertFalse(running.isDone());
            mark(goes);

            assertEquals(List.of(1, 2), List.of(soon(running), soon(last)));
            assertFalse(Files.exists(Path.of(never)), "what was withdrawn has run");
        }
    }

    @Test
    void shouldInvokeAllAndAnyAsAnExecutorServiceDoes() throws Exception {
        Pool pool = pool();
        List<Callable<Integer>> tasks = List.of((Callable<Integer> & Serializable) () -> 1,
                (Callable<Integer> & Serializable) () -> {
                    throw new IOException("on purpose");
                });
        List<Future<Integer>> all = pool.invokeAll(tasks);
        assertEquals(1, all.get(0).resultNow());
        assertInstanceOf(IOException.class, all.get(1).exceptionNow());
        assertEquals(1, pool.invokeAny(tasks));
        assertThrows(ExecutionException.class, () -> pool.invokeAny(tasks.subList(1, 2)));
        try (Pool own = open(1)) {
            List<Callable<Integer>> slow = List.of((Callable<Integer> & Serializable) () -> {
                Thread.sleep(2000);
                return 1;
            });
            assertTrue(own.invokeAll(slow, 50, TimeUnit.MILLISECONDS).getFirst().isCancelled());
            assertThrows(TimeoutException.class, () -> own.invokeAny(slow, 50, TimeUnit.MILLISECONDS));
        }
    }
}
