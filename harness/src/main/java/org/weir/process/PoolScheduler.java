package org.weir.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which worker gets which task, and what becomes of tasks whose worker ends.
 *
 * <p><b>Who holds what.</b> Each worker has a connection of its own, so that a death damages no other, and writes the
 * number of the task that it is at to shared memory before it looks at it. When a worker has ended and all that it sent
 * was received, that task fails; the others that it was sent were never begun, and go back to the head of the queue.
 * Nothing is run twice.
 *
 * <p><b>Sending ahead.</b> A worker whose tasks take some microseconds would spend most of its time waiting for the next
 * one. So small tasks are sent ahead to a worker whose tasks have been short. What waits behind a task that turns out to
 * be long, perhaps because it waits for one of them, is asked back by the clock, and goes to another worker. A frame is
 * sent ahead only if all that is in flight fits the ring: then sending never waits for a worker that may be waiting
 * for us.
 */
final class PoolScheduler implements PoolWorker.Listener {

    private final ProcessPool.Settings settings;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<PoolTask> queue = new ArrayDeque<>();
    private final PoolLife life;
    private final PoolStaff staff;
    private final PoolClock clock;
    private final AtomicLong taskIds = new AtomicLong();
    private final AtomicLong functionIds = new AtomicLong();

    private record Order(PoolWorker worker, PoolTask task) {}

    PoolScheduler(ProcessPool.Settings settings, String name) {
        this.settings = settings;
        this.name = name;
        life = new PoolLife(name);
        staff = new PoolStaff(lock, life, settings, name);
        clock = new PoolClock(lock, staff.all(), settings);
    }

    /** Starts the workers; if one cannot be started, ends those that were. */
    void start() throws IOException {
        try {
            for (int i = 0; i < settings.workers(); i++) {
                staff.hire(this);
            }
        } catch (IOException | RuntimeException | Error e) {
            kill();
            throw e;
        }
        clock.start(name, this::isTerminated);
    }

    PoolStaff staff() {
        return staff;
    }

    long nextTask() {
        return taskIds.incrementAndGet();
    }

    /** What tasks are to call, serialized now; held by the caller. */
    PoolFunction function(Object function, String what) {
        return new PoolFunction(functionIds.incrementAndGet(), function, what);
    }

