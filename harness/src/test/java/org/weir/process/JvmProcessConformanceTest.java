package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.assertSays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.conformance.Row;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JvmProcessConformanceTest {

    @TempDir
    Path files;

    private Path file(String name) {
        return files.resolve(name);
    }

    private static void tell(String file, Object line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static OptionalInt end(JvmProcess process) throws InterruptedException {
        assertTrue(process.join(SOON), process + " did not end");
        assertFalse(process.isAlive());
        return process.exitCode();
    }

    private static void sleepForEver() throws InterruptedException {
        while (true) {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    @Test
    @Row({"PR01", "PR05"})
    void shouldKnowTheTopLevelProcess() {
        ProcessInfo self = JvmProcess.current();
        assertTrue(self.isAlive());
        assertFalse(self.daemon());
        assertEquals(ProcessHandle.current().pid(), self.pid());
        assertEquals(32, JvmProcess.authKey().length);
        assertTrue(JvmProcess.parent().isEmpty());
    }

    /** A process that is its own subclass, with state. */
    static final class Greeter extends JvmProcess {
        private static final long serialVersionUID = 1L;
        private final String file;
        private final TreeMap<String, Integer> argument;

        Greeter(String file, Map<String, Integer> argument) {
            this.file = file;
            this.argument = new TreeMap<>(argument);
        }

        @Override
        protected void run() throws Exception {
            ProcessInfo parent = JvmProcess.parent().orElseThrow();
            tell(file, argument + " " + name() + " " + pid() + " " + isAlive() + " " + isDaemon());
            tell(file, parent.name() + " " + parent.pid() + " " + parent.isAlive());
            tell(file, List.of(JvmProcess.authKey()[0], JvmProcess.authKey()[31]));
            tell(file, JvmProcess.current().startMethod() + " " + JvmProcess.defaultStartMethod());
            tell(file, System.getProperty("weir.test.inherited") + " " + System.getenv("GREETING"));
            for (Runnable use : List.<Runnable>of(this::terminate, () -> startUnchecked(this))) {
                tell(file, assertThrows(IllegalStateException.class, use::run));
            }
            JvmProcess child = JvmProcess.of(() -> {});
            tell(file, child.name() + " " + child.isDaemon());
            tell(file, assertThrows(IllegalStateException.class, child::start));
        }

        private static void startUnchecked(JvmProcess process) {
            try {
                process.start();
            } catch (IOException e) {
                throw new IllegalStateException("not this one", e);
            }
        }
    }

    @Test
    @Row({"PR04", "PR06", "PR09", "PR10", "PR11", "PR12", "PR20", "PR22", "PR26", "SM03", "Z01", "Z02", "Z03", "Z30",
            "Z32"})
    void shouldTellAChildWhoItIsAndRefuseWhatOnlyItsCreatorMayDo() throws Exception {
        System.setProperty("weir.test.inherited", "yes");
        Greeter greeter = new Greeter(file("told").toString(), Map.of("x", 7));
        assertThrows(IllegalStateException.class, greeter::sentinel);
        assertThrows(IllegalStateException.class, greeter::join);
        assertTrue(greeter.exitCode().isEmpty() && !greeter.isAlive());
        greeter.name("greeter").daemon(true).env("GREETING", "hello").start();

        assertTrue(greeter.isAlive() && greeter.exitCode().isEmpty());
        assertTrue(JvmProcess.activeChildren().contains(greeter));
        assertNotSame(JvmProcess.activeChildren(), JvmProcess.activeChildren());
        assertFalse(greeter.sentinel().isReady());
        assertSays(assertThrows(IllegalStateException.class, greeter::start), "only once");
        assertThrows(IllegalStateException.class, () -> greeter.name("other"));
        assertThrows(IllegalStateException.class, () -> greeter.daemon(false));
        assertSays(assertThrows(IllegalStateException.class, greeter::close), "while it is running");

        assertEquals(OptionalInt.of(0), end(greeter));
        assertTrue(greeter.join(Duration.ZERO) && greeter.sentinel().isReady());
        assertFalse(JvmProcess.activeChildren().contains(greeter));
        List<String> told = Files.readAllLines(file("told"));
        assertEquals("{x=7} greeter " + greeter.pid() + " true true", told.get(0));
        assertEquals("MainProcess " + ProcessHandle.current().pid() + " true", told.get(1));
        assertEquals(List.of(JvmProcess.authKey()[0], JvmProcess.authKey()[31]).toString(), told.get(2));
        assertEquals("SPAWN SPAWN", told.get(3));
        assertEquals("yes hello", told.get(4));
        assertTrue(told.get(5).contains("only by the one that made it") && told.get(6).contains("only by"));
        assertTrue(told.get(7).endsWith(":1 true"), told.get(7));
        assertTrue(told.get(8).contains("Daemonic processes are not allowed to have children"), told.get(8));

        greeter.close();
        greeter.close();
        assertSays(assertThrows(IllegalStateException.class, greeter::exitCode), "closed");
    }

    private static void tree(String file, int depth, List<Integer> id) throws Exception {
        tell(file, id);
        for (int branch = 0; branch < 2 && depth > 0; branch++) {
            List<Integer> child = java.util.stream.Stream.concat(id.stream(), java.util.stream.Stream.of(branch))
                    .toList();
            JvmProcess process = JvmProcess.of(JvmProcessConformanceTest::tree, file, depth - 1, child);
            assertEquals(JvmProcess.current().name() + ":" + (branch + 1), process.name());
            process.start().join();
        }
    }

    @Test
    @Row({"PR19", "PR42"})
    void shouldLetProcessesStartProcesses() throws Exception {
        JvmProcess root = JvmProcess.of(JvmProcessConformanceTest::tree, file("tree").toString(), 1, List.of()).start();
        assertEquals(OptionalInt.of(0), end(root));
        assertEquals(List.of("[]", "[0]", "[1]"), Files.readAllLines(file("tree")));
    }

    @Test
    @Row({"PR14", "PR15", "PR17", "PR21", "PR25"})
    void shouldReportTheSignalThatEndedAProcess() throws Exception {
        JvmProcess atOnce = JvmProcess.of(JvmProcessConformanceTest::sleepForEver).start();
        atOnce.terminate();
        JvmProcess terminated = JvmProcess.of(JvmProcessConformanceTest::sleepForEver).start();
        JvmProcess killed = JvmProcess.of(JvmProcessConformanceTest::sleepForEver).start();
        AtomicBoolean heard = new AtomicBoolean();
        Sentinel sentinel = killed.sentinel();
        sentinel.onReady(() -> heard.set(true));
        assertFalse(sentinel.await(Duration.ZERO));
        terminated.terminate();
        killed.kill();
        assertEquals(OptionalInt.of(-15), end(atOnce));
        assertEquals(OptionalInt.of(-15), end(terminated));
        assertEquals(OptionalInt.of(-9), end(killed));
        assertTrue(sentinel.isReady() && sentinel.await(Duration.ZERO) && heard.get());
        terminated.terminate();
        assertEquals(OptionalInt.of(-15), end(terminated));
    }

    @Test
    @Row({"PR34", "PR35", "PR36"})
    void shouldEndWithTheCodeThatTheTargetMeans() throws Exception {
        Path errors = file("errors");
        JvmProcess thrower = JvmProcess.of(() -> {
            throw new IllegalStateException("thrown on purpose", new IOException("the cause"));
        }).name("thrower").stdio(Stdio.toFiles(file("out"), errors)).start();
        JvmProcess eight = JvmProcess.of(() -> JvmProcess.exit(8)).start();
        JvmProcess reason = JvmProcess.of(() -> JvmProcess.exit("a reason"))
                .stdio(Stdio.toFile(file("reason")))
                .start();
        JvmProcess notKilled = JvmProcess.of(() -> JvmProcess.exit(137)).start();
        assertEquals(OptionalInt.of(1), end(thrower));
        assertEquals(OptionalInt.of(8), end(eight));
        assertEquals(OptionalInt.of(1), end(reason));
        assertEquals(OptionalInt.of(137), end(notKilled));
        String trace = Files.readString(errors);
        assertTrue(trace.startsWith("Exception in thrower (pid " + thrower.pid() + ")"), trace);
        assertTrue(trace.contains("thrown on purpose") && trace.contains("Caused by: java.io.IOException: the cause"),
                trace);
        assertEquals("a reason\n", Files.readString(file("reason")));
    }

    @Test
    @Row({"Z05", "RT07"})
    void shouldEndInOrder() throws Exception {
        String file = file("order").toString();
        JvmProcess parent = JvmProcess.of(JvmProcessConformanceTest::endInOrder, file).start();
        assertEquals(OptionalInt.of(0), end(parent));
        assertEquals(List.of("thread", "9", "5, the last", "5, the first", "daemon ended", "waited for", "-1"),
                Files.readAllLines(file("order")));
    }

    private static void endInOrder(String file) throws Exception {
        JvmProcess.of(() -> {
            JvmProcess.atExit(0, () -> tellUnchecked(file, "daemon ended"));
            tell(file + ".daemon", "ready");
            sleepForEver();
        }).daemon(true).start();
        JvmProcess.of(() -> {
            await().atMost(SOON).ignoreExceptions().until(() -> Files.readString(Path.of(file)).contains("ended"));
            tell(file, "waited for");
        }).start();
        await().atMost(SOON).until(() -> Files.exists(Path.of(file + ".daemon")));
        JvmProcess.atExit(5, () -> tellUnchecked(file, "5, the first"));
        JvmProcess.atExit(-1, () -> tellUnchecked(file, "-1"));
        JvmProcess.atExit(5, () -> tellUnchecked(file, "5, the last"));
        JvmProcess.atExit(9, () -> tellUnchecked(file, "9"));
        Finaliser called = JvmProcess.atExit(7, () -> tellUnchecked(file, "thread"));
        Thread.ofPlatform().start(called);
    }

    private static void tellUnchecked(String file, String line) {
        try {
            tell(file, line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldGetItsTargetAlsoWhileNoThreadOfTheCommonPoolIsFree() throws Exception {
        int threads = Math.max(1, ForkJoinPool.getCommonPoolParallelism());
        CountDownLatch held = new CountDownLatch(threads);
        CountDownLatch release = new CountDownLatch(1);
        try {
            for (int i = 0; i < threads; i++) {
                ForkJoinTask<Void> _ = ForkJoinPool.commonPool().submit(() -> {
                    held.countDown();
                    release.await();
                    return null;
                });
            }
            assertTrue(held.await(SOON.toSeconds(), TimeUnit.SECONDS));

            assertEquals(OptionalInt.of(0), end(JvmProcess.of(() -> {}).start()));
        } finally {
            release.countDown();
        }
    }

    /** Has a target of the size that one likes. */
    private static final class Laden extends JvmProcess {
        private static final long serialVersionUID = 1L;
        private byte[] load;

        Laden(int bytes) {
            load = new byte[bytes];
        }

        void unload() {
            load = new byte[1];
        }

        @Override
        protected void run() {
            exit(load.length);
        }
    }

    @Test
    void shouldNotBeStartedWithATargetThatIsTooLargeToBeSentAndKeepTheStandby() throws Exception {
        String option = "-Dstandby=laden";
        JvmSpec spec = JvmProcess.of(() -> {}).jvmArgs(option).state().plan().spec();
        JvmLauncher launcher = ProcessNode.here().launcher();
        launcher.keepWarm(spec, 1);
        await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
        List<Long> standbys = launcher.standbyPids(spec);
        try {
            for (StartMethod method : List.of(StartMethod.WARM, StartMethod.SPAWN)) {
                Laden process = new Laden(FrameChannel.LIMIT);
                process.startMethod(method).jvmArgs(option);

                assertSays(assertThrows(UnserializableTargetException.class, process::start), process.name(), "64 MiB");

                assertFalse(process.isAlive() || JvmProcess.activeChildren().contains(process));
                assertTrue(process.exitCode().isEmpty());
                assertEquals(standbys, launcher.standbyPids(spec));
            }
            Laden process = new Laden(FrameChannel.LIMIT);
            process.startMethod(StartMethod.WARM).jvmArgs(option);
            assertThrows(UnserializableTargetException.class, process::start);
            process.unload();

            process.name("unladen").start();

            assertEquals(standbys, List.of(process.pid()));
            assertEquals(OptionalInt.of(1), end(process));
        } finally {
            launcher.keepWarm(spec, 0);
        }
    }

    @Test
    void shouldSayHowToWriteATargetThatCanBeSent() {
        Runnable lambda = () -> {};
        UnserializableTargetException refusal = assertThrows(UnserializableTargetException.class, () -> JvmProcess.of(
                () -> lambda.run()).start());
        assertSays(refusal, "is a lambda, written in " + getClass().getName(), "(Runnable & Serializable)");
        Object lock = new Object();
        assertSays(assertThrows(UnserializableTargetException.class, () -> JvmProcess.of(() -> lock.notifyAll())
                .start()), "java.lang.Object is not Serializable", "copy the value");
        JvmProcess other = JvmProcess.of(() -> {});
        UnserializableTargetException foreign = assertThrows(UnserializableTargetException.class, () -> JvmProcess.of(
                () -> other.name()).start());
        assertSays(foreign, "only to the process that made it");
        assertTrue(foreign.getCause() instanceof NotSerializableException);
        assertSays(assertThrows(UnsupportedOperationException.class, () -> other.startMethod(StartMethod.FORK)),
                "cannot be forked", "WARM");
    }
}
