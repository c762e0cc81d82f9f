package org.weir.sync;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waiting in the tests of this package: with a limit that only a hang reaches. */
final class Waits {

    static final Duration SOON = Duration.ofSeconds(30);
    static final Duration BRIEF = Duration.ofMillis(60);

    private Waits() {}

    /** Waits until it is so. */
    static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(2)).atMost(SOON).until(condition);
    }

    /** Runs it on a thread of its own. */
    static <T> CompletableFuture<T> inThread(Callable<T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                future.complete(task.call());
            } catch (Throwable thrown) {
                future.completeExceptionally(thrown);
            }
        });
        return future.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs it, and says that it took so long at least. */
    static <T> T takesAtLeast(Duration time, Callable<T> task) throws Exception {
        long start = System.nanoTime();
        T result = task.call();
        long took = System.nanoTime() - start;
        assertTrue(took >= time.toNanos(), () -> "it took " + took + " ns of " + time);
        return result;
    }
}