    /** @throws RejectedExecutionException if the pool takes none any more; they are dropped then */
    void submit(List<PoolTask> tasks) {
        lock.lock();
        try {
            life.requireRunning();
            queue.addAll(tasks);
            tasks.forEach(task -> task.queued = true);
        } catch (RejectedExecutionException late) {
            tasks.forEach(PoolTask::dropped);
            throw late;
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    /** Abandons tasks; those that no worker has are over at once, though they stay in the queue until they are its first. */
    void abandon(List<PoolTask> tasks) {
        List<PoolTask> dropped = new ArrayList<>();
        lock.lock();
        try {
            for (PoolTask task : tasks) {
                task.abandon();
                if (task.queued) {
                    dropped.add(task);
                }
            }
        } finally {
            lock.unlock();
        }
        dropped.forEach(PoolTask::dropped);
        dispatch();
    }

    /** @throws RejectedExecutionException if the pool takes none any more */
    void requireRunning() {
        lock.lock();
        try {
            life.requireRunning();
        } finally {
            lock.unlock();
        }
    }

    /** Gives tasks to workers as long as there are both. */
    private void dispatch() {
        boolean all = false;
        while (!all) {
            all = dispatchOnce();
        }
    }

    /** The sending is done without the lock. Returns false if some could not be sent, so that workers are free for others. */
    private boolean dispatchOnce() {
        List<Order> orders = new ArrayList<>();
        List<PoolWorker> idle = List.of();
        lock.lock();
        try {
            dropAbandoned();
            Optional<PoolWorker> taker = queue.isEmpty() ? Optional.empty() : staff.taker(queue.peek());
            while (taker.isPresent()) {
                PoolTask task = queue.remove();
                task.queued = false;
                PoolWorker worker = taker.get();
                worker.load.add(task);
                clock.given(worker);
                orders.add(new Order(worker, task));
                dropAbandoned();
                taker = queue.isEmpty() ? Optional.empty() : staff.taker(queue.peek());
            }
            if (life.isDraining() && queue.isEmpty()) {
                idle = staff.dismissIdle();
            }
        } finally {
            lock.unlock();
        }
        boolean all = true;
        for (Order order : orders) {
            all &= isSent(order);
        }
        idle.forEach(PoolWorker::stop);
        return all;
    }

    /** What is too large, or for what there is no memory, fails; its worker has had nothing of it. */
    private boolean isSent(Order order) {
        try {
            order.worker.send(order.task);
            return true;
        } catch (RuntimeException | Error unsendable) {
            boolean taken;
            lock.lock();
            try {
                taken = order.worker.load.takeBack(order.task.id) != null;
            } finally {
                lock.unlock();
            }
            if (taken) {
                order.task.failed(unsendable);
            }
            return false;
        }
    }

    private void dropAbandoned() {
        while (!queue.isEmpty() && queue.peek().isAbandoned()) {
            PoolTask task = queue.remove();
            task.queued = false;
            task.dropped();
        }
    }

    @Override
    public void answered(PoolWorker worker, PoolFrame frame) {
        switch (frame.kind()) {
            case PoolFrame.READY -> ready(worker);
            case PoolFrame.UNFIT -> breakDown(worker.thrown(frame));
            case PoolFrame.RETURNED -> returned(worker, frame.task());
            case PoolFrame.DONE, PoolFrame.FAILED -> finished(worker, frame);
            default -> throw new IllegalStateException("A worker does not send frames of kind " + frame.kind() + ".");
        }
    }

    private void ready(PoolWorker worker) {
        lock.lock();
        try {
            staff.ready(worker);
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    private void returned(PoolWorker worker, long id) {
        lock.lock();
        try {
            PoolTask task = worker.load.takeBack(id);
            if (task != null) {
                putBack(task);
            }
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    private void putBack(PoolTask task) {
        if (task.isAbandoned()) {
            task.dropped();
        } else {
            queue.addFirst(task);
            task.queued = true;
        }
    }

    private void finished(PoolWorker worker, PoolFrame frame) {
        PoolTask task;
        boolean retired;
        lock.lock();
        try {
            task = worker.load.finish(frame.task(), frame.number());
            if (task == null) {
                return;
            }
            retired = staff.isRetired(worker);
        } finally {
            lock.unlock();
        }
        dispatch();
        if (retired) {
            worker.stop();
        }
        worker.deliver(task, frame);
    }

    @Override
    public void ended(PoolWorker worker, ExitStatus status) {
        List<PoolTask> victims;
        Optional<Throwable> cause;
        boolean replace;
        boolean hopeless;
        boolean over;
        lock.lock();
        try {
            staff.ended(worker);
            List<PoolTask> unbegun = worker.takeUnbegun();
            victims = worker.load.takeAll();
            if (life.hasFuture()) {
                unbegun.reversed().forEach(this::putBack);
            } else {
                victims = concat(victims, unbegun);
            }
            cause = life.breakdown();
            hopeless = staff.isHopeless();
            replace = life.hasFuture() && (life.isRunning() || !queue.isEmpty());
        } finally {
            lock.unlock();
        }
        victims.forEach(task -> task.failed(reason(worker, task, status, cause)));
        if (replace && hopeless) {
            breakDown(new WorkerDiedException(worker.process().name(), worker.pid(), status));
        } else if (replace) {
            replace();
        }
        lock.lock();
        try {
            over = staff.all().isEmpty() && !life.isRunning() && queue.isEmpty();
        } finally {
            lock.unlock();
        }
        if (over) {
            life.terminate();
        }
        dispatch();
    }

    private static List<PoolTask> concat(List<PoolTask> one, List<PoolTask> other) {
        List<PoolTask> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private Throwable reason(PoolWorker worker, PoolTask task, ExitStatus status, Optional<Throwable> breakdown) {
        if (worker.load.isTimedOut(task)) {
            return new TaskTimeoutException(worker.process().name(), worker.pid(), settings.taskTimeout());
        }
        if (breakdown.isPresent()) {
            return life.brokenException(breakdown.get());
        }
        return new WorkerDiedException(worker.process().name(), worker.pid(), status);
    }

    private void replace() {
        try {
            staff.hire(this);
        } catch (IOException | RuntimeException | Error e) {
            breakDown(e);
        }
    }

    /** Ends the pool because it cannot have workers: all tasks fail, each with an exception of its own. */
    private void breakDown(Throwable cause) {
        lock.lock();
        try {
            life.breakDown(cause);
        } finally {
            lock.unlock();
        }
        end(() -> life.brokenException(cause));
    }

    /** Takes no tasks any more; when the last has finished, so do the workers. */
    void shutDown() {
        boolean over;
        lock.lock();
        try {
            life.drain();
            over = staff.all().isEmpty() && queue.isEmpty();
        } finally {
            lock.unlock();
        }
        if (over) {
            life.terminate();
        }
        dispatch();
    }

    /** Kills the workers; what they are at fails with their end, what waits with a {@link CancellationException}. */
    void kill() {
        end(() -> new CancellationException("The pool " + name + " was ended before the task began."));
    }

    private void end(Supplier<RuntimeException> reason) {
        List<PoolTask> waiting;
        List<PoolWorker> all;
        lock.lock();
        try {
            life.kill();
            waiting = List.copyOf(queue);
            queue.clear();
            for (PoolWorker worker : staff.all()) {
                waiting = concat(waiting, worker.takeUnbegun());
            }
            all = List.copyOf(staff.all());
            clock.wake();
        } finally {
            lock.unlock();
        }
        waiting.forEach(task -> task.failed(reason.get()));
        all.forEach(PoolWorker::kill);
        if (all.isEmpty()) {
            life.terminate();
        }
    }

    boolean isShutDown() {
        lock.lock();
        try {
            return !life.isRunning();
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminated() {
        return life.isTerminated();
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        return life.awaitTermination(nanos);
    }

    /** For the case that nobody holds the pool any more. */
    void abandon() {
        if (!isShutDown()) {
            System.getLogger(ProcessPool.class.getName())
                    .log(Level.WARNING, "The pool " + name
                            + " was not closed; it is ended because nothing refers to it. Use try-with-resources.");
            kill();
        }
    }
}
