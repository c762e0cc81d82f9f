package org.weir.process;

import org.jspecify.annotations.Nullable;
import org.weir.channel.EndsOnTheirWay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** Turns what a user asks of a pool into tasks, and their outcomes into futures. */
final class PoolMaps {

    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 64 << 10;

    private final PoolScheduler scheduler;

    PoolMaps(PoolScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** One call, and its future. */
    <A, R> CompletableFuture<R> single(Pool.Mapper<A, R> mapper, A argument) {
        Objects.requireNonNull(mapper, "task");
        scheduler.requireRunning();
        PoolFunction function = scheduler.function(mapper, "task");
        try {
            CompletableFuture<R> future = new CompletableFuture<>();
            PoolTask task = task(function, PoolValues.listOf(argument),
                    (values, thrown) -> completeWithFirst(future, values, thrown));
            submit(List.of(task), future);
            return future;
        } finally {
            function.letGo();
        }
    }

    @SuppressWarnings("unchecked")
    private static <R> void completeWithFirst(CompletableFuture<R> future, List<?> values, @Nullable Throwable thrown) {
        if (thrown == null) {
            future.complete((R) values.getFirst());
        } else {
            future.completeExceptionally(thrown);
        }
    }

    private void submit(List<PoolTask> tasks, CompletableFuture<?> future) {
        abandonWhenCancelled(tasks, future);
        scheduler.submit(tasks);
    }

    private void abandonWhenCancelled(List<PoolTask> tasks, CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.whenComplete((_, _) -> {
            if (future.isCancelled()) {
                scheduler.abandon(tasks);
            }
        });
    }

    /** All chunks of a map, and one future for them. The first ones are sent while the others are being serialized. */
    <A, R> CompletableFuture<List<R>> map(Pool.Mapper<A, R> mapper, List<A> arguments, int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        scheduler.requireRunning();
        PoolFunction function = scheduler.function(mapper, "mapper");
        try {
            return map(function, arguments, chunkSize);
        } finally {
            function.letGo();
        }
    }

    private <A, R> CompletableFuture<List<R>> map(PoolFunction function, List<A> arguments, int chunkSize) {
        CompletableFuture<List<R>> future = new CompletableFuture<>();
        Object[] results = new Object[arguments.size()];
        int chunks = Math.ceilDiv(arguments.size(), chunkSize);
        AtomicInteger left = new AtomicInteger(chunks);
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        List<PoolTask> tasks = new ArrayList<>(chunks);
        List<PoolTask> batch = new ArrayList<>();
        int batchBytes = 0;
        try {
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
                batch.clear();
                abandonWhenCancelled(tasks, future);
            }
        } finally {
            batch.forEach(PoolTask::dropped);
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

    private PoolTask task(PoolFunction function, List<?> arguments, BiConsumer<List<?>, @Nullable Throwable> outcome) {
        EndsOnTheirWay ends = new EndsOnTheirWay();
        byte[] encoded = PoolValues.encode(new ArrayList<>(arguments), "argument", ends);
        return new PoolTask(scheduler.nextTask(), function, encoded, ends, new PoolTask.Receiver() {
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

    /**
     * The results of an imap.
     *
     * @param ordered whether they come in the order of their arguments
     */
    <A, R> PoolIterator<R> iterate(Pool.Mapper<A, R> mapper, Chunks<A> chunks, int workers, boolean ordered) {
        Objects.requireNonNull(mapper, "mapper");
        scheduler.requireRunning();
        PoolFunction function = scheduler.function(mapper, "mapper");
        try {
            return PoolIterator.of(workers, ordered, chunks, chunk -> chunk(function, chunk));
        } finally {
            function.letGo();
        }
    }

    private <R> CompletableFuture<List<R>> chunk(PoolFunction function, List<?> chunk) {
        CompletableFuture<List<R>> future = new CompletableFuture<>();
        PoolTask task = task(function, chunk, (values, thrown) -> complete(future, values.toArray(), thrown));
        submit(List.of(task), future);
        return future;
    }
}
