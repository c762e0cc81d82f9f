package org.weir.process;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.weir.memory.Realm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A pool that replaces its workers lives for as long as a service does. */
class PoolMemoryTest {

    private static final int WORKERS_TO_COME = 16;
    /** One more, while another is being replaced. */
    private static final int MOST_AT_A_TIME = 2;
    /** Bytes; that of two workers, and the rings of one have half a MiB. */
    private static final long ROOM = 1 << 20;

    @Test
    void shouldGiveBackTheMemoryOfWorkersThatWereReplaced() throws Exception {
        try (ProcessPool pool = ProcessPool.builder().workers(1).maxTasksPerChild(1).open()) {
            for (int i = 0; i < 2; i++) {
                pool.apply(() -> 1);
            }
            long before = bytesOfTheRealm();
            for (int i = 0; i < WORKERS_TO_COME; i++) {
                pool.apply(() -> 1);
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> bytesOfTheRealm() - before <= ROOM);
        }
    }

    @Test
    void shouldGiveBackTheFilesOfWorkersThatWereReplaced() throws Exception {
        try (ProcessPool pool = ProcessPool.builder()
                .workers(1)
                .maxTasksPerChild(1)
                .workersLike(worker -> worker.stdio(Stdio.kept()))
                .open()) {
            pool.apply(() -> 1);
            long before = outputsInTheRealm();
            for (int i = 0; i < WORKERS_TO_COME; i++) {
                pool.apply(() -> 1);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> outputsInTheRealm() - before <= MOST_AT_A_TIME);
        }
    }

    private static long outputsInTheRealm() throws IOException {
        try (Stream<Path> files = Files.find(Realm.current().directory(), 2,
                (file, _) -> String.valueOf(file.getFileName()).startsWith("out-"))) {
            return files.count();
        }
    }

    private static long bytesOfTheRealm() throws IOException {
        try (Stream<Path> files = Files.list(Realm.current().directory())) {
            return files.filter(Files::isRegularFile).mapToLong(PoolMemoryTest::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
