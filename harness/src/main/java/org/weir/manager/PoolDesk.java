package org.weir.manager;

import org.weir.channel.Codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Where a proxy submits what it wants of a pool and gets the outcomes: one thread for all its futures, which waits in the
 * server while there are any, a moment longer, and then ends.
 */
final class PoolDesk {

    private static final AtomicLong DESKS = new AtomicLong();
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Remote remote;
    private final long number = DESKS.incrementAndGet();
    private final AtomicLong jobs = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<Long, Pending<?>> pending = new HashMap<>();
    /** Guarded: how many of those that are pending the server has taken on. */
    private int accepted;
    private boolean collecting;

    /** A job whose outcome is awaited. */
    private static final class Pending<R> {
        private final CompletableFuture<R> future = new CompletableFuture<>();
        private final Function<List<List<Object>>, R> finish;
        /** What was sent: if there are proxies in it, their objects have to live until a worker has its own. */
        @SuppressWarnings("UnusedVariable")
        private final Object sent;
        private boolean accepted;

        private Pending(Function<List<List<Object>>, R> finish, Object sent) {
            this.finish = finish;
            this.sent = sent;
        }

        private void complete(Codec codec, List<byte[]> outcomes) {
            try {
                List<List<Object>> results = new ArrayList<>();
                outcomes.forEach(outcome -> results.add(Outcomes.read(codec, outcome)));
                future.complete(finish.apply(results));
            } catch (CompletionException failed) {
                future.completeExceptionally(Objects.requireNonNull(failed.getCause()));
            } catch (RuntimeException | Error unexpected) {
                future.completeExceptionally(unexpected);
            }
        }
    }

    PoolDesk(Remote remote) {
        this.remote = remote;
    }

    /**
     * Submits a job.
     *
     * @param function an encoded mapper
     * @param chunks encoded lists of arguments, at least one
     * @param sent the two before they were encoded
     * @param finish makes the result of the chunks' results
     * @throws java.util.concurrent.RejectedExecutionException if the pool takes none any more
     */
    <R> CompletableFuture<R> submit(byte[] function, List<byte[]> chunks, Object sent,
            Function<List<List<Object>>, R> finish) {
        Pending<R> job = new Pending<>(finish, sent);
        long id = jobs.incrementAndGet();
        lock.lock();
        try {
            pending.put(id, job);
        } finally {
            lock.unlock();
        }
        try {
            Object _ = remote.call("submit", number, id, function, chunks);
        } catch (RuntimeException | Error rejected) {
            Object _ = remove(id);
            throw rejected;
        }
        accept(id, job);
        CompletableFuture<?> _ = job.future.whenComplete((_, _) -> {
            if (job.future.isCancelled()) {
                cancel(id);
            }
        });
        return job.future;
    }

    private void accept(long id, Pending<?> job) {
        lock.lock();
        try {
            if (pending.containsKey(id)) {
                job.accepted = true;
                accepted++;
                more.signal();
                if (!collecting) {
                    collecting = true;
                    Thread.ofPlatform().daemon().name("weir-manager-pool-results").start(this::collect);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void cancel(long id) {
        try {
            Object _ = remote.call("cancel", number, id);
        } catch (ManagerUnreachableException | LeaseExpiredException | ObjectGoneException gone) {
            // And the task with it.
        }
        Object _ = remove(id);
    }

    private Optional<Pending<?>> remove(long id) {
        lock.lock();
        try {
            Pending<?> job = pending.remove(id);
            if (job != null && job.accepted) {
                accepted--;
            }
            return Optional.ofNullable(job);
        } finally {
            lock.unlock();
        }
    }

    private void collect() {
        try {
            while (awaitJobs()) {
                List<List<Object>> batch = AbstractProxy.cast(remote.callUninterruptibly("collect", number));
                batch.forEach(this::deliver);
            }
        } catch (RuntimeException | Error lost) {
            fail(lost);
        }
    }

    @SuppressWarnings("unchecked")
    private void deliver(List<Object> done) {
        remove((long) done.get(0)).ifPresent(job -> job.complete(remote.codec(), (List<byte[]>) done.get(1)));
    }

    /** Waits until there is something to collect; false if this thread is to end. */
    private boolean awaitJobs() {
        lock.lock();
        try {
            long left = LINGER_NANOS;
            while (accepted == 0 && left > 0) {
                try {
                    left = more.awaitNanos(left);
                } catch (InterruptedException nobodyMayEndIt) {
                    // It ends by itself.
                }
            }
            collecting = accepted > 0;
            return collecting;
        } finally {
            lock.unlock();
        }
    }

    /** The server is lost: fails all that was accepted, each with an exception of its own. */
    private void fail(Throwable lost) {
        List<Pending<?>> all = new ArrayList<>();
        lock.lock();
        try {
            pending.values().stream().filter(job -> job.accepted).forEach(all::add);
            pending.values().removeAll(all);
            accepted = 0;
            collecting = false;
        } finally {
            lock.unlock();
        }
        all.forEach(job -> job.future.completeExceptionally(copy(lost)));
    }

    private static Throwable copy(Throwable lost) {
        return switch (lost) {
            case ManagerUnreachableException gone -> new ManagerUnreachableException(String.valueOf(gone.getMessage()),
                    gone);
            case LeaseExpiredException late -> new LeaseExpiredException(String.valueOf(late.getMessage()));
            default -> lost;
        };
    }
}
