package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.channel.AuthKey;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;
import org.weir.process.BrokenPoolException;
import org.weir.process.ExitStatus;
import org.weir.process.JvmProcess;
import org.weir.process.PoolIterator;
import org.weir.process.RemoteStackTrace;
import org.weir.process.RemoteTaskException;
import org.weir.process.TaskTimeoutException;
import org.weir.process.UnserializableTargetException;
import org.weir.process.WorkerDiedException;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A pool in a manager: what the original's does, and what ours promises beyond. */
@ExtendWith(Fixture.class)
@Timeout(180)
class ManagedPoolConformanceTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static ManagedPool pool;

    private final Manager manager;
    private final Helper helper;

    ManagedPoolConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    @BeforeAll
    static void open(Manager manager) {
        pool = manager.pool(2);
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Integer> squares(int count) {
        return IntStream.range(0, count).map(x -> x * x).boxed().toList();
    }

    private static <T> T soon(Future<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable failure(Future<?> future) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> soon(future)).getCause());
    }

    private static void assertSays(Throwable thrown, String... parts) {
        for (String part : parts) {
            assertTrue(String.valueOf(thrown.getMessage()).contains(part), () -> part + " in: " + thrown.getMessage());
        }
    }

    private static int sleepForEver() throws InterruptedException {
        while (true) {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    @Test
    @Row(value = {"PL01", "PL02", "PL04", "PL10", "PL16", "Z24"}, modes = Mode.MANAGER)
    void shouldGiveTheSameResultsAsADirectCallInOrderToAnyClient() throws Exception {
        int square = pool.apply(x -> x * x, 7);
        assertEquals(49, square);
        assertEquals("a7", pool.apply(() -> "a" + 7));
        assertEquals(squares(10), pool.map(x -> x * x, range(10)));
        assertEquals(squares(100), pool.map(x -> x * x, range(100), 20));
        assertEquals(squares(100), soon(pool.mapAsync(x -> x * x, range(100), 1)));
        assertEquals(List.of(), pool.map(x -> x, List.of()));
        assertEquals(List.of(12, 30), pool.starmap((a, b) -> a * b, List.of(Map.entry(3, 4), Map.entry(5, 6))));
        Object nothing = pool.apply(() -> null);
        assertEquals(null, nothing);
        assertEquals("kept", soon(pool.submit((Runnable & Serializable) () -> {}, "kept")));
        assertEquals(2, pool.workers());
        assertEquals(2, pool.pids().size());
        ManagedPool shared = pool;
        assertEquals(squares(20), helper.call(() -> new ArrayList<>(shared.map(x -> x * x, range(20)))));
        long server = manager.pid().orElseThrow();
        long parent = pool.apply(() -> ProcessHandle.current().parent().orElseThrow().pid());
        assertEquals(server, parent);
        assertTrue(pool.toString().startsWith("Pool[workers ["), pool.toString());
        for (int bad : new int[]{0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> manager.pool(bad));
            assertThrows(IllegalArgumentException.class, () -> pool.map(x -> x, List.of(1), bad));
            assertThrows(IllegalArgumentException.class, () -> pool.imap(x -> x, List.of(1), bad));
        }
    }

    @Test
    @Row(value = {"PL05", "PL06", "PL25"}, modes = Mode.MANAGER)
    void shouldCallExactlyOneCallbackBeforeTheFutureCompletes() throws Exception {
        AtomicInteger successes = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        AtomicReference<Object> told = new AtomicReference<>();
        soon(pool.mapAsync(x -> x * x, range(5), results -> {
            told.set(results);
            successes.incrementAndGet();
        }, _ -> failures.incrementAndGet()));
        assertEquals(squares(5), told.get());
        Throwable cause = failure(pool.mapAsync(x -> 1 / x, range(5), _ -> successes.incrementAndGet(), thrown -> {
            told.set(thrown);
            failures.incrementAndGet();
        }));
        assertEquals(List.of(1, 1), List.of(successes.get(), failures.get()));
        assertInstanceOf(ArithmeticException.class, cause);
        assertEquals(cause, told.get() instanceof CompletionException wrapped ? wrapped.getCause() : told.get());
    }

    @Test
    @Row(value = "PL07", modes = Mode.MANAGER)
    void shouldSayWhatCannotBeSentAndHowToWriteIt() throws Exception {
        Object unserializable = new Object();
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.map(x -> x.hashCode(), List.of(
                unserializable))), "java.lang.Object");
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.apply(() -> unserializable.hashCode())),
                "java.lang.Object is not Serializable", "local variable");
        ExecutorService plain = pool;
        Callable<Integer> lambda = () -> 42;
        assertSays(assertThrows(UnserializableTargetException.class, () -> plain.submit(lambda)), "not Serializable",
                "variable of the type ManagedPool", "(Callable<Integer> & Serializable) () -> 42");
        assertSays(assertThrows(UnserializableTargetException.class, () -> plain.execute(() -> {})), "ManagedPool");
        assertEquals(42, soon(plain.submit((Callable<Integer> & Serializable) () -> 42)));
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.apply(Object::toString, Pattern.compile(
                "x"))), "java.util.regex.Pattern", "allow-list");
        assertEquals(squares(3), pool.map(x -> x * x, range(3)), "the pool is usable after that");
    }

    @Test
    @Row(value = {"PL12", "PL14", "PL15", "Z25"}, modes = Mode.MANAGER)
    void shouldGiveOutResultsAsTheyAreAskedFor() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        Iterable<Integer> endless = () -> IntStream.iterate(0, x -> x + 1)
                .peek(_ -> taken.incrementAndGet())
                .iterator();
        PoolIterator<Integer> some = pool.imap(x -> x * x, endless);
        for (int i = 0; i < 20; i++) {
            assertEquals(i * i, some.next(LONG));
        }
        assertTrue(taken.get() <= 20 + 2 * 2 + 2, "took " + taken + " arguments for 20 results");
        List<Integer> all = new ArrayList<>();
        pool.imap((Integer x) -> x * x, range(1000), 100).forEachRemaining(all::add);
        assertEquals(squares(1000), all);
        Set<Integer> unordered = new HashSet<>();
        pool.imapUnordered((Integer x) -> x * x, range(100)).forEachRemaining(x -> assertTrue(unordered.add(x)));
        assertEquals(new HashSet<>(squares(100)), unordered);
        Iterator<Integer> failing = pool.imapUnordered(x -> x, () -> new Iterator<Integer>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == 3) {
                    throw new IllegalStateException("input");
                }
                return next++;
            }
        });
        Set<Integer> before = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            assertTrue(before.add(failing.next()));
        }
        assertEquals(Set.of(0, 1, 2), before);
        assertEquals("input", assertThrows(IllegalStateException.class, failing::next).getMessage());
        PoolIterator<Integer> slow = pool.imap(x -> {
            Thread.sleep(300);
            return x;
        }, List.of(5));
        assertThrows(TimeoutException.class, () -> slow.next(Duration.ofMillis(1)));
        assertEquals(5, slow.next(LONG));
        assertFalse(slow.hasNext());
    }

    @Test
    @Row(value = {"PL11", "PL21", "PX05", "Z22", "Z26"}, modes = Mode.MANAGER)
    void shouldThrowAtTheClientWhatTheTaskThrewWithItsRemoteTrace() throws Exception {
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
                "ManagedPoolConformanceTest");
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
    @Row(value = "PL26", modes = Mode.MANAGER)
    void shouldSayWhatResultOrExceptionCouldNotBeSentBackWithoutLosingAWorker() throws Exception {
        try (ManagedPool own = manager.pool(1)) {
            List<Long> before = own.pids();
            for (int i = 0; i < 5; i++) {
                assertSays(assertThrows(RemoteTaskException.class, () -> own.apply(Thread::currentThread)), "Thread[");
            }
            RemoteTaskException refused = assertThrows(RemoteTaskException.class, () -> own.apply(() -> {
                throw new UnsendableFailure("the text of what was thrown");
            }));
            assertSays(refused, "the text of what was thrown");
            assertEquals(before, own.pids());
        }
    }

    @Test
    @Row(value = {"PX03", "PX12", "PX13", "PX14"}, modes = Mode.MANAGER)
    void shouldFailTheTaskWhoseWorkerDiedAndGoOn() throws Exception {
        try (ManagedPool own = manager.pool(2)) {
            WorkerDiedException exited = assertInstanceOf(WorkerDiedException.class, failure(own.submit(() -> {
                JvmProcess.exit(99);
                return 1;
            })));
            assertEquals(new ExitStatus.Exited(99), exited.status());
            assertSays(exited, "exit code 99", "pid " + exited.pid());
            ManagedList<Integer> begun = manager.list();
            CompletableFuture<Integer> one = own.submit(() -> {
                begun.add(1);
                return sleepForEver();
            });
            CompletableFuture<Integer> other = own.submit(() -> {
                begun.add(2);
                return sleepForEver();
            });
            await().atMost(LONG).until(() -> begun.size() == 2);
            CompletableFuture<Integer> waiting = own.submit(() -> 5);

            for (long pid : own.pids()) {
                assertEquals(0, new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor());
            }

            WorkerDiedException first = assertInstanceOf(WorkerDiedException.class, failure(one));
            assertNotSame(first, assertInstanceOf(WorkerDiedException.class, failure(other)));
            assertInstanceOf(ExitStatus.Signaled.class, first.status());
            assertSays(first, "SIGKILL", "pid " + first.pid());
            assertEquals(5, soon(waiting));
        }
    }

    @Test
    @Row(value = {"PL17", "PX17"}, modes = Mode.MANAGER)
    void shouldEndAtOnceWithThousandsOfTasksWaiting() throws Exception {
        ManagedPool own = manager.pool(1);
        ManagedEvent begun = manager.event();
        CompletableFuture<Integer> running = own.submit(() -> {
            begun.set();
            return sleepForEver();
        });
        CompletableFuture<List<Integer>> many = own.mapAsync(_ -> sleepForEver(), range(10_000), 1);
        CompletableFuture<Integer> last = own.submit(() -> 1);
        assertTrue(begun.await(LONG));

        own.shutdownNow();

        assertInstanceOf(WorkerDiedException.class, failure(running));
        assertThrows(CancellationException.class, () -> rethrow(last));
        assertThrows(CancellationException.class, () -> rethrow(many));
        assertTrue(own.awaitTermination(LONG));
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
    void shouldKeepWhatItWasMadeWith() throws Exception {
        ManagedList<Long> started = manager.list();
        try (ManagedPool own = manager.poolBuilder()
                .workers(1)
                .initializer(() -> started.add(ProcessHandle.current().pid()))
                .maxTasksPerChild(1)
                .taskTimeout(Duration.ofMillis(500))
                .open()) {
            assertSays(assertInstanceOf(TaskTimeoutException.class, failure(own.submit(
                    ManagedPoolConformanceTest::sleepForEver))), "500 ms", "was killed");
            long second = own.apply(() -> ProcessHandle.current().pid());
            long third = own.apply(() -> ProcessHandle.current().pid());
            assertEquals(List.of(second, third), started.snapshot().subList(1, 3));
        }
        ManagedPool broken = manager.poolBuilder().workers(1).initializer(() -> {
            throw new IllegalStateException("no database");
        }).open();
        await().atMost(LONG).until(broken::isTerminated);
        assertSays(assertThrows(BrokenPoolException.class, () -> broken.submit(() -> 1)), "no database");
        Thread unsendable = Thread.currentThread();
        assertThrows(UnserializableTargetException.class, () -> manager.poolBuilder()
                .initializer(unsendable::interrupt)
                .open());
    }

    @Test
    void shouldTakeAndGiveProxies() throws Exception {
        ManagedMap<String, Integer> counts = manager.map();
        counts.put("a", 0);
        List<String> keys = pool.map(_ -> {
            counts.merge("a", 1, (Fixture.Sum) Integer::sum);
            return "a";
        }, range(50), 1);
        assertEquals(50, keys.size());
        assertEquals(50, counts.get("a"));
        ManagedList<ManagedMap<String, Integer>> given = manager.list();
        ManagedMap<String, Integer> same = pool.apply(map -> {
            given.add(map);
            return map;
        }, counts);
        assertEquals(counts, same);
        assertEquals(50, same.get("a"));
        assertEquals(50, given.get(0).get("a"));
        ManagedPool itself = pool;
        int viaAnother = pool.apply(() -> itself.apply(() -> 6));
        assertEquals(6, viaAnother);
    }

    @Test
    void shouldReachAServerWithAKeyOfItsOwnFromItsWorkers() throws Exception {
        try (Manager secret = Manager.create().authKey(AuthKey.random()).start();
                ManagedPool own = secret.pool(1)) {
            ManagedList<Integer> list = secret.list(List.of(1));
            int size = own.apply(each -> {
                each.add(2);
                return each.size();
            }, list);
            assertEquals(2, size);
            assertEquals(List.of(1, 2), list.snapshot());
        }
    }

    @Test
    void shouldNotLetALongTaskHoldUpOtherCallsNorBeginWhatWasCancelled() throws Exception {
        try (ManagedPool own = manager.pool(1)) {
            ManagedEvent go = manager.event();
            ManagedEvent begun = manager.event();
            ManagedList<String> done = manager.list();
            CompletableFuture<Boolean> first = own.submit(() -> {
                begun.set();
                go.await();
                return done.add("first");
            });
            CompletableFuture<Void> withdrawn = own.submit(() -> {
                done.add("withdrawn");
            });
            CompletableFuture<Void> last = own.submit(() -> {
                done.add("last");
            });
            assertTrue(begun.await(LONG));
            assertEquals(0, done.size());
            int other = pool.apply(() -> 9);
            assertEquals(9, other);
            assertFalse(own.isShutdown());

            assertTrue(withdrawn.cancel(true));
            assertThrows(CancellationException.class, withdrawn::get);
            assertFalse(first.isDone());
            go.set();

            soon(first);
            soon(last);
            assertEquals(List.of("first", "last"), done.snapshot());
        }
    }

    @Test
    void shouldInvokeAllAndAnyAsAnExecutorServiceDoes() throws Exception {
        List<Callable<Integer>> tasks = List.of((Callable<Integer> & Serializable) () -> 1,
                (Callable<Integer> & Serializable) () -> {
                    throw new IOException("on purpose");
                });
        List<Future<Integer>> all = pool.invokeAll(tasks);
        assertEquals(1, all.get(0).resultNow());
        assertInstanceOf(IOException.class, all.get(1).exceptionNow());
        assertEquals(1, pool.invokeAny(tasks));
        assertThrows(ExecutionException.class, () -> pool.invokeAny(tasks.subList(1, 2)));
        try (ManagedPool own = manager.pool(1)) {
            List<Callable<Integer>> slow = List.of((Callable<Integer> & Serializable) () -> {
                Thread.sleep(2000);
                return 1;
            });
            assertTrue(own.invokeAll(slow, 50, TimeUnit.MILLISECONDS).getFirst().isCancelled());
            assertThrows(TimeoutException.class, () -> own.invokeAny(slow, 50, TimeUnit.MILLISECONDS));
        }
    }
}
