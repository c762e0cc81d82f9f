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
import java.util.function.Function;

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
        EndsOnTheirWay ends = new EndsOnTheirWay();
        boolean submitted = false;
        try {
            PoolTask.PoolFunction function = scheduler.function(TargetCodec.encode(mapper, "task", ends));
            CompletableFuture<R> future = new CompletableFuture<>();
            PoolTask task = task(function, PoolValues.listOf(argument), ends,
                    (values, thrown) -> completeWithFirst(future, values, thrown));
            submit(List.of(task), future);
            submitted = true;
            return future;
        } finally {
            if (!submitted) {
                ends.recall();
            }
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

    private static void abandonWhenCancelled(List<PoolTask> tasks, CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.whenComplete((_, _) -> {
            if (future.isCancelled()) {
                tasks.forEach(PoolTask::abandon);
            }
        });
    }

    /** All chunks of a map, and one future for them. The first ones are sent while the others are being serialized. */
    <A, R> CompletableFuture<List<R>> map(Pool.Mapper<A, R> mapper, List<A> arguments, int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        scheduler.requireRunning();
        EndsOnTheirWay mapperEnds = new EndsOnTheirWay();
        PoolTask.PoolFunction function = scheduler.function(TargetCodec.encode(mapper, "mapper", mapperEnds));
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
            PoolTask task = task(function, chunk, new EndsOnTheirWay(), (values, thrown) -> {
                if (thrown != null) {
                    first.compareAndSet(null, thrown);
                } else {
                    for (int i = 0; i < values.size(); i++) {
                        results[offset + i] = values.get(i);
                    }
                }
                if (left.decrementAndGet() == 0) {
                    mapperEnds.recall();
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
            mapperEnds.recall();
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

    /** @param ends takes note of those that travel with it, which are taken back if it cannot be serialized */
    private PoolTask task(PoolTask.PoolFunction function, List<?> arguments, EndsOnTheirWay ends,
            BiConsumer<List<?>, @Nullable Throwable> outcome) {
        byte[] encoded;
        try {
            encoded = PoolValues.encode(new ArrayList<>(arguments), "argument", ends);
        } catch (RuntimeException | Error unserializable) {
            ends.recall();
            throw unserializable;
        }
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

    /** What submits chunks of an imap, one at each call. */
    <A, R> Function<List<A>, CompletableFuture<List<R>>> chunks(Pool.Mapper<A, R> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        scheduler.requireRunning();
        PoolTask.PoolFunction function = scheduler.function(TargetCodec.encode(mapper, "mapper"));
        return chunk -> chunk(function, chunk);
    }

    private <R> CompletableFuture<List<R>> chunk(PoolTask.PoolFunction function, List<?> chunk) {
        CompletableFuture<List<R>> future = new CompletableFuture<>();
        PoolTask task = task(function, chunk, new EndsOnTheirWay(),
                (values, thrown) -> complete(future, values.toArray(), thrown));
        submit(List.of(task), future);
        return future;
    }
}
