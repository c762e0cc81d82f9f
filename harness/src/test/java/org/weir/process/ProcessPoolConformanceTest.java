package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A pool of this process's own children: what every pool does, and what this one lets one choose. */
class ProcessPoolConformanceTest extends PoolConformance {

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

    @Override
    protected Pool pool() {
        return pool;
    }

    @Override
    protected Pool open(int workers) throws IOException {
        return ProcessPool.of(workers);
    }

    private static int crash() {
        Runtime.getRuntime().halt(137);
        return 0;
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
    @Row({"PX02", "PX03"})
    void shouldFailTheTaskThatItsWorkerDiesOf() throws Exception {
        CompletableFuture<Integer> exit = pool.submit(x -> x.hashCode(), new Hostile("exit"));
        CompletableFuture<Integer> crash = pool.submit(x -> x.hashCode(), new Hostile("crash"));
        CompletableFuture<Integer> error = pool.submit(x -> x.hashCode(), new Hostile("error"));
        CompletableFuture<Integer> crashed = pool.submit(ProcessPoolConformanceTest::crash);
        CompletableFuture<Hostile> unreadable = pool.submit(() -> new Hostile("error"));
        CompletableFuture<Long> fine = pool.submit(() -> ProcessHandle.current().pid());

        assertSays(assertInstanceOf(WorkerDiedException.class, failure(exit)), "exit code 7");
        assertInstanceOf(WorkerDiedException.class, failure(crash));
        assertSays(failure(error), "cannot be read");
        assertInstanceOf(WorkerDiedException.class, failure(crashed));
        assertSays(assertInstanceOf(RemoteTaskException.class, failure(unreadable)), "cannot be read");
        assertTrue(soon(fine) > 0);
    }

    @Test
    void shouldRunWhatAnInterruptedThreadSubmits() throws Exception {
        assertEquals(squares(4), pool.map(x -> x * x, range(4), 1), "a worker is ready to be sent something");
        Thread.currentThread().interrupt();
        CompletableFuture<Integer> future = pool.submit(() -> 5);
        assertTrue(Thread.interrupted(), "the interrupt is put off, not lost");
        assertEquals(5, soon(future));
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
        assertEquals("yes", soon(initialised));
        assertInstanceOf(WorkerDiedException.class, failure(crashed));
        assertEquals(20 << 20, soon(large));
        assertInstanceOf(WorkerDiedException.class, failure(crashLarge));
        assertEquals(3, soon(last));
        assertTrue(other.awaitTermination(LONG));
        assertTrue(other.isTerminated() && other.processes().isEmpty());
    }

    @Test
    @Row({"PL27", "PL29", "PX15"})
    void shouldReplaceWorkersThatHaveDoneTheirShare() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().maxTasksPerChild(0));
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().maxTasksPerChild(-1));
        try (ProcessPool other = ProcessPool.builder().workers(2).maxTasksPerChild(5).open()) {
            List<Long> pids = other.map(_ -> ProcessHandle.current().pid(), range(20), 1);
            assertTrue(Set.copyOf(pids).size() >= 4, "used " + Set.copyOf(pids));
            await().atMost(LONG).until(() -> other.processes().size() == 2);
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
            CompletableFuture<Integer> slow = other.submit(PoolConformance::sleepForEver);
            CompletableFuture<Integer> next = other.submit(() -> 1);
            assertSays(assertInstanceOf(TaskTimeoutException.class, failure(slow)), "300 ms", "was killed");
            assertEquals(1, soon(next));
        }
        assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().taskTimeout(Duration.ZERO));
    }

    @Test
    void shouldNotHoldBackATaskBehindOneThatWaitsForIt() throws Exception {
        pool.map(x -> x, range(2000), 1);
        Path directory = Files.createTempDirectory("meeting");
        String place = directory.toString();
        List<Integer> met = soon(pool.mapAsync(x -> meet(place, x), List.of(0, 1), 1));
        assertEquals(List.of(0, 1), met);
        for (int i : met) {
            Files.delete(directory.resolve("" + i));
        }
        Files.delete(directory);
    }

    private static int meet(String place, int who) throws IOException {
        Files.createFile(Path.of(place, "" + who));
        await().atMost(LONG).until(() -> Files.exists(Path.of(place, "" + (1 - who))));
        return who;
    }
}
