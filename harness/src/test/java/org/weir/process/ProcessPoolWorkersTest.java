package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What a pool says of its workers while they come and go. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProcessPoolWorkersTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AtomicReference<@Nullable ProcessPool> ASKED = new AtomicReference<>();
    private static final CompletableFuture<List<Long>> ANSWER = new CompletableFuture<>();

    /** Is sent to a worker when that is started, and then asks who the workers are. */
    private static final class AsksAtTheStart implements Pool.Action {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {}

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            ProcessPool pool = ASKED.get();
            if (pool != null) {
                try {
                    ANSWER.complete(pool.pids());
                } catch (RuntimeException thrown) {
                    ANSWER.completeExceptionally(thrown);
                }
            }
        }
    }

    @Test
    void shouldNameTheOtherWorkersWhileOneIsBeingStarted() throws Exception {
        try (ProcessPool pool = ProcessPool.builder().workers(2).initializer(new AsksAtTheStart()).open()) {
            await().atMost(LONG).until(() -> pool.pids().size() == 2);
            List<Long> before = pool.pids();
            ASKED.set(pool);

            ProcessHandle.of(before.getFirst()).orElseThrow().destroyForcibly();

            assertEquals(before.subList(1, 2), ANSWER.get(LONG.toSeconds(), TimeUnit.SECONDS));
        } finally {
            ASKED.set(null);
        }
    }
}
