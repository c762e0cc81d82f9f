package org.weir.process;

import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A number of processes that tasks are sent to: {@code multiprocessing.Pool} and {@code ProcessPoolExecutor} in one.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.of(4)) {
 *     System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
 * }
 * }</pre>
 *
 * <p>Tasks are serializable lambdas or method references; they, their arguments and their results are sent as copies, by
 * Java serialization save for simple values. Through the type {@link ExecutorService} a lambda is not serializable:
 * keep the pool in a variable of this type, or cast: {@code (Callable<Integer> & Serializable) () -> 42}.
 *
 * <p><b>When a worker ends</b>, by {@code System.exit}, a crash or a signal, the task that it was at fails with a
 * {@link WorkerDiedException} that names its process id and exit code, each task with an exception of its own; those that
 * were sent to it and not begun go to another worker, and a new worker takes its place. Nothing is run twice. If the
 * initializer fails, or three workers in a row end before they are ready, the pool is broken, and everything fails with a
 * {@link BrokenPoolException}. What a task throws arrives as it is, with a {@link RemoteStackTrace} as its cause (or, if
 * it has one, suppressed).
 *
 * <p>Workers are daemons: they end with this process, and start no processes themselves. Actions that are run when a
 * future completes run on threads of the pool, and should be short. Safe for use by several threads.
 *
 * <p>Source: rows PL, PX, Z22 to Z26b of the conformance table.
 */
public final class ProcessPool implements ExecutorService {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int CHUNKS_PER_WORKER = 4;

    private final PoolScheduler scheduler;
    private final PoolMaps maps;
    private final Cleaner.Cleanable cleanable;

    /** A task with a result. */
    @FunctionalInterface
    public interface Task<R> extends Callable<R>, Serializable {}

    /** A task without a result. */
    @FunctionalInterface
    public interface Action extends Runnable, Serializable {}

    /** What is applied to each of many arguments. */
    @FunctionalInterface
    public interface Mapper<A, R> extends Serializable {
        /** Runs in a worker. */
        R apply(A argument) throws Exception;
    }

    /** What is applied to each of many pairs of arguments. */
    @FunctionalInterface
    public interface BiMapper<A, B, R> extends Serializable {
        /** Runs in a worker. */
        R apply(A first, B second) throws Exception;
    }

    /** How a pool and its workers are made. */
    record Settings(int workers, Action initializer, int maxTasksPerChild, Duration taskTimeout,
            UnaryOperator<JvmProcess> configuration) {

        boolean hasTaskTimeout() {
            return taskTimeout.compareTo(ProcessPoolBuilder.NO_LIMIT) < 0;
        }

        JvmProcess configure(JvmProcess process) {
            return configuration.apply(process);
        }
    }

    private ProcessPool(PoolScheduler scheduler) {
        this.scheduler = scheduler;
        maps = new PoolMaps(scheduler);
        cleanable = CLEANER.register(this, scheduler::abandon);
    }

    static ProcessPool open(Settings settings) throws IOException {
        PoolScheduler scheduler = new PoolScheduler(settings, ProcessNode.here().nextPoolName());
        scheduler.start();
        return new ProcessPool(scheduler);
    }

    /** A pool of as many workers as there are processors. */
    public static ProcessPool create() throws IOException {
        return builder().open();
    }

    /**
     * A pool of {@code workers}.
     *
     * @throws IllegalArgumentException if that is less than 1
     * @throws IOException if a worker cannot be started; none is left
     */
    public static ProcessPool of(int workers) throws IOException {
        return builder().workers(workers).open();
    }

    /** What a pool can be made with. */
    public static ProcessPoolBuilder builder() {
        return new ProcessPoolBuilder();
    }

    /** How many workers the pool keeps. */
    public int workers() {
        return scheduler.workers();
    }

    /** The processes of the workers that there are now. */
    public List<JvmProcess> processes() {
        return scheduler.processes();
    }

    /**
     * Runs a task in a worker and waits for its result.
     *
     * @throws Exception what the task threw, or {@link WorkerDiedException}, {@link TaskTimeoutException}
     */
    public <R> R apply(Task<R> task) throws Exception {
        return await(submit(task));
    }

    /** Applies {@code mapper} to an argument in a worker and waits for its result; throws as {@link #apply(Task)}. */
    public <A, R> R apply(Mapper<A, R> mapper, A argument) throws Exception {
        return await(submit(mapper, argument));
    }

