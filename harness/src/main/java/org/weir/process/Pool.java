package org.weir.process;

import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A number of processes that tasks are sent to: {@code multiprocessing.Pool} and {@code ProcessPoolExecutor} in one. The
 * workers of a {@link ProcessPool} are children of this process; those of a manager's pool are children of its server,
 * and work for clients in any processes.
 *
 * <p>Tasks are serializable lambdas or method references; they, their arguments and their results are sent as copies.
 * Through the type {@link ExecutorService} a lambda is not serializable: keep the pool in a variable of its own type, or
 * cast: {@code (Callable<Integer> & Serializable) () -> 42}. Every method that takes a task throws
 * {@link UnserializableTargetException} if that, or an argument, cannot be sent; the message says how to write it.
 *
 * <p><b>When a worker ends</b>, by {@code System.exit}, a crash or a signal, the task that it was at fails with a
 * {@link WorkerDiedException} that names its process id and exit code, each task with an exception of its own; those that
 * were sent to it and not begun go to another worker, and a new worker takes its place. Nothing is run twice. If the
 * initializer fails, or three workers in a row end before they are ready, the pool is broken, and everything fails with a
 * {@link BrokenPoolException}. What a task throws arrives as it is, with a {@link RemoteStackTrace} as its cause (or, if
 * it has one, suppressed).
 *
 * <p><b>Futures</b> complete on threads of the pool, where actions that are run then should be short. To cancel one
 * withdraws what no worker has begun; what is under way runs on. A pool that takes no tasks any more throws
 * {@link java.util.concurrent.RejectedExecutionException}. Safe for use by several threads.
 *
 * <p>Source: rows PL, PX, Z22 to Z26b of the conformance table.
 */
public interface Pool extends ExecutorService {

    /** A task with a result. */
    @FunctionalInterface
    interface Task<R> extends Callable<R>, Serializable {}

    /** A task without a result. */
    @FunctionalInterface
    interface Action extends Runnable, Serializable {}

    /** What is applied to each of many arguments. */
    @FunctionalInterface
    interface Mapper<A, R> extends Serializable {
        /** Runs in a worker. */
        R apply(A argument) throws Exception;
    }

    /** What is applied to each of many pairs of arguments. */
    @FunctionalInterface
    interface BiMapper<A, B, R> extends Serializable {
        /** Runs in a worker. */
        R apply(A first, B second) throws Exception;
    }

    /** How many workers the pool keeps. */
    int workers();

    /** The process ids of the workers that there are now. */
    List<Long> pids();

    /**
     * Runs a task in a worker and waits for its result.
     *
     * @throws Exception what the task threw, or {@link WorkerDiedException}, {@link TaskTimeoutException}
     */
    default <R> R apply(Task<R> task) throws Exception {
        return PoolCalls.await(this, submit(task));
    }

    /** Applies {@code mapper} to an argument in a worker and waits for its result; throws as {@link #apply(Task)}. */
    default <A, R> R apply(Mapper<A, R> mapper, A argument) throws Exception {
        return PoolCalls.await(this, submit(mapper, argument));
    }

    /** Has a task run; the future completes with its result, or with what it threw. */
    default <R> CompletableFuture<R> submit(Task<R> task) {
        Objects.requireNonNull(task, "task");
        return submit((Mapper<Boolean, R>) _ -> task.call(), PoolCalls.NO_ARGUMENT);
    }

    /** Has a task run. */
    default CompletableFuture<Void> submit(Action action) {
        return submit(PoolCalls.running(action), PoolCalls.NO_ARGUMENT);
    }

    /** Has {@code mapper} applied to an argument. */
    <A, R> CompletableFuture<R> submit(Mapper<A, R> mapper, A argument);

    /** Has a task run, if its class is serializable. */
    @Override
    default <T> CompletableFuture<T> submit(Callable<T> task) {
        PoolCalls.requireSerializable(this, task);
        return submit((Mapper<Boolean, T>) _ -> task.call(), PoolCalls.NO_ARGUMENT);
    }

    /** As {@link #submit(Callable)}; completes with null. */
    @Override
    default CompletableFuture<?> submit(Runnable task) {
        PoolCalls.requireSerializable(this, task);
        return submit(PoolCalls.running(task), PoolCalls.NO_ARGUMENT);
    }

    /** As {@link #submit(Runnable)}; completes with {@code result}, which stays here. */
    @Override
    default <T> CompletableFuture<T> submit(Runnable task, T result) {
        return PoolCalls.instead(submit(task), result);
    }

    /** As {@link #submit(Runnable)}; what the task throws is written to this process's log. */
    @Override
    default void execute(Runnable command) {
        CompletableFuture<?> _ = submit(command).whenComplete((_, thrown) -> {
            if (thrown != null) {
                System.getLogger(getClass().getName()).log(System.Logger.Level.ERROR, "A task failed.", thrown);
            }
        });
    }

