package org.weir.manager;

import org.weir.process.PoolIterator;
import org.weir.process.ProcessPool;
import org.weir.process.ProcessPool.Action;
import org.weir.process.ProcessPool.BiMapper;
import org.weir.process.ProcessPool.Mapper;
import org.weir.process.ProcessPool.Task;
import org.weir.process.UnserializableTargetException;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A pool of processes in a manager, for clients in any processes: its workers are children of the server. See
 * {@link ProcessPool} for what may be a task and what becomes of it when its worker ends, and {@link ManagedObject} for
 * copies, equality, errors and threads.
 *
 * <p><b>Trust.</b> Tasks, arguments and results are what the manager's codec allows: the classes in which lambdas are
 * written have to be on its list. They may hold proxies of the manager's objects, also of this pool; a task that waits
 * for another of the same pool occupies a worker.
 *
 * <p><b>Futures.</b> They complete on a thread of this proxy; actions that are run then should be short. When the server
 * ends, all fail with {@link ManagerUnreachableException}, when this client was taken for dead with
 * {@link LeaseExpiredException}. What a task throws arrives as it was thrown, with a
 * {@link org.weir.process.RemoteStackTrace} as its cause or, if it has one, suppressed. To cancel a future withdraws what
 * no worker has begun; what is under way runs on.
 *
 * <p><b>Death.</b> What a client submitted and no worker has begun when the client ends, in whatever way, is withdrawn;
 * what a worker is at runs on, and its result is dropped. The pool lives as long as a proxy of it, or an unfinished future
 * of it, in a living client, as far as that client's collector has found out; within some seconds after that its workers
 * are ended, and when the server ends, at once. Who is done with it had better close it.
 *
 * <p>{@link #shutdown}, {@link #shutdownNow} and {@link #close} end the pool for all clients.
 *
 * <p>Source: rows PL and PX of the conformance table, in mode M.
 */
public final class ManagedPool extends AbstractProxy implements ExecutorService {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Boolean NO_ARGUMENT = Boolean.TRUE;
    private static final int CHUNKS_PER_WORKER = 4;

    private final transient PoolDesk desk;
    private final transient AtomicInteger workers = new AtomicInteger();

    ManagedPool(Remote remote) {
        super(remote);
        desk = new PoolDesk(remote);
    }

    /** How many workers the pool keeps. */
    public int workers() {
        if (workers.get() == 0) {
            workers.set(remote().count("workers"));
        }
        return workers.get();
    }

    /** The process ids of the workers that there are now. */
    public List<Long> pids() {
        return cast(remote().call("pids"));
    }

    /**
     * Runs a task in a worker and waits for its result.
     *
     * @throws Exception what the task threw, or {@link org.weir.process.WorkerDiedException},
     *         {@link org.weir.process.TaskTimeoutException}
     */
    public <R> R apply(Task<R> task) throws Exception {
        return await(submit(task));
    }

    /** Applies {@code mapper} to an argument in a worker and waits for its result; throws as {@link #apply(Task)}. */
    public <A, R> R apply(Mapper<A, R> mapper, A argument) throws Exception {
        return await(submit(mapper, argument));
    }

    private static <R> R await(CompletableFuture<R> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof Exception exception ? exception : e;
        }
    }

    /** Has a task run; the future completes with its result, or with what it threw. */
    public <R> CompletableFuture<R> submit(Task<R> task) {
        Objects.requireNonNull(task, "task");
        return single((Mapper<Boolean, R>) _ -> task.call(), NO_ARGUMENT);
    }

    /** Has a task run. */
    public CompletableFuture<Void> submit(Action action) {
        Objects.requireNonNull(action, "task");
        return single(running(action), NO_ARGUMENT);
    }

    /** Has {@code mapper} applied to an argument. */
    public <A, R> CompletableFuture<R> submit(Mapper<A, R> mapper, A argument) {
        return single(Objects.requireNonNull(mapper, "task"), argument);
    }

    /**
     * Has a task run, if it can be sent.
     *
     * @throws UnserializableTargetException if it cannot; the message says how to write it
     */
    @Override
    public <T> CompletableFuture<T> submit(Callable<T> task) {
        requireSerializable(task);
        return single((Mapper<Boolean, T>) _ -> task.call(), NO_ARGUMENT);
    }

    /** As {@link #submit(Callable)}; completes with null. */
    @Override
    public CompletableFuture<?> submit(Runnable task) {
        requireSerializable(task);
        return single(running(task), NO_ARGUMENT);
    }

    /** As {@link #submit(Runnable)}; completes with {@code result}, which stays here. */
    @Override
    public <T> CompletableFuture<T> submit(Runnable task, T result) {
        requireSerializable(task);
        return job(running(task), List.of(List.of(NO_ARGUMENT)), _ -> result);
    }

    /** As {@link #submit(Runnable)}; what the task throws is written to this process's log. */
    @Override
    public void execute(Runnable command) {
        CompletableFuture<?> _ = submit(command).whenComplete((_, thrown) -> {
            if (thrown != null) {
                System.getLogger(ManagedPool.class.getName()).log(System.Logger.Level.ERROR, "A task failed.", thrown);
            }
        });
    }

    private static void requireSerializable(Object task) {
        Objects.requireNonNull(task, "task");
        if (!(task instanceof Serializable)) {
            throw UnserializableTargetException.ofTask(task, ManagedPool.class);
        }
    }

    @SuppressWarnings("NullAway") // what runs has no result
    private static Mapper<Boolean, Void> running(Runnable task) {
        return _ -> {
            task.run();
            return null;
        };
    }

    private <A, R> CompletableFuture<R> single(Mapper<A, R> mapper, A argument) {
        List<A> chunk = new ArrayList<>();
        chunk.add(argument);
        return job(mapper, List.of(chunk), results -> cast(results.getFirst().getFirst()));
    }

    /** Encodes as a place that is no wire of the manager's: the pool's workers are processes of their own. */
    private <R> CompletableFuture<R> job(Mapper<?, ?> mapper, List<? extends List<?>> chunks,
            Function<List<List<Object>>, R> finish) {
        List<byte[]> encoded = new ArrayList<>();
        byte[] function = ScopedValue.where(Place.HERE, Elsewhere.INSTANCE).call(() -> {
            chunks.forEach(chunk -> encoded.add(encode(chunk, "argument")));
            return encode(mapper, "task");
        });
        return desk.submit(function, encoded, List.of(mapper, chunks), finish);
    }

    private byte[] encode(Object object, String what) {
        try {
            return remote().codec().encode(object);
        } catch (IllegalArgumentException refused) {
            throw UnserializableTargetException.explaining(what, refused);
        }
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
        List<A> all = list(arguments);
        return mapAsync(mapper, all, Math.max(1, Math.ceilDiv(all.size(), CHUNKS_PER_WORKER * workers())));
    }

    /** As {@link #map(Mapper, Iterable, int)}, without waiting. */
    public <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments,
            int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        requireChunk(chunkSize);
        List<A> all = list(arguments);
        List<List<A>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += chunkSize) {
            chunks.add(new ArrayList<>(all.subList(start, Math.min(all.size(), start + chunkSize))));
        }
        return chunks.isEmpty() ? CompletableFuture.completedFuture(List.of())
                : job(mapper, chunks, ManagedPool::concatenated);
    }

    private static <R> List<R> concatenated(List<List<Object>> results) {
        List<Object> all = new ArrayList<>();
        results.forEach(all::addAll);
        return cast(all);
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
        return PoolIterator.of(2 * workers() + 1, true, source(mapper, arguments, chunkSize));
    }

    /** As {@link #imap(Mapper, Iterable)}, with the results in the order in which they come. */
    public <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments) {
        return imapUnordered(mapper, arguments, 1);
    }

    /** As {@link #imapUnordered(Mapper, Iterable)}, in chunks of {@code chunkSize}, at least 1. */
    public <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return PoolIterator.of(2 * workers() + 1, false, source(mapper, arguments, chunkSize));
    }

    private <A, R> PoolIterator.Source<R> source(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        requireChunk(chunkSize);
        Iterator<? extends A> from = Objects.requireNonNull(arguments, "arguments").iterator();
        return () -> {
            List<A> chunk = new ArrayList<>();
            while (chunk.size() < chunkSize && from.hasNext()) {
                chunk.add(from.next());
            }
            return chunk.isEmpty() ? null : job(mapper, List.of(chunk), ManagedPool::<R>concatenated);
        };
    }

    private static void requireChunk(int chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("A chunk holds at least 1 argument, got " + chunkSize + ".");
        }
    }

    private static <A> List<A> list(Iterable<? extends A> arguments) {
        List<A> all = new ArrayList<>();
        arguments.forEach(all::add);
        return all;
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        List<CompletableFuture<T>> futures = submitAll(tasks);
        boolean over = false;
        try {
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(timeout, unit);
            over = true;
        } catch (ExecutionException eachTellsOfItsOwn) {
            over = true;
        } catch (TimeoutException late) {
            // What has not ended is cancelled.
        } finally {
            if (!over) {
                futures.forEach(future -> future.cancel(true));
            }
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
        List<CompletableFuture<T>> futures = submitAll(tasks);
        CompletableFuture<T> first = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(futures.size());
        futures.forEach(future -> {
            CompletableFuture<T> _ = future.whenComplete((value, thrown) -> {
                if (thrown == null) {
                    first.complete(value);
                } else if (left.decrementAndGet() == 0) {
                    first.completeExceptionally(thrown);
                }
            });
        });
        try {
            return first.get(timeout, unit);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private <T> List<CompletableFuture<T>> submitAll(Collection<? extends Callable<T>> tasks) {
        List<CompletableFuture<T>> futures = new ArrayList<>();
        try {
            tasks.forEach(task -> futures.add(submit(task)));
        } catch (RuntimeException | Error refused) {
            futures.forEach(future -> future.cancel(true));
            throw refused;
        }
        return futures;
    }

    /** Takes no tasks any more, of no client; those that it has are done, then the workers end. */
    @Override
    public void shutdown() {
        Object _ = remote().call("shutdown");
    }

    /**
     * Kills the workers. Tasks that they are at fail with {@link org.weir.process.WorkerDiedException}, those that wait
     * with {@link java.util.concurrent.CancellationException}, whichever client they are of.
     *
     * @return nothing: every task has an outcome
     */
    @Override
    public List<Runnable> shutdownNow() {
        Object _ = remote().call("shutdownNow");
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return remote().test("isShutdown");
    }

    @Override
    public boolean isTerminated() {
        return remote().test("isTerminated");
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = nanos(timeout, unit);
        return cast(remote().callWaiting(nanos, "awaitTermination", nanos));
    }

    /** As {@link #awaitTermination(long, TimeUnit)}. */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return awaitTermination(nanos(timeout), TimeUnit.NANOSECONDS);
    }

    /** Ends the pool as {@link ExecutorService#close()} says: waits for all tasks; when interrupted, kills the workers. */
    @Override
    public void close() {
        ExecutorService.super.close();
    }
}
