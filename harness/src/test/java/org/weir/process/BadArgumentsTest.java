package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.weir.process.Children.assertSays;

import org.junit.jupiter.api.Test;
import org.weir.Nulls;
import org.weir.os.Signal;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What no process and no pool takes, and that it is none the worse for having been given it. */
class BadArgumentsTest {

    private static final JvmProcess.Target NOTHING = () -> {};

    private static Map<Class<?>, Object> processSamples() {
        return Map.ofEntries(Map.entry(String.class, "text"), Map.entry(Object.class, "text"),
                Map.entry(JvmProcess.Target.class, NOTHING),
                Map.entry(JvmProcess.Target1.class, (JvmProcess.Target1<Object>) _ -> {}),
                Map.entry(JvmProcess.Target2.class, (JvmProcess.Target2<Object, Object>) (_, _) -> {}),
                Map.entry(JvmProcess.Target3.class, (JvmProcess.Target3<Object, Object, Object>) (_, _, _) -> {}),
                Map.entry(int.class, 1), Map.entry(boolean.class, true), Map.entry(Runnable.class, (Runnable) () -> {}),
                Map.entry(Duration.class, Duration.ofMillis(1)), Map.entry(Signal.class, Signal.SIGTERM),
                Map.entry(List.class, List.of(Path.of("."))), Map.entry(Path.class, Path.of(".")));
    }

    private static Map<Class<?>, Object> poolSamples() {
        Pool.Mapper<Object, Object> identity = value -> value;
        Pool.BiMapper<Object, Object, Object> first = (one, _) -> one;
        Consumer<Object> ignore = _ -> {};
        return Map.ofEntries(Map.entry(int.class, 1), Map.entry(long.class, 1L), Map.entry(Object.class, "text"),
                Map.entry(TimeUnit.class, TimeUnit.SECONDS), Map.entry(Iterable.class, List.of(1)),
                Map.entry(java.util.Collection.class, List.of()), Map.entry(Pool.Mapper.class, identity),
                Map.entry(Pool.BiMapper.class, first), Map.entry(Consumer.class, ignore),
                Map.entry(Pool.Task.class, (Pool.Task<Integer>) () -> 1),
                Map.entry(Pool.Action.class, (Pool.Action) () -> {}),
                Map.entry(Callable.class, (Callable<Integer> & Serializable) () -> 1),
                Map.entry(Runnable.class, (Runnable & Serializable) () -> {}),
                Map.entry(Duration.class, Duration.ofSeconds(1)),
                Map.entry(UnaryOperator.class, UnaryOperator.identity()));
    }

    @Test
    void shouldRefuseNull() throws Exception {
        assertEquals(List.of(), Nulls.takenBy(JvmProcess.class, () -> JvmProcess.of(NOTHING), processSamples()));
        assertEquals(List.of(), Nulls.takenBy(ProcessPoolBuilder.class, ProcessPool::builder, poolSamples()));
        try (ProcessPool pool = ProcessPool.of(1)) {
            assertEquals(List.of(), Nulls.takenBy(ProcessPool.class, () -> pool, poolSamples()));
            assertEquals(List.of(), Nulls.takenBy(PoolBuilder.class, ProcessPool::builder, poolSamples()));
            assertEquals(List.of(), Nulls.takenBy(Pool.class, () -> pool, poolSamples()));
            assertEquals(7, pool.<Integer>apply(() -> 7));
        }
    }

    @Test
    void shouldRefuseNumbersOutOfRange() throws Exception {
        ProcessPoolBuilder builder = ProcessPool.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.workers(0));
        assertThrows(IllegalArgumentException.class, () -> builder.workers(Integer.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> builder.maxTasksPerChild(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.taskTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> JvmProcess.of(NOTHING).keepWarm(-1));
        assertThrows(IllegalArgumentException.class, () -> JvmProcess.exit(256));
        assertThrows(IllegalArgumentException.class, () -> JvmProcess.exit(-1));
        try (ProcessPool pool = builder.workers(1).taskTimeout(Duration.ofSeconds(Long.MAX_VALUE)).open()) {
            Pool.Mapper<Integer, Integer> half = number -> number / 2;
            assertThrows(IllegalArgumentException.class, () -> pool.map(half, List.of(1), 0));
            assertThrows(IllegalArgumentException.class, () -> pool.imap(half, List.of(1), -1));
            assertEquals(List.of(1, 2), pool.map(half, List.of(2, 4), Integer.MAX_VALUE));
        }
    }

    @Test
    void shouldSayHowToWriteALambdaThatCanBeSent() throws IOException {
        try (ProcessPool pool = ProcessPool.of(1)) {
            Callable<Integer> lambda = () -> 1;
            assertSays(assertThrows(UnserializableTargetException.class, () -> {
                var _ = pool.submit(lambda);
            }), "lambda",
                    "(Runnable & Serializable) () -> ...", BadArgumentsTest.class.getName());
        }
        var notSerializable = Executors.defaultThreadFactory();
        assertSays(assertThrows(UnserializableTargetException.class, () -> JvmProcess.of(notSerializable::newThread,
                () -> {}).start()), "is not Serializable");
    }

    /** A JVM that was started with SIGINT ignored, as by nohup or in the background of a script, stays deaf to it. */
    @Test
    void shouldSayThatAProcessIsDeafToInterrupts() throws Exception {
        Process deaf = new ProcessBuilder("sh", "-c", "trap '' INT; exec sleep 60").start();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            org.awaitility.Awaitility.await().until(() -> ProcFs.ignores(deaf.pid(), Signal.SIGINT));
            assertEquals(false, ProcFs.ignores(deaf.pid(), Signal.SIGTERM));
            assertEquals(false, ProcFs.ignores(other.pid(), Signal.SIGTERM));
        } finally {
            deaf.destroyForcibly().waitFor();
            other.destroyForcibly().waitFor();
        }
        assertEquals(false, ProcFs.ignores(deaf.pid(), Signal.SIGINT), "it has ended");
        try (JvmProcess process = JvmProcess.of(BadArgumentsTest::becomeDeaf).start()) {
            org.awaitility.Awaitility.await()
                    .atMost(Children.SOON)
                    .until(() -> ProcFs.ignores(process.pid(), Signal.SIGINT));
            assertSays(assertThrows(IllegalStateException.class, process::interrupt), process.name(), "ignores SIGINT",
                    "terminate()");
            process.kill();
            process.join();
            process.interrupt();
        }
    }

    private static void becomeDeaf() throws Exception {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handler.getField("SIG_IGN")
                        .get(null));
        Thread.currentThread().join();
    }
}
