package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;
import org.weir.process.ProcessPool;
import org.weir.process.RemoteTaskException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pool whose workers are children of the server. Clients submit jobs, which are functions and chunks of arguments as
 * bytes, at a desk of theirs, and collect there what became of them. With a client go its desks and what it submitted and
 * was not begun; what a worker is at runs on, and its outcome goes nowhere.
 */
final class PoolTarget implements Target, Mortal {

    private static final long BATCH_BYTES = 4 << 20;
    /** Of one job; a batch of less and one job more fit into a frame. */
    private static final long MOST_BYTES = 200 << 20;

    private record DeskId(Session session, long number) {}

    private static final class Desk {
        /** Submitted and not done. */
        private final Map<Long, Job> jobs = new HashMap<>();
        /** Done and not collected. */
        private final Deque<Done> done = new ArrayDeque<>();
    }

    private static final class Job {
        private Optional<CompletableFuture<?>> future = Optional.empty();
        private boolean cancelled;
    }

    private record Done(long job, List<byte[]> outcomes) {
        long bytes() {
            return outcomes.stream().mapToLong(each -> each.length).sum();
        }
    }

    private final ProcessPool pool;
    private final Codec codec;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition changed = mutex.newCondition();
    private final Map<DeskId, Desk> desks = new HashMap<>();

    private PoolTarget(ProcessPool pool, Codec codec) {
        this.pool = pool;
        this.codec = codec;
    }

