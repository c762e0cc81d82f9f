package org.weir.manager;

import org.weir.process.Chunks;
import org.weir.process.Pool;
import org.weir.process.PoolIterator;
import org.weir.process.UnserializableTargetException;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A {@link Pool} in a manager, for clients in any processes: its workers are children of the server. See
 * {@link ManagedObject} for copies, equality, errors and threads.
 *
 * <p><b>Trust.</b> Tasks, arguments and results are what the manager's codec allows: the classes in which lambdas are
 * written have to be on its list. They may hold proxies of the manager's objects, also of this pool; a task that waits
 * for another of the same pool occupies a worker.
 *
 * <p><b>Futures.</b> They complete on a thread of this proxy. When the server ends, all fail with
 * {@link ManagerUnreachableException}, when this client was taken for dead with {@link LeaseExpiredException}.
 *
 * <p><b>Death.</b> What a client submitted and no worker has begun when the client ends, in whatever way, is withdrawn;
 * what a worker is at runs on, and its result is dropped. The pool lives as long as a proxy of it, or an unfinished future
 * of it, in a living client, as far as that client's collector has found out; within some seconds after that its workers
 * are ended, and when the server ends, at once. Who is done with it had better close it.
 *
 * <p>{@link #shutdown}, {@link #shutdownNow} and {@link #close} end the pool for all clients, and with it the tasks of
 * all.
 *
 * <p>Source: rows PL and PX of the conformance table, in mode M.
 */
public final class ManagedPool extends AbstractProxy implements Pool {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient PoolDesk desk;
    private final transient AtomicInteger workers = new AtomicInteger();

    ManagedPool(Remote remote) {
        super(remote);
        desk = new PoolDesk(remote);
    }

    @Override
    public int workers() {
        if (workers.get() == 0) {
            workers.set(remote().count("workers"));
        }
        return workers.get();
    }

    @Override
    public List<Long> pids() {
        return cast(remote().call("pids"));
    }

    @Override
    public <A, R> CompletableFuture<R> submit(Mapper<A, R> mapper, A argument) {
        Objects.requireNonNull(mapper, "task");
        List<A> chunk = new ArrayList<>();
        chunk.add(argument);
        return job(mapper, List.of(chunk), results -> cast(results.getFirst().getFirst()));
    }

    @Override
    public <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments,
            int chunkSize) {
        Objects.requireNonNull(mapper, "mapper");
        List<List<A>> chunks = new ArrayList<>();
        Chunks.<A>of(arguments, chunkSize).forEachRemaining(chunks::add);
        return chunks.isEmpty() ? CompletableFuture.completedFuture(List.of())
                : job(mapper, chunks, ManagedPool::concatenated);
    }

    @Override
    public <A, R> PoolIterator<R> imap(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return PoolIterator.of(workers(), true, Chunks.of(arguments, chunkSize), chunks(mapper));
    }

    @Override
    public <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return PoolIterator.of(workers(), false, Chunks.of(arguments, chunkSize), chunks(mapper));
    }

    private <A, R> Function<List<A>, CompletableFuture<List<R>>> chunks(Mapper<A, R> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return chunk -> job(mapper, List.of(chunk), ManagedPool::concatenated);
    }

    private static <R> List<R> concatenated(List<List<Object>> results) {
        List<Object> all = new ArrayList<>();
        results.forEach(all::addAll);
        return cast(all);
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

    @Override
    public void shutdown() {
        Object _ = remote().call("shutdown");
    }

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
}