    private <R> R await(CompletableFuture<R> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw PoolMaps.thrown(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Has a task run; the future completes with its result, or with what it threw. */
    public <R> CompletableFuture<R> submit(Task<R> task) {
        return maps.single(_ -> task.call(), task, PoolMaps.NO_ARGUMENT);
    }

    /** Has a task run. */
    public CompletableFuture<Void> submit(Action action) {
        return maps.single(_ -> {
            action.run();
            return PoolMaps.nothing();
        }, action, PoolMaps.NO_ARGUMENT);
    }

    /** Has {@code mapper} applied to an argument. */
    public <A, R> CompletableFuture<R> submit(Mapper<A, R> mapper, A argument) {
        return maps.single(mapper, mapper, argument);
    }

    /**
     * Has a task run, if it can be sent.
     *
     * @throws UnserializableTargetException if it cannot; the message says how to write it
     */
    @Override
    public <T> CompletableFuture<T> submit(Callable<T> task) {
        return maps.foreign(task);
    }

    /** As {@link #submit(Callable)}; completes with null. */
    @Override
    public CompletableFuture<?> submit(Runnable task) {
        return maps.foreign(task).thenApply(ignored -> ignored);
    }

    /** As {@link #submit(Runnable)}; completes with {@code result}, which stays here. */
    @Override
    public <T> CompletableFuture<T> submit(Runnable task, T result) {
        return maps.foreign(task).thenApply(_ -> result);
    }

    /** As {@link #submit(Runnable)}; what the task throws is written to this process's log. */
    @Override
    public void execute(Runnable command) {
        CompletableFuture<?> _ = maps.foreign(command).whenComplete((_, thrown) -> {
            if (thrown != null) {
                System.getLogger(ProcessPool.class.getName()).log(System.Logger.Level.ERROR, "A task failed.", thrown);
            }
        });
    }

    /**
     * Applies {@code mapper} to each argument, in chunks of a size of the pool's choice: a quarter of each worker's share.
     *
     * @return the results, in the order of the arguments
     * @throws Exception what the first failing task threw, after all have ended; or what {@code arguments} threw
     */
    public <A, R> List<R> map(Mapper<A, R> mapper, Iterable<? extends A> arguments) throws Exception {
        return await(mapAsync(mapper, arguments));
    }

    /** As {@link #map(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    public <A, R> List<R> map(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) throws Exception {
        return await(mapAsync(mapper, arguments, chunkSize));
    }

    /** As {@link #map(Mapper, Iterable)}, without waiting. */
    public <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        List<A> all = PoolMaps.list(arguments);
        return maps.map(mapper, all, automaticChunk(all.size()));
    }

    /** As {@link #map(Mapper, Iterable, int)}, without waiting. */
    public <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments,
            int chunkSize) {
        PoolMaps.requireChunk(chunkSize);
        return maps.map(mapper, PoolMaps.list(arguments), chunkSize);
    }

    /**
     * As {@link #mapAsync(Mapper, Iterable)}; before the future completes, exactly one of the two is called, once: with
     * all results, or with what the future fails with.
     */
    public <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments,
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

    private int automaticChunk(int size) {
        return Math.max(1, Math.ceilDiv(size, CHUNKS_PER_WORKER * workers()));
    }

    /** As {@link #map(Mapper, Iterable)}, of pairs. */
    public <A, B, R> List<R> starmap(BiMapper<A, B, R> mapper, Collection<? extends Map.Entry<A, B>> arguments)
            throws Exception {
        return await(starmapAsync(mapper, arguments));
    }

    /** As {@link #starmap}, without waiting. */
    public <A, B, R> CompletableFuture<List<R>> starmapAsync(BiMapper<A, B, R> mapper,
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
    public <A, R> PoolIterator<R> imap(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        return imap(mapper, arguments, 1);
    }

    /** As {@link #imap(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    public <A, R> PoolIterator<R> imap(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return new PoolIterator<>(maps.feed(mapper, arguments, chunkSize), true);
    }

    /** As {@link #imap(Mapper, Iterable)}, with the results in the order in which they come. */
    public <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        return imapUnordered(mapper, arguments, 1);
    }

    /** As {@link #imapUnordered(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    public <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return new PoolIterator<>(maps.feed(mapper, arguments, chunkSize), false);
    }

    @Override
    public <T> List<java.util.concurrent.Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<java.util.concurrent.Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout,
            TimeUnit unit) throws InterruptedException {
        List<CompletableFuture<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(submit(task)));
        CompletableFuture<?> all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
        try {
            all.get(timeout, unit);
        } catch (ExecutionException _) {
            // Each future tells of its own.
        } catch (TimeoutException _) {
            futures.forEach(future -> future.cancel(true));
        }
        return List.copyOf(futures);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("292 years are over", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("Of no tasks, none can succeed.");
        }
        List<CompletableFuture<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(submit(task)));
        try {
            return PoolMaps.first(futures).get(timeout, unit);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** Takes no tasks any more; those that it has are done, then the workers end. */
    @Override
    public void shutdown() {
        scheduler.shutDown();
    }

    /**
     * Kills the workers. Tasks that they are at fail with {@link WorkerDiedException}, those that wait with
     * {@link java.util.concurrent.CancellationException}.
     *
     * @return nothing: every task has an outcome
     */
    @Override
    public List<Runnable> shutdownNow() {
        scheduler.kill();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return scheduler.isShutDown();
    }

    @Override
    public boolean isTerminated() {
        return scheduler.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return scheduler.awaitTermination(Duration.of(timeout, unit.toChronoUnit()));
    }

    /** Waits for all tasks, as {@link ExecutorService#close()} says; when interrupted, kills the workers. */
    @Override
    public void close() {
        ExecutorService.super.close();
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "ProcessPool" + Arrays.asList(processes().toArray());
    }

    /** For {@link Iterator}s that a pool gives out. */
    static <T> Iterator<T> iterator(Iterable<T> iterable) {
        return Objects.requireNonNull(iterable, "arguments").iterator();
    }
}