    /** Starts the workers. */
    static PoolTarget open(Server server, PoolPlan plan) throws IOException {
        PoolSetup setup = new PoolSetup(server, plan.initializer());
        return new PoolTarget(ScopedValue.where(Place.HERE, Elsewhere.INSTANCE)
                .<ProcessPool, IOException>call(() -> plan.builder().initializer(setup).open()), server.codec());
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException {
        return switch (operation) {
            case "submit" -> submit(call.session(), desk(call, arguments), (long) arguments.get(1),
                    (byte[]) Objects.requireNonNull(arguments.get(2)),
                    (List<byte[]>) Objects.requireNonNull(arguments.get(3)));
            case "collect" -> collect(call, desk(call, arguments));
            case "cancel" -> cancel(desk(call, arguments), (long) arguments.get(1));
            case "workers" -> pool.workers();
            case "pids" -> pool.pids();
            case "shutdown" -> {
                pool.shutdown();
                yield null;
            }
            case "shutdownNow" -> {
                List<Runnable> _ = pool.shutdownNow();
                yield null;
            }
            case "isShutdown" -> pool.isShutdown();
            case "isTerminated" -> pool.isTerminated();
            case "awaitTermination" -> pool.awaitTermination((long) arguments.get(0), TimeUnit.NANOSECONDS);
            default -> throw Target.unexposed(operation, "a pool");
        };
    }

    private static DeskId desk(Call call, List<@Nullable Object> arguments) {
        return new DeskId(call.session(), (long) arguments.get(0));
    }

    private @Nullable Object submit(Session session, DeskId id, long number, byte[] function, List<byte[]> chunks)
            throws InterruptedException {
        Job job = new Job();
        mutex.lockInterruptibly();
        try {
            if (!desks.containsKey(id)) {
                session.hold(this);
                desks.put(id, new Desk());
            }
            deskOf(id).jobs.put(number, job);
        } finally {
            mutex.unlock();
        }
        try {
            PoolJob mapper = new PoolJob(codec, function);
            CompletableFuture<List<byte[]>> future = pool.mapAsync(mapper, chunks, 1);
            CompletableFuture<?> _ = future.whenComplete((outcomes, thrown) -> finished(id, number,
                    thrown == null ? outcomes : List.of(failure(thrown))));
            begun(job, future);
        } catch (RuntimeException rejected) {
            boolean _ = forget(id, number);
            throw rejected;
        }
        return null;
    }

    private Desk deskOf(DeskId id) {
        return Objects.requireNonNull(desks.get(id));
    }

    /** The job may have been cancelled meanwhile, or its client have died. */
    private void begun(Job job, CompletableFuture<?> future) {
        boolean cancelled;
        mutex.lock();
        try {
            job.future = Optional.of(future);
            cancelled = job.cancelled;
        } finally {
            mutex.unlock();
        }
        if (cancelled) {
            boolean _ = future.cancel(true);
        }
    }

    private byte[] failure(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause()
                : thrown;
        return Outcomes.threw(codec, cause, "the server of the manager");
    }

    private void finished(DeskId id, long number, List<byte[]> outcomes) {
        Done done = new Done(number, outcomes);
        if (done.bytes() > MOST_BYTES) {
            done = new Done(number, List.of(failure(new RemoteTaskException("The results of the task, or of the map,"
                    + " take " + done.bytes() + " bytes; " + MOST_BYTES + " can be sent at a time. Return less, or use"
                    + " imap."))));
        }
        mutex.lock();
        try {
            Desk desk = desks.get(id);
            if (desk != null && desk.jobs.remove(number) != null) {
                desk.done.add(done);
                changed.signalAll();
            }
        } finally {
            mutex.unlock();
        }
    }

    /** The outcomes of some jobs, as soon as there are any; none if the desk has no jobs any more. */
    private List<List<Object>> collect(Call call, DeskId id) throws InterruptedException {
        List<List<Object>> batch = new ArrayList<>();
        mutex.lockInterruptibly();
        try {
            while (desks.containsKey(id) && deskOf(id).done.isEmpty() && !deskOf(id).jobs.isEmpty()) {
                changed.await();
            }
            Desk desk = desks.get(id);
            long bytes = 0;
            while (desk != null && !desk.done.isEmpty() && bytes < BATCH_BYTES) {
                Done done = desk.done.remove();
                bytes += done.bytes();
                batch.add(Arrays.asList(done.job, done.outcomes));
            }
            dropIfIdle(call.session(), id);
        } finally {
            mutex.unlock();
        }
        return batch;
    }

    private void dropIfIdle(Session session, DeskId id) {
        Desk desk = desks.get(id);
        if (desk != null && desk.jobs.isEmpty() && desk.done.isEmpty()) {
            desks.remove(id);
            session.letGo(this);
        }
    }

    private boolean cancel(DeskId id, long number) {
        return forget(id, number);
    }

    /** Nobody waits for the job any more; whether anybody did. */
    private boolean forget(DeskId id, long number) {
        Job job = null;
        mutex.lock();
        try {
            Desk desk = desks.get(id);
            if (desk != null) {
                job = desk.jobs.remove(number);
                dropIfIdle(id.session, id);
                changed.signalAll();
            }
        } finally {
            mutex.unlock();
        }
        if (job != null) {
            withdraw(job);
        }
        return job != null;
    }

    private void withdraw(Job job) {
        Optional<CompletableFuture<?>> future;
        mutex.lock();
        try {
            job.cancelled = true;
            future = job.future;
        } finally {
            mutex.unlock();
        }
        future.ifPresent(begun -> begun.cancel(true));
    }

    @Override
    public void onEnd(Session session) {
        List<Job> orphans = new ArrayList<>();
        mutex.lock();
        try {
            desks.forEach((id, desk) -> {
                if (id.session == session) {
                    orphans.addAll(desk.jobs.values());
                }
            });
            desks.keySet().removeIf(id -> id.session == session);
            changed.signalAll();
        } finally {
            mutex.unlock();
        }
        orphans.forEach(this::withdraw);
    }

    @Override
    public void end() {
        List<Runnable> _ = pool.shutdownNow();
    }

    @Override
    public Object snapshot() {
        return text();
    }

    @Override
    public String text() {
        int jobs = 0;
        mutex.lock();
        try {
            for (Desk desk : desks.values()) {
                jobs += desk.jobs.size();
            }
        } finally {
            mutex.unlock();
        }
        return "Pool[workers " + pool.pids() + ", " + jobs + " jobs" + (pool.isTerminated() ? ", terminated]"
                : pool.isShutdown() ? ", shut down]" : "]");
    }
}