    /**
     * Applies {@code mapper} to each argument, in chunks of a size of the pool's choice: a quarter of each worker's share.
     *
     * @return the results, in the order of the arguments
     * @throws Exception what the first failing task threw, after all have ended; or what {@code arguments} threw
     */
    default <A, R> List<R> map(Mapper<A, R> mapper, Iterable<? extends A> arguments) throws Exception {
        return PoolCalls.await(this, mapAsync(mapper, arguments));
    }

    /** As {@link #map(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    default <A, R> List<R> map(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) throws Exception {
        return PoolCalls.await(this, mapAsync(mapper, arguments, chunkSize));
    }

    /** As {@link #map(Mapper, Iterable)}, without waiting. */
    default <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        List<A> all = PoolCalls.list(arguments);
        return mapAsync(mapper, all, PoolCalls.automaticChunk(all.size(), workers()));
    }

    /** As {@link #map(Mapper, Iterable, int)}, without waiting. */
    <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize);

    /**
     * As {@link #mapAsync(Mapper, Iterable)}; before the future completes, exactly one of the two is called, once: with
     * all results, or with what the future fails with.
     */
    default <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments,
            Consumer<? super List<R>> callback, Consumer<? super Throwable> errorCallback) {
        Objects.requireNonNull(callback, "callback");
        Objects.requireNonNull(errorCallback, "errorCallback");
        return mapAsync(mapper, arguments).whenComplete((results, thrown) -> {
            if (thrown == null) {
                callback.accept(results);
            } else {
                errorCallback.accept(thrown);
            }
        });
    }

    /** As {@link #map(Mapper, Iterable)}, of pairs. */
    default <A, B, R> List<R> starmap(BiMapper<A, B, R> mapper, Collection<? extends Map.Entry<A, B>> arguments)
            throws Exception {
        return PoolCalls.await(this, starmapAsync(mapper, arguments));
    }

    /** As {@link #starmap}, without waiting. */
    default <A, B, R> CompletableFuture<List<R>> starmapAsync(BiMapper<A, B, R> mapper,
            Collection<? extends Map.Entry<A, B>> arguments) {
        Objects.requireNonNull(mapper, "mapper");
        List<SimpleImmutableEntry<A, B>> pairs = new ArrayList<>();
        arguments.forEach(pair -> pairs.add(new SimpleImmutableEntry<>(pair)));
        return mapAsync(pair -> mapper.apply(pair.getKey(), pair.getValue()), pairs);
    }

    /**
     * Applies {@code mapper} to each argument, with no more of them under way than twice the workers, and one
     * more: arguments are taken from {@code arguments} as results are taken from the iterator.
     *
     * @return the results in the order of the arguments; for one thread
     */
    default <A, R> PoolIterator<R> imap(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        return imap(mapper, arguments, 1);
    }

    /** As {@link #imap(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    <A, R> PoolIterator<R> imap(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize);

    /** As {@link #imap(Mapper, Iterable)}, with the results in the order in which they come. */
    default <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        return imapUnordered(mapper, arguments, 1);
    }

    /** As {@link #imapUnordered(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize);

    @Override
    default <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    default <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        List<CompletableFuture<T>> futures = PoolCalls.submitAll(this, tasks);
        try {
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(timeout, unit);
        } catch (ExecutionException _) {
            // Each future tells of its own.
        } catch (TimeoutException _) {
            // What has not ended is cancelled.
        } finally {
            PoolCalls.cancelAll(futures);
        }
        return List.copyOf(futures);
    }

    @Override
    default <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("292 years are over", e);
        }
    }

    @Override
    default <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("Of no tasks, none can succeed.");
        }
        List<CompletableFuture<T>> futures = PoolCalls.submitAll(this, tasks);
        try {
            return PoolCalls.first(futures).get(timeout, unit);
        } finally {
            PoolCalls.cancelAll(futures);
        }
    }

    /** Takes no tasks any more; those that it has are done, then the workers end. */
    @Override
    void shutdown();

    /**
     * Kills the workers. Tasks that they are at fail with {@link WorkerDiedException}, those that wait with
     * {@link java.util.concurrent.CancellationException}.
     *
     * @return nothing: every task has an outcome
     */
    @Override
    List<Runnable> shutdownNow();

    /** As {@link #awaitTermination(long, TimeUnit)}. */
    default boolean awaitTermination(Duration timeout) throws InterruptedException {
        return awaitTermination(Times.nanos(Objects.requireNonNull(timeout, "timeout")), TimeUnit.NANOSECONDS);
    }

    /** Waits for all tasks, as {@link ExecutorService#close()} says; when interrupted, kills the workers. */
    @Override
    default void close() {
        ExecutorService.super.close();
    }
}
