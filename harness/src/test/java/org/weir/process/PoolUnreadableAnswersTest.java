package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What a worker answers is read here, and the classes of it are the user's. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PoolUnreadableAnswersTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** More than a thread with the usual stack can read, and less than one with {@link #LARGE_STACK} can write. */
    private static final int CHAIN = 50_000;
    private static final String LARGE_STACK = "-Xss256m";

    private @Nullable ProcessPool pool;

    private ProcessPool open(ProcessPoolBuilder builder) throws IOException {
        ProcessPool opened = builder.workers(1).open();
        pool = opened;
        return opened;
    }

    /** Does not wait for a pool that hangs. */
    @AfterEach
    void end() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    private static void refuseElsewhereThan(long home) {
        if (home != ProcessHandle.current().pid()) {
            throw new AssertionError("cannot be read");
        }
    }

    private static final class Hostile implements Serializable {
        private static final long serialVersionUID = 1L;
        private final long home = ProcessHandle.current().pid();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            refuseElsewhereThan(home);
        }
    }

    private static final class HostileException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long home = ProcessHandle.current().pid();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            refuseElsewhereThan(home);
        }
    }

    private record Link(int number, @Nullable Link next) implements Serializable {}

    private static Link chain() {
        Link first = new Link(0, null);
        for (int i = 1; i < CHAIN; i++) {
            first = new Link(i, first);
        }
        return first;
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class,
                () -> future.get(LONG.toSeconds(), TimeUnit.SECONDS)).getCause());
    }

    private static void assertGoesOn(ProcessPool pool, long worker) throws Exception {
        CompletableFuture<Long> next = pool.submit(() -> ProcessHandle.current().pid());
        assertEquals(worker, next.get(LONG.toSeconds(), TimeUnit.SECONDS), "the worker is not to blame");
        pool.shutdown();
        assertTrue(pool.awaitTermination(LONG));
    }

    @Test
    @Row("PX07")
    void shouldFailATaskWhoseResultThrowsAnErrorWhenItIsRead() throws Exception {
        ProcessPool pool = open(ProcessPool.builder());
        long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
        CompletableFuture<Hostile> unreadable = pool.submit(() -> new Hostile());
        Throwable failure = assertInstanceOf(RemoteTaskException.class, failure(unreadable));
        assertInstanceOf(AssertionError.class, failure.getCause());
        assertGoesOn(pool, worker);
    }

    @Test
    @Row("PX07")
    void shouldFailATaskWhoseExceptionThrowsAnErrorWhenItIsRead() throws Exception {
        ProcessPool pool = open(ProcessPool.builder());
        long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
        CompletableFuture<Void> unreadable = pool.submit(() -> {
            throw new HostileException();
        });
        Throwable failure = assertInstanceOf(RemoteTaskException.class, failure(unreadable));
        Children.assertSays(failure, "cannot be read", "HostileException");
        assertGoesOn(pool, worker);
    }

    @Test
    @Row("PX07")
    void shouldFailATaskWhoseResultIsTooDeepToBeReadHere() throws Exception {
        ProcessPool pool = open(ProcessPool.builder().workersLike(worker -> worker.jvmArgs(LARGE_STACK)));
        long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
        CompletableFuture<Link> deep = pool.submit(() -> chain());
        Throwable failure = assertInstanceOf(RemoteTaskException.class, failure(deep));
        assertInstanceOf(StackOverflowError.class, failure.getCause());
        assertGoesOn(pool, worker);
    }

    @Test
    void shouldBreakWhenTheExceptionOfItsInitializerCannotBeRead() throws Exception {
        ProcessPool pool = open(ProcessPool.builder()
                .initializer(() -> {
                    throw new HostileException();
                }));
        CompletableFuture<Integer> future = pool.submit(() -> 1);
        assertInstanceOf(BrokenPoolException.class, failure(future));
        assertTrue(pool.awaitTermination(LONG));
    }
}
