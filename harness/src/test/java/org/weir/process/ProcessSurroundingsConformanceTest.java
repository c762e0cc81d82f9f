package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.channel.Channels;
import org.weir.channel.Pipe;
import org.weir.channel.Waitable;
import org.weir.conformance.Row;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProcessSurroundingsConformanceTest {

    @TempDir
    Path files;

    private static OptionalInt end(JvmProcess process) throws InterruptedException {
        assertTrue(process.join(SOON), process + " did not end");
        return process.exitCode();
    }

    private static List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                open.add(Files.exists(descriptor) ? Files.readSymbolicLink(descriptor).toString() : "gone");
            }
        }
        return open;
    }

    private static void describe(String file) throws Exception {
        boolean assertions = ProcessSurroundingsConformanceTest.class.desiredAssertionStatus();
        List<String> open = openFiles();
        long parents = open.stream().filter(name -> name.endsWith("of-the-parent")).count();
        Files.writeString(Path.of(file), open.size() + "\n" + JvmProcess.activeChildren().size() + "\n"
                + assertions + "\n" + Runtime.getRuntime().maxMemory() / (1 << 20) + "\n" + parents);
        System.out.close();
        System.err.close();
    }

    @Test
    @Row({"PR21", "PR24", "PR27", "PR30", "PR39", "PR40", "PR41"})
    void shouldGiveEachOfManyChildrenTheSameFewDescriptors() throws Exception {
        List<JvmProcess> children = new ArrayList<>();
        FileChannel own = FileChannel.open(files.resolve("of-the-parent"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        assertTrue(openFiles().stream().anyMatch(name -> name.endsWith("of-the-parent")));
        for (int i = 0; i < 3; i++) {
            children.add(JvmProcess.of(ProcessSurroundingsConformanceTest::describe, files.resolve("" + i).toString())
                    .jvmArgs("-ea", "-Xmx96m")
                    .stdio(Stdio.discard())
                    .start());
        }
        List<Waitable> waitables = new ArrayList<>(children.stream().map(JvmProcess::sentinel).toList());
        try (Pipe silent = Pipe.create()) {
            waitables.add(silent.first());
            List<Waitable> ready = Channels.waitAny(waitables, SOON);
            assertFalse(ready.isEmpty() || ready.contains(silent.first()));
        }
        for (JvmProcess child : children) {
            assertEquals(OptionalInt.of(0), end(child));
        }
        List<Long> descriptors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<String> told = Files.readAllLines(files.resolve("" + i));
            descriptors.add(Long.parseLong(told.get(0)));
            assertEquals(List.of("0", "true"), told.subList(1, 3));
            assertTrue(Long.parseLong(told.get(3)) <= 96);
            assertEquals("0", told.get(4), "descriptors of the parent");
        }
        own.close();
        descriptors.sort(null);
        assertTrue(descriptors.getLast() - descriptors.getFirst() <= 2, descriptors.toString());
    }

    @Test
    @Row({"SM03", "SM04", "SM05", "PR31"})
    void shouldTakeAStandbyAndReplaceOneThatWasKilled() throws Exception {
        assertEquals(StartMethod.SPAWN, JvmProcess.defaultStartMethod());
        assertEquals(List.of(StartMethod.SPAWN, StartMethod.WARM), StartMethod.available());
        assertThrows(UnsupportedOperationException.class, () -> JvmProcess.defaultStartMethod(StartMethod.FORK));
        JvmProcess.defaultStartMethod(StartMethod.WARM);
        try {
            assertEquals(List.of(StartMethod.WARM, StartMethod.SPAWN), StartMethod.available());
            JvmSpec spec = JvmProcess.of(() -> {}).jvmArgs("-Dstandby=1").state().plan().spec();
            JvmLauncher launcher = ProcessNode.here().launcher();
            warm().keepWarm(1);
            await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
            JvmProcess first = warm().start();
            assertEquals(StartMethod.WARM, first.startMethod());
            assertEquals(OptionalInt.of(0), end(first));
            assertEquals("WARM WARM", Files.readString(files.resolve("method")));
            await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
            long killed = launcher.standbyPids(spec).getFirst();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            JvmProcess second = warm().start();
            assertEquals(OptionalInt.of(0), end(second));
            await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
            warm().keepWarm(0);
            JvmProcess other = warm().jvmArgs("-Dstandby=2").start();
            assertEquals(StartMethod.SPAWN, other.startMethod(), "nothing of these options was ready");
            assertEquals(OptionalInt.of(0), end(other));
            JvmProcess.of(() -> {}).jvmArgs("-Dstandby=2").keepWarm(0);
        } finally {
            JvmProcess.defaultStartMethod(StartMethod.SPAWN);
        }
    }

    private JvmProcess warm() {
        String file = files.resolve("method").toString();
        return JvmProcess.of(() -> Files.writeString(Path.of(file), JvmProcess.current().startMethod() + " "
                + JvmProcess.defaultStartMethod())).jvmArgs("-Dstandby=1");
    }

    @Test
    @Row({"PR37", "PL30", "RT10"})
    void shouldRunAPoolInAProcessThatForgetsToCloseItAndLogAsItsParentDoes() throws Exception {
        Path log = files.resolve("log");
        String results = files.resolve("results").toString();
        ProcessLog.toStderr(Level.WARNING);
        JvmProcess child;
        try {
            child = JvmProcess.of(() -> {
                ProcessPool pool = ProcessPool.of(1);
                Files.writeString(Path.of(results), pool.map(x -> x * x, List.of(1, 2, 3)) + " " + ProcessLog.level());
                ProcessLog.logger().log(Level.INFO, "not to be seen");
                ProcessLog.logger().log(Level.WARNING, "seen {0} times", 1);
            }).name("logging").stdio(Stdio.toFile(log)).start();
        } finally {
            ProcessLog.toStderr(Level.OFF);
        }
        assertEquals(OptionalInt.of(0), end(child));
        assertEquals("[1, 4, 9] WARNING", Files.readString(Path.of(results)));
        String text = Files.readString(log);
        assertTrue(text.contains("[WARNING/logging] seen 1 times") && !text.contains("not to be seen"), text);
    }

    @Test
    @Row("RT08")
    void shouldRegisterAndRunFinalisersAtTheSameTime() throws Exception {
        Finalisers finalisers = new Finalisers();
        AtomicInteger ran = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 500; n++) {
                    finalisers.add(n % 7, ran::incrementAndGet);
                }
            }));
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 50; n++) {
                    finalisers.run(_ -> true);
                }
            }));
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(SOON));
        }
        finalisers.run(_ -> true);
        assertEquals(2000, ran.get());
    }

    @Test
    @Row("PL32")
    void shouldLeaveNoWorkerWhenOneCannotBeStarted() {
        AtomicInteger made = new AtomicInteger();
        List<JvmProcess> workers = new ArrayList<>();
        ProcessPoolBuilder builder = ProcessPool.builder().workers(2).workersLike(process -> {
            workers.add(process);
            return made.incrementAndGet() == 2 ? process.directory(files.resolve("missing")) : process;
        });
        assertThrows(IOException.class, builder::open);
        await().atMost(SOON).until(() -> workers.stream().noneMatch(JvmProcess::isAlive));
    }

    @Test
    void shouldKillATreeWithWhatIsNoJvm() throws Exception {
        String file = files.resolve("pid").toString();
        JvmProcess parent = JvmProcess.of(() -> {
            Process sleeper = new ProcessBuilder("sleep", "600").start();
            Files.writeString(Path.of(file), Long.toString(sleeper.pid()));
            sleeper.waitFor();
        }).start();
        await().atMost(SOON).ignoreExceptions().until(() -> !Files.readString(Path.of(file)).isEmpty());
        long sleeper = Long.parseLong(Files.readString(Path.of(file)));
        parent.killTree();
        assertEquals(OptionalInt.of(-9), end(parent));
        await().atMost(SOON).until(() -> Children.isDead(sleeper));
        assertFalse(parent.join(Duration.ofMillis(-1)) && parent.isAlive());
    }

    /** Starts a child that inherits its output, and writes the child's exit code to a file. */
    static final class Mute {
        private Mute() {}

        public static void main(String[] args) throws Exception {
            JvmProcess child = JvmProcess.of(() -> System.out.println("to nobody")).stdio(Stdio.inherit()).start();
            Files.writeString(Path.of(args[0]), "" + end(child));
        }
    }

    @Test
    @Row("PR29")
    void shouldRunAChildWhoseParentHasNoOutput() throws Exception {
        Path told = files.resolve("told");
        Process parent = new ProcessBuilder("/bin/sh", "-c", "exec \"$0\" \"$@\" >&- 2>&-",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Mute.class.getName(), told.toString()).start();

        assertTrue(parent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS), "the parent did not end");
        assertEquals(0, parent.exitValue());
        assertEquals(OptionalInt.of(0).toString(), Files.readString(told));
    }

    @Test
    @Row("PL24")
    void shouldWarnOfAPoolThatWasDroppedWithoutBeingClosed() throws Exception {
        Logger logger = Logger.getLogger(ProcessPool.class.getName());
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                warnings.add(logged.getLevel() + " " + logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            long worker = dropAPool();
            await().atMost(SOON).until(() -> {
                System.gc();
                return warnings.stream().anyMatch(text -> text.startsWith("WARNING") && text.contains("not closed"));
            });
            await().atMost(SOON).until(() -> Children.isDead(worker));
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static long dropAPool() throws Exception {
        ProcessPool pool = ProcessPool.of(1);
        return pool.apply(() -> ProcessHandle.current().pid());
    }
}
