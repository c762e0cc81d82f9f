package org.weir.process;

import java.io.Serializable;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** What the methods of every {@link Pool} are made of that are said in terms of others. */
final class PoolCalls {

    /** The argument of what takes none. */
    static final Boolean NO_ARGUMENT = Boolean.TRUE;

    private static final int CHUNKS_PER_WORKER = 4;

    private PoolCalls() {}

    /** The result of a call of {@code pool}, which is not let go of before. */
    static <R> R await(Pool pool, CompletableFuture<R> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof Exception exception ? exception : failed;
        } finally {
            Reference.reachabilityFence(pool);
        }
    }

    static void requireSerializable(Pool pool, Object task) {
        Objects.requireNonNull(task, "task");
        if (!(task instanceof Serializable)) {
            throw UnserializableTargetException.ofTask(task, pool.getClass());
        }
    }

    @SuppressWarnings("NullAway") // what runs has no result
    static Pool.Mapper<Boolean, Void> running(Runnable task) {
        Objects.requireNonNull(task, "task");
        return _ -> {
            task.run();
            return null;
        };
    }

    /** Completes as {@code future} does, but with {@code result}; cancels it when it is cancelled itself. */
    static <T> CompletableFuture<T> instead(CompletableFuture<?> future, T result) {
        CompletableFuture<T> other = new CompletableFuture<>();
        CompletableFuture<?> _ = future.whenComplete((_, thrown) -> {
            if (thrown == null) {
                other.complete(result);
            } else {
                other.completeExceptionally(thrown);
            }
        });
        CompletableFuture<?> _ = other.whenComplete((_, _) -> {
            if (other.isCancelled()) {
                future.cancel(true);
            }
        });
        return other;
    }

    static int automaticChunk(int arguments, int workers) {
        return Math.max(1, Math.ceilDiv(arguments, CHUNKS_PER_WORKER * workers));
    }

    static <A> List<A> list(Iterable<? extends A> arguments) {
        if (arguments instanceof Collection<? extends A> known) {
            return new ArrayList<>(known);
        }
        List<A> all = new ArrayList<>();
        arguments.forEach(all::add);
        return all;
    }

    /** Submits all of these, or none if one is refused. */
    static <T> List<CompletableFuture<T>> submitAll(Pool pool, Collection<? extends Callable<T>> tasks) {
        List<CompletableFuture<T>> futures = new ArrayList<>();
        try {
            tasks.forEach(task -> futures.add(pool.submit(task)));
        } catch (RuntimeException | Error refused) {
            cancelAll(futures);
            throw refused;
        }
        return futures;
    }

    static void cancelAll(List<? extends CompletableFuture<?>> futures) {
        futures.forEach(future -> future.cancel(true));
    }

    /** The first of these to succeed; fails when all have. */
    static <T> CompletableFuture<T> first(List<CompletableFuture<T>> futures) {
        CompletableFuture<T> first = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(futures.size());
        for (CompletableFuture<T> future : futures) {
            CompletableFuture<T> _ = future.whenComplete((value, thrown) -> {
                if (thrown == null) {
                    first.complete(value);
                } else if (left.decrementAndGet() == 0) {
                    first.completeExceptionally(thrown);
                }
            });
        }
        return first;
    }
}
