package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.Realm;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker may end before it has received the connections that its pool made for it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PoolWorkerEarlyEndTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    /** Of three workers each. */
    private static final int POOLS = 8;
    /** A worker may be replaced by a third before the memory of the first is back. */
    private static final int OVERLAP = 1;

    /** Ends the worker while it reads what it was given. */
    private static final class EndsItsReader implements Pool.Action {
        private static final long serialVersionUID = 1L;
        private final long home = ProcessHandle.current().pid();

        @Override
        public void run() {
            throw new AssertionError("was read");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (home != ProcessHandle.current().pid()) {
                Runtime.getRuntime().halt(3);
            }
        }
    }

    private static ProcessPoolBuilder unableToBegin() {
        return ProcessPool.builder()
                .workers(1)
                .workersLike(worker -> worker.jvmArgs("-XX:NoOptionOfAnyJvm").stdio(Stdio.discard()));
    }

    private static void breakDown(ProcessPoolBuilder builder) throws Exception {
        try (ProcessPool pool = builder.open()) {
            try {
                CompletableFuture<Integer> future = pool.submit(() -> 1);
                ExecutionException failed = assertThrows(ExecutionException.class,
                        () -> future.get(LONG.toSeconds(), TimeUnit.SECONDS));
                assertInstanceOf(BrokenPoolException.class, failed.getCause());
            } catch (RejectedExecutionException alreadyBroken) {
                assertInstanceOf(BrokenPoolException.class, alreadyBroken);
            }
            assertTrue(pool.awaitTermination(LONG));
        }
    }

    /** How many segments of memory for shared objects there are in the realm. */
    private static long heaps() throws IOException {
        try (Stream<Path> files = Files.list(Realm.current().directory())) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("heap-")).count();
        }
    }

    @Test
    void shouldGiveBackTheMemoryOfWorkersThatEndedBeforeTheyReceivedTheirConnections() throws Exception {
        breakDown(unableToBegin());
        breakDown(ProcessPool.builder().workers(1).initializer(new EndsItsReader()));
        long before = heaps();
        for (int i = 0; i < POOLS; i++) {
            breakDown(unableToBegin());
        }
        breakDown(ProcessPool.builder().workers(1).initializer(new EndsItsReader()));
        await().atMost(LONG)
                .untilAsserted(() -> assertTrue(heaps() <= before + OVERLAP, heaps() + " after " + before));
    }
}
