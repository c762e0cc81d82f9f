package org.weir.process;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A {@link Pool} whose workers are children of this process.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.of(4)) {
 *     System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
 * }
 * }</pre>
 *
 * <p>What is sent goes by Java serialization save for simple values. Workers are daemons: they end with this process, and
 * start no processes themselves. A pool that nobody holds any more is ended, with a warning.
 *
 * <p>Source: rows PL, PX, Z22 to Z26b of the conformance table.
 */
public final class ProcessPool implements Pool {

    private static final Cleaner CLEANER = Cleaner.create();

    private final PoolScheduler scheduler;
    private final PoolMaps maps;
    private final Cleaner.Cleanable cleanable;

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

    @Override
    public int workers() {
        return scheduler.staff().size();
    }

    /** The processes of the workers that there are now. */
    public List<JvmProcess> processes() {
        return scheduler.staff().processes();
    }

    @Override
    public List<Long> pids() {
        return scheduler.staff().pids();
    }

    @Override
    public <A, R> CompletableFuture<R> submit(Mapper<A, R> mapper, A argument) {
        return maps.single(mapper, argument);
    }

    @Override
    public <A, R> CompletableFuture<List<R>> mapAsync(Mapper<A, R> mapper, Iterable<? extends A> arguments,
            int chunkSize) {
        return maps.map(mapper, PoolCalls.list(arguments), Chunks.requireSize(chunkSize));
    }

    @Override
    public <A, R> PoolIterator<R> imap(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return maps.iterate(mapper, Chunks.of(arguments, chunkSize), workers(), true);
    }

    @Override
    public <A, R> PoolIterator<R> imapUnordered(Mapper<A, R> mapper, Iterable<? extends A> arguments, int chunkSize) {
        return maps.iterate(mapper, Chunks.of(arguments, chunkSize), workers(), false);
    }

    @Override
    public void shutdown() {
        scheduler.shutDown();
    }

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
        return scheduler.awaitTermination(unit.toNanos(timeout));
    }

    @Override
    public void close() {
        Pool.super.close();
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "ProcessPool" + Arrays.asList(processes().toArray());
    }
}
