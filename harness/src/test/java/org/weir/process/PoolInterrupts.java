package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What an interrupt does to whoever waits for a {@link Pool}. Each kind has a subclass. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class PoolInterrupts {

    /** For what has to happen at some time; generous, because machines are busy. */
    protected static final Duration LONG = Duration.ofSeconds(60);

    /** A pool for one test. */
    protected abstract Pool open(int workers) throws Exception;

    private record Invocation(Throwable thrown, boolean stillInterrupted) {}

    private static void make(String file) {
        try {
            Files.createFile(Path.of(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void awaitFile(String file) {
        await().atMost(LONG).until(() -> Files.exists(Path.of(file)));
    }

    @Test
    void shouldWithdrawWhatNoWorkerHasBegunWhenInvokeAllIsInterrupted(@TempDir Path directory) throws Exception {
        String begun = directory.resolve("begun").toString();
        String go = directory.resolve("go").toString();
        String ended = directory.resolve("ended").toString();
        String withdrawn = directory.resolve("withdrawn").toString();
        List<Callable<Object>> tasks = List.of((Callable<Object> & Serializable) () -> {
            make(begun);
            awaitFile(go);
            make(ended);
            return 1;
        }, (Callable<Object> & Serializable) () -> {
            make(withdrawn);
            return 2;
        });
        try (Pool pool = open(1)) {
            CompletableFuture<Invocation> invocation = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    invocation.completeExceptionally(new AssertionError("returned " + pool.invokeAll(tasks)));
                } catch (Throwable thrown) {
                    invocation.complete(new Invocation(thrown, Thread.interrupted()));
                }
            });
            awaitFile(begun);

            caller.interrupt();

            Invocation result = invocation.get(LONG.toSeconds(), TimeUnit.SECONDS);
            assertInstanceOf(InterruptedException.class, result.thrown());
            assertFalse(result.stillInterrupted(), "the exception stands for the interrupt");
            make(go);
            int last = pool.submit(() -> 3).get(LONG.toSeconds(), TimeUnit.SECONDS);
            assertEquals(3, last);
            assertFalse(Files.exists(Path.of(withdrawn)), "what was withdrawn has run");
            awaitFile(ended);
        }
    }
}
