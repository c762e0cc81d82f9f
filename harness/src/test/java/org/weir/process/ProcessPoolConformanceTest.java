package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.assertSays;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** One pool for all rows; it outlives what they do to its workers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProcessPoolConformanceTest {

    private static ProcessPool pool;

    @BeforeAll
    static void open() throws IOException {
        pool = ProcessPool.of(2);
    }

    @AfterAll
    static void close() {
        pool.shutdownNow();
        pool.close();
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> squares(int count) {
        return IntStream.range(0, count).map(x -> x * x).boxed().toList();
    }

    private static <T> Throwable failure(CompletableFuture<T> future) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> future.get(SOON.toSeconds(),
                TimeUnit.SECONDS)).getCause());
    }

    private static int sleepForEver() throws InterruptedException {
        while (true) {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    private static int crash() {
        Runtime.getRuntime().halt(137);
        return 0;
    }

    @Test
    @Row({"PL01", "PL02", "PL04", "PL10", "PL16", "Z24"})
    void shouldGiveTheSameResultsAsADirectCallInOrder() throws Exception {
        int square = pool.apply(x -> x * x, 7);
        assertEquals(49, square);
        assertEquals("a7", pool.apply(() -> "a" + 7));
        assertEquals(squares(10), pool.map(x -> x * x, range(10)));
        assertEquals(squares(100), pool.map(x -> x * x, range(100), 20));
        assertEquals(squares(100), pool.mapAsync(x -> x * x, range(100)).get());
        assertEquals(List.of(), pool.map(x -> x, List.of()));
        assertEquals(List.of(12, 30), pool.starmap((a, b) -> a * b, List.of(Map.entry(3, 4), Map.entry(5, 6))));
        assertEquals(List.of("x1"), pool.starmapAsync((a, b) -> a + b, List.of(Map.entry("x", 1))).get());
        assertEquals(2, pool.workers());
        assertEquals(2, pool.processes().size());
        for (int bad : new int[]{0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> ProcessPool.of(bad));
            assertThrows(IllegalArgumentException.class, () -> pool.map(x -> x, List.of(1), bad));
            assertThrows(IllegalArgumentException.class, () -> pool.imap(x -> x, List.of(1), bad));
        }
    }

    @Test
    @Row({"PL05", "PL06", "PL25"})
    void shouldCallExactlyOneCallbackBeforeTheFutureCompletes() throws Exception {
        AtomicInteger successes = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        AtomicReference<Object> told = new AtomicReference<>();
        pool.mapAsync(x -> x * x, range(5), results -> {
            told.set(results);
            successes.incrementAndGet();
        }, _ -> failures.incrementAndGet()).get();
        assertEquals(squares(5), told.get());
        CompletableFuture<List<Integer>> bad = pool.mapAsync(x -> 1 / x, range(5), _ -> successes.incrementAndGet(),
                thrown -> {
                    told.set(thrown);
                    failures.incrementAndGet();
                });
        Throwable cause = failure(bad);
        assertEquals(List.of(1, 1), List.of(successes.get(), failures.get()));
        assertInstanceOf(ArithmeticException.class, cause);
        assertEquals(cause, told.get() instanceof java.util.concurrent.CompletionException wrapped ? wrapped.getCause()
                : told.get());
    }

    @Test
    @Row({"PL07", "PL09", "PL22"})
    void shouldThrowWhatTheCallerDidWrongAndStayUsable() throws Exception {
        Object unserializable = new Object();
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.map(x -> x.hashCode(), List.of(
                unserializable))), "java.lang.Object is not Serializable");
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
    @Row({"PL12", "PL14", "PL15", "Z25"})
    void shouldGiveOutResultsAsTheyAreAskedFor() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> counted = () -> IntStream.iterate(0, x -> x + 1)
                .peek(_ -> taken.incrementAndGet())
                .iterator();
        PoolIterator<Integer> endless = pool.imap(x -> x * x, counted);
        for (int i = 0; i < 20; i++) {
            assertEquals(i * i, endless.next());
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
        assertEquals(5, slow.next(SOON));
        assertFalse(slow.hasNext());
        assertThrows(java.util.NoSuchElementException.class, slow::next);
    }

    @Test
    @Row({"PL11", "PL21", "PX05", "Z22", "Z26"})
    void shouldThrowAtTheCallerWhatTheTaskThrewWithItsRemoteTrace() throws Exception {
        CompletableFuture<Integer> late = pool.submit(() -> {
            Thread.sleep(400);
            return 1;
        });
        long start = System.nanoTime();
        assertThrows(IllegalStateException.class, late::resultNow);
        assertThrows(TimeoutException.class, () -> late.get(50, TimeUnit.MILLISECONDS));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos());
        assertEquals(1, late.get());
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> pool.apply(() -> {
            throw new IllegalArgumentException("on purpose");
        }));
        assertEquals("on purpose", thrown.getMessage());
        assertInstanceOf(RemoteStackTrace.class, thrown.getCause());
        assertSays(thrown.getCause(), "worker", "on purpose", "ProcessPoolConformanceTest");
        IllegalStateException caused = assertThrows(IllegalStateException.class, () -> pool.apply(() -> {
            throw new IllegalStateException("outer", new IOException("inner"));
        }));
        assertEquals("inner", Objects.requireNonNull(caused.getCause()).getMessage());
        assertInstanceOf(RemoteStackTrace.class, caused.getSuppressed()[0]);
        List<Integer> done = new ArrayList<>();
        assertThrows(ArithmeticException.class, () -> done.addAll(pool.map(x -> 1 / x, range(4), 1)));
    }

    @Test
    @Row("PL26")
    void shouldSayWhatResultCouldNotBeSentBackWithoutLosingAWorker() {
        Set<Long> before = pids(pool);
        for (int i = 0; i < 20; i++) {
            RemoteTaskException refused = assertThrows(RemoteTaskException.class, () -> pool.apply(() -> Thread
                    .currentThread()));
            assertSays(refused, "Thread[", "not Serializable");
        }
        assertEquals(before, pids(pool));
    }

    private static Set<Long> pids(ProcessPool some) {
        Set<Long> pids = new HashSet<>();
        some.processes().forEach(process -> pids.add(process.pid()));
        return pids;
    }

    /** Does something when it is read in the process that did not make it. */
    private static final class Hostile implements Serializable {
        private static final long serialVersionUID = 1L;
        private final long home = ProcessHandle.current().pid();
        private final String what;

        Hostile(String what) {
            this.what = what;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (home != ProcessHandle.current().pid()) {
                switch (what) {
                    case "exit" -> System.exit(7);
                    case "crash" -> Runtime.getRuntime().halt(134);
                    default -> throw new IOException("cannot be read");
                }
            }
        }
    }

    @Test
    @Row({"PX02", "PX03", "PX12", "PX13", "PX14"})
    void shouldFailTheTaskWhoseWorkerDiedAndGoOn() throws Exception {
        CompletableFuture<Integer> exit = pool.submit(x -> x.hashCode(), new Hostile("exit"));
        CompletableFuture<Integer> crash = pool.submit(x -> x.hashCode(), new Hostile("crash"));
        CompletableFuture<Integer> error = pool.submit(x -> x.hashCode(), new Hostile("error"));
        CompletableFuture<Integer> crashed = pool.submit(ProcessPoolConformanceTest::crash);
        CompletableFuture<Integer> exited = pool.submit(() -> {
            JvmProcess.exit(99);
            return 1;
        });
        CompletableFuture<Hostile> unreadable = pool.submit(() -> new Hostile("error"));
        CompletableFuture<Long> fine = pool.submit(() -> ProcessHandle.current().pid());

        assertSays(assertInstanceOf(WorkerDiedException.class, failure(exit)), "exit code 7");
        assertInstanceOf(WorkerDiedException.class, failure(crash));
        assertSays(failure(error), "cannot be read");
        assertInstanceOf(WorkerDiedException.class, failure(crashed));
        WorkerDiedException died = assertInstanceOf(WorkerDiedException.class, failure(exited));
        assertEquals(new ExitStatus.Exited(99), died.status());
        assertSays(died, "exit code 99", "pid " + died.pid());
        assertSays(assertInstanceOf(RemoteTaskException.class, failure(unreadable)), "cannot be read");
        assertTrue(fine.get(SOON.toSeconds(), TimeUnit.SECONDS) > 0);

        Path begun = Files.createTempFile("begun", "");
        String file = begun.toString();
        CompletableFuture<Integer> one = pool.submit(() -> begin(file));
        CompletableFuture<Integer> other = pool.submit(() -> begin(file));
        await().atMost(SOON).until(() -> Files.size(begun) == 2);
        CompletableFuture<Integer> waiting = pool.submit(() -> 5);
        pool.processes().forEach(JvmProcess::kill);
        Throwable first = failure(one);
        Throwable second = failure(other);
        assertNotSame(first, second);
        assertEquals(ExitStatus.Signaled.of(9), assertInstanceOf(WorkerDiedException.class, first).status());
        assertInstanceOf(WorkerDiedException.class, second);
        assertEquals(5, waiting.get(SOON.toSeconds(), TimeUnit.SECONDS));
        Files.delete(begun);
    }

    @Test
    void shouldRunWhatAnInterruptedThreadSubmits() throws Exception {
        assertEquals(squares(4), pool.map(x -> x * x, range(4), 1), "a worker is ready to be sent something");
        Thread.currentThread().interrupt();
        CompletableFuture<Integer> future = pool.submit(() -> 5);
        assertTrue(Thread.interrupted(), "the interrupt is put off, not lost");
        assertEquals(5, future.get(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    private static int begin(String file) throws IOException, InterruptedException {
        Files.writeString(Path.of(file), "x", java.nio.file.StandardOpenOption.APPEND);
        return sleepForEver();
    }

    @Test
    @Row({"PX08", "PX09", "PX10", "PL31"})
    void shouldEndAfterWhatItWasGivenAlsoWhenWorkersCrash() throws Exception {
        ProcessPool other = ProcessPool.builder()
                .workers(1)
                .initializer(() -> System.setProperty("weir.initialised", "yes"))
                .open();
        CompletableFuture<String> initialised = other.submit(() -> System.getProperty("weir.initialised", "no"));
        CompletableFuture<Integer> crashed = other.submit(ProcessPoolConformanceTest::crash);
        CompletableFuture<Integer> large = other.submit(bytes -> bytes.length, new byte[20 << 20]);
        CompletableFuture<Integer> crashLarge = other.submit(bytes -> crash() + bytes.length, new byte[20 << 20]);
        CompletableFuture<Integer> last = other.submit(() -> 3);
        other.shutdown();
        assertThrows(java.util.concurrent.RejectedExecutionException.class, () -> other.submit(() -> 1));
        assertEquals("yes", initialised.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertInstanceOf(WorkerDiedException.class, failure(crashed));
        assertEquals(20 << 20, large.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertInstanceOf(WorkerDiedException.class, failure(crashLarge));
        assertEquals(3, last.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertTrue(other.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS));
        assertTrue(other.isTerminated() && other.processes().isEmpty());
    }

    @Test
    @Row({"PL17", "PX17"})
    void shouldEndAtOnceWithThousandsOfTasksWaiting() throws Exception {
        ProcessPool other = ProcessPool.of(1);
        CompletableFuture<List<Integer>> many = other.mapAsync(_ -> sleepForEver(), range(10_000), 1);
        await().atMost(SOON).until(() -> other.processes().getFirst().isAlive());
        other.shutdownNow();
        assertThrows(Exception.class, () -> many.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertTrue(many.isCompletedExceptionally(), "and not because the time was over");
        assertTrue(other.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS));
        assertThrows(java.util.concurrent.RejectedExecutionException.class, () -> other.submit(() -> 1));
    }

    @Test
    @Row({"PL27", "PL29", "PX15"})
    void shouldReplaceWorkersThatHaveDoneTheirShare() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().maxTasksPerChild(0));
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().maxTasksPerChild(-1));
        try (ProcessPool other = ProcessPool.builder().workers(2).maxTasksPerChild(5).open()) {
            List<Long> pids = other.map(_ -> ProcessHandle.current().pid(), range(20), 1);
            assertTrue(Set.copyOf(pids).size() >= 4, "used " + Set.copyOf(pids));
            await().atMost(SOON).until(() -> other.processes().size() == 2);
        }
    }

    @Test
    @Row("Z26b")
    void shouldBreakWhenItsInitializerFails() throws Exception {
        ProcessPool other = ProcessPool.builder().workers(1).initializer(() -> {
            throw new IllegalStateException("no database");
        }).open();
        CompletableFuture<Integer> future = other.submit(() -> 1);
        BrokenPoolException broken = assertInstanceOf(BrokenPoolException.class, failure(future));
        assertSays(broken, "no database");
        assertThrows(BrokenPoolException.class, () -> other.submit(() -> 1));
        other.close();
    }

    @Test
    void shouldKillTheWorkerOfATaskThatTakesTooLong() throws Exception {
        try (ProcessPool other = ProcessPool.builder().workers(1).taskTimeout(Duration.ofMillis(300)).open()) {
            CompletableFuture<Integer> slow = other.submit(ProcessPoolConformanceTest::sleepForEver);
            CompletableFuture<Integer> next = other.submit(() -> 1);
            assertSays(assertInstanceOf(TaskTimeoutException.class, failure(slow)), "300 ms", "was killed");
            assertEquals(1, next.get(SOON.toSeconds(), TimeUnit.SECONDS));
        }
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().taskTimeout(Duration.ZERO));
    }

    @Test
    void shouldNotHoldBackATaskBehindOneThatWaitsForIt() throws Exception {
        pool.map(x -> x, range(2000), 1);
        Path directory = Files.createTempDirectory("meeting");
        String place = directory.toString();
        List<Integer> met = pool.mapAsync(x -> meet(place, x), List.of(0, 1), 1)
                .get(SOON.toSeconds(),
                        TimeUnit.SECONDS);
        assertEquals(List.of(0, 1), met);
        for (int i : met) {
            Files.delete(directory.resolve("" + i));
        }
        Files.delete(directory);
    }

    private static int meet(String place, int who) throws IOException {
        Files.createFile(Path.of(place, "" + who));
        await().atMost(SOON).until(() -> Files.exists(Path.of(place, "" + (1 - who))));
        return who;
    }

    @Test
    void shouldSayHowToWriteALambdaThatGoesThroughTheTypeExecutorService() throws Exception {
        ExecutorService plain = pool;
        assertSays(assertThrows(UnserializableTargetException.class, () -> plain.submit(() -> 42)),
                "(Callable<Integer> & Serializable)", "ProcessPool, not ExecutorService");
        assertEquals(42, plain.submit((Callable<Integer> & Serializable) () -> 42).get());
        assertEquals("here", plain.submit((Runnable & Serializable) () -> {}, "here").get());
        Callable<Integer> one = (Callable<Integer> & Serializable) () -> 1;
        assertEquals(1, plain.invokeAny(List.of(one)));
        assertEquals(1, plain.invokeAll(List.of(one, one)).get(1).get());
    }
}
