package org.weir.process;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Turns what a user asks of a pool into tasks, and their outcomes into futures. */
final class PoolMaps {

    /** The argument of what takes none. */
    static final Boolean NO_ARGUMENT = Boolean.TRUE;

    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 64 << 10;

    private final PoolScheduler scheduler;

    PoolMaps(PoolScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** @param written what the user wrote, to be named if it cannot be sent */
    <A, R> CompletableFuture<R> single(ProcessPool.Mapper<A, R> mapper, Object written, A argument) {
        Objects.requireNonNull(written, "task");
        scheduler.requireRunning();
        PoolTask.PoolFunction function = scheduler.function(TargetCodec.encode(mapper, "task"));
        CompletableFuture<R> future = new CompletableFuture<>();
        PoolTask task = new PoolTask(scheduler.nextTask(), function,
                PoolValues.encode(PoolValues.listOf(argument), "argument"), new PoolTask.Receiver() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public void done(List<?> results) {
                        future.complete((R) results.getFirst());
                    }

                    @Override
                    public void failed(Throwable thrown) {
                        future.completeExceptionally(thrown);
                    }
                });
        submit(List.of(task), future);
        return future;
    }

    private void submit(List<PoolTask> tasks, CompletableFuture<?> future) {
        abandonWhenCancelled(tasks, future);
        scheduler.submit(tasks);
    }

    private static void abandonWhenCancelled(List<PoolTask> tasks, CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.whenComplete((_, _) -> {
            if (future.isCancelled()) {
                tasks.forEach(PoolTask::abandon);
            }
        });
    }

    <T> CompletableFuture<T> foreign(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        if (!(task instanceof Serializable)) {
            throw UnserializableTargetException.ofTask(task, ProcessPool.class);
        }
        return single(_ -> task.call(), task, NO_ARGUMENT);
    }

    CompletableFuture<Object> foreign(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (!(task instanceof Serializable)) {
            throw UnserializableTargetException.ofTask(task, ProcessPool.class);
        }
        return single(_ -> {
            task.run();
            return nothing();
        }, task, NO_ARGUMENT);
    }

    /** The result of what has none. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // tasks may return null, as anywhere in Java
    static <T> T nothing() {
        return null;
    }

    /** All chunks of a map, and one future for them. The first ones are sent while the others are being serialized. */
    <A, R> CompletableFuture<List<R>> map(ProcessPool.Mapper<A, R> mapper, List<A> arguments, int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        scheduler.requireRunning();
        PoolTask.PoolFunction function = scheduler.function(TargetCodec.encode(mapper, "mapper"));
        CompletableFuture<List<R>> future = new CompletableFuture<>();
        Object[] results = new Object[arguments.size()];
        int chunks = Math.ceilDiv(arguments.size(), chunkSize);
        AtomicInteger left = new AtomicInteger(chunks);
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        List<PoolTask> tasks = new ArrayList<>(chunks);
        List<PoolTask> batch = new ArrayList<>();
        int batchBytes = 0;
        for (int start = 0; start < arguments.size(); start += chunkSize) {
            List<A> chunk = arguments.subList(start, Math.min(arguments.size(), start + chunkSize));
            int offset = start;
            PoolTask task = task(function, chunk, (values, thrown) -> {
                if (thrown != null) {
                    first.compareAndSet(null, thrown);
                } else {
                    for (int i = 0; i < values.size(); i++) {
                        results[offset + i] = values.get(i);
                    }
                }
                if (left.decrementAndGet() == 0) {
                    complete(future, results, first.get());
                }
            });
            tasks.add(task);
            batch.add(task);
            batchBytes += task.size();
            if (batch.size() == BATCH || batchBytes >= BATCH_BYTES) {
                scheduler.submit(batch);
                batch.clear();
                batchBytes = 0;
            }
        }
        if (tasks.isEmpty()) {
            future.complete(List.of());
        } else {
            scheduler.submit(batch);
            abandonWhenCancelled(tasks, future);
        }
        return future;
    }

    @SuppressWarnings("unchecked")
    private static <R> void complete(CompletableFuture<List<R>> future, Object[] results,
            @Nullable Throwable thrown) {
        if (thrown == null) {
            future.complete((List<R>) Arrays.asList(results));
        } else {
            future.completeExceptionally(thrown);
        }
    }

    private PoolTask task(PoolTask.PoolFunction function, List<?> arguments,
            BiConsumer<List<?>, @Nullable Throwable> outcome) {
        byte[] encoded = PoolValues.encode(new ArrayList<>(arguments), "argument");
        return new PoolTask(scheduler.nextTask(), function, encoded, new PoolTask.Receiver() {
            @Override
            public void done(List<?> results) {
                outcome.accept(results, null);
            }

            @Override
            public void failed(Throwable thrown) {
                outcome.accept(List.of(), thrown);
            }
        });
    }

    /** Chunks of an imap, one at each call; null at the end. */
    <A, R> PoolIterator.Feed<R> feed(ProcessPool.Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        requireChunk(chunkSize);
        scheduler.requireRunning();
        PoolTask.PoolFunction function = scheduler.function(TargetCodec.encode(mapper, "mapper"));
        Iterator<? extends A> source = ProcessPool.iterator(arguments);
        Supplier<List<A>> chunks = () -> {
            List<A> chunk = new ArrayList<>();
            while (chunk.size() < chunkSize && source.hasNext()) {
                chunk.add(source.next());
            }
            return chunk;
        };
        return new PoolIterator.Feed<>(2 * scheduler.workers() + 1, () -> {
            List<A> chunk = chunks.get();
            return chunk.isEmpty() ? null : chunk(function, chunk);
        });
    }

    private <R> CompletableFuture<List<R>> chunk(PoolTask.PoolFunction function, List<?> chunk) {
        CompletableFuture<List<R>> future = new CompletableFuture<>();
        PoolTask task = task(function, chunk, (values, thrown) -> complete(future, values.toArray(), thrown));
        submit(List.of(task), future);
        return future;
    }

    static void requireChunk(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("A chunk holds at least 1 argument, got " + chunkSize + ".");
        }
    }

    static <A> List<A> list(Iterable<? extends A> arguments) {
        List<A> all = new ArrayList<>();
        arguments.forEach(all::add);
        return all;
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

    /** What is to be thrown for a failed future. */
    static Exception thrown(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : failure;
    }
}
