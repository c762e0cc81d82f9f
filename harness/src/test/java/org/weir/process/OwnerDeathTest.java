package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.isDead;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.TestJvm;
import org.weir.conformance.Row;
import org.weir.memory.Realm;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What is left of a JVM's children and of its realm when it ends in ways that it cannot do anything about. Each owner has
 * a root of its own for realms, so that no other JVM's start sweeps what it leaves.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OwnerDeathTest {
    @TempDir
    private Path root;

    /**
     * A running {@link OwnerMain}, the leader of its own session and process group. It heeds every signal, also where
     * this JVM was started in the background by a shell, which has SIGINT ignored there, or by nohup.
     */
    private record Owner(Process process, Path realm, long janitor, List<Long> children) implements AutoCloseable {

        static Owner start(Path root, String way) throws IOException {
            Process process = new ProcessBuilder("setsid", "env", "--default-signal",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-D" + Realm.ROOT_PROPERTY + "=" + root, "-cp", System.getProperty("java.class.path"),
                    OwnerMain.class.getName(), way)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            if (line == null) {
                throw new IOException("The owner ended before it was ready, with " + process.onExit().join());
            }
            String[] parts = line.split(" ", -1);
            List<Long> children = Arrays.stream(parts[2].split(",", -1))
                    .filter(pid -> !pid.isEmpty())
                    .map(Long::valueOf)
                    .toList();
            return new Owner(process, Path.of(parts[0]), Long.parseLong(parts[1]), children);
        }

        void kill(Signal signal) throws IOException {
            Processes.send(process.pid(), signal);
        }

        void killGroup(Signal signal) throws IOException {
            new ProcessBuilder("sh", "-c", "kill -" + signal.number() + " -" + process.pid()).start().onExit().join();
        }

        List<Long> group() {
            try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                return all.map(ProcessHandle::pid).filter(pid -> !isDead(pid) && group(pid) == process.pid()).toList();
            }
        }

        private static long group(long pid) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
            } catch (IOException _) {
                return -1;
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "busy", "stopped", "unassigned"})
    void shouldEndAChildByTheKernelAloneWhenItsOwnerIsKilled(String way) throws Exception {
        try (Owner owner = Owner.start(root, way)) {
            assertTrue(owner.children().stream().noneMatch(Children::isDead));
            Processes.send(owner.janitor(), Signal.SIGKILL);
            await().atMost(SOON).until(() -> isDead(owner.janitor()));
            owner.kill(Signal.SIGKILL);
            await().atMost(SOON).until(() -> owner.children().stream().allMatch(Children::isDead));
            assertTrue(Files.exists(owner.realm()), "nobody was left to remove it");
            try (TestJvm next = TestJvm.start(List.of("-D" + Realm.ROOT_PROPERTY + "=" + root), Sweeper.class,
                    owner.realm())) {
                assertEquals(0, next.waitFor());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "stopped", "parent"})
    void shouldHaveTheJanitorRemoveTheRealmAndAllThatCameOfItWhenTheOwnerIsKilled(String way) throws IOException {
        try (Owner owner = Owner.start(root, way)) {
            assertFalse(Children.living(owner.realm()).isEmpty());
            owner.kill(Signal.SIGKILL);
            assertNothingIsLeftOf(owner);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGINT", "SIGTERM", "SIGHUP"})
    @Row("RT02")
    void shouldHaveAJanitorThatSignalsForOthersDoNotEnd(String name) throws IOException {
        try (Owner owner = Owner.start(root, "idle")) {
            Processes.send(owner.janitor(), Signal.valueOf(name));
            await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> !isDead(owner.janitor()));
            owner.kill(Signal.SIGKILL);
            assertNothingIsLeftOf(owner);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"})
    void shouldLeaveNothingWhenTheWholeGroupGetsASignal(String name) throws IOException {
        try (Owner owner = Owner.start(root, "idle")) {
            assertTrue(Collections.disjoint(owner.group(), owner.children()), "what is sent to the group reached them");
            owner.killGroup(Signal.valueOf(name));
            assertNothingIsLeftOf(owner);
            assertEquals(List.of(), owner.group());
        }
    }

    @Test
    void shouldLeaveNothingWhenTheOwnerIsKilledWhileChildrenStart() throws Exception {
        Random random = new Random(11);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<?>> rounds = new ArrayList<>();
            for (int round = 0; round < 8; round++) {
                Duration delay = Duration.ofMillis(random.nextInt(500));
                rounds.add(two.submit(() -> {
                    killAfter(delay);
                    return delay;
                }));
            }
            for (Future<?> round : rounds) {
                round.get();
            }
        }
    }

    private void killAfter(Duration delay) throws IOException {
        try (Owner owner = Owner.start(root, "launching")) {
            await().pollInterval(Duration.ofMillis(1)).pollDelay(delay).until(() -> true);
            owner.kill(Signal.SIGKILL);
            assertNothingIsLeftOf(owner);
        }
    }

    /** Ends when a sweep, as the next start of Weir makes it, has removed a realm. */
    static final class Sweeper {
        public static void main(String[] arguments) throws IOException {
            while (Files.exists(Path.of(arguments[0]))) {
                Realm.sweep();
            }
        }
    }

    private static void assertNothingIsLeftOf(Owner owner) {
        await().atMost(SOON).untilAsserted(() -> assertEquals(List.of(), Children.living(owner.realm())));
        await().atMost(SOON).until(() -> !Files.exists(owner.realm()));
        await().atMost(SOON).until(() -> isDead(owner.janitor()));
        assertEquals(List.of(), Children.living(owner.realm()));
        assertFalse(Files.exists(owner.realm()));
    }
}
