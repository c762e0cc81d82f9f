package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Locks, semaphores, conditions, events and barriers in a manager. */
@ExtendWith(Fixture.class)
@Timeout(60)
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"}) // there are no spurious wakeups; a failed test may keep a lock
class ManagedSyncConformanceTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Manager manager;
    private final Helper helper;

    ManagedSyncConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    private static <T> CompletableFuture<T> here(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        return result.orTimeout(30, TimeUnit.SECONDS);
    }

    private static Class<?> causeOf(CompletableFuture<?> failing) {
        Throwable cause = assertThrows(ExecutionException.class, failing::get).getCause();
        return Objects.requireNonNull(cause).getClass();
    }

    @Test
    @Row(value = {"LK02", "LK03", "LK08"}, modes = Mode.MANAGER)
    void shouldBeLockedWhileItIsHeldAndRefuseToBeUnlockedOtherwise() throws Exception {
        ManagedLock lock = manager.lock();

        lock.lock();
        assertTrue(lock.isLocked());
        assertEquals(false, helper.call(lock::tryLock));
        assertThrows(IllegalMonitorStateException.class, () -> helper.run(lock::unlock));
        assertThrows(IllegalMonitorStateException.class, lock::lock);
        assertTrue(lock.toString().contains("held by thread #" + Thread.currentThread().threadId()), lock.toString());
        assertTrue(lock.isHeldByCurrentThread());
        lock.unlock();
        assertFalse(lock.isLocked());
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        assertEquals("Lock[free]", lock.toString());
        long start = System.nanoTime();
        lock.lock();
        assertFalse(here(() -> lock.tryLock(SHORT)).get());
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        lock.unlock();
    }

    @Test
    @Row(value = "LK05", modes = Mode.MANAGER)
    void shouldHaveToBeUnlockedAsOftenAsItWasLocked() {
        ManagedLock lock = manager.reentrantLock();
        for (int i = 0; i < 3; i++) {
            lock.lock();
        }
        assertTrue(lock.toString().contains("3 times"), lock.toString());
        for (int i = 0; i < 3; i++) {
            assertTrue(lock.isLocked());
            lock.unlock();
        }
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }

    @Test
    void shouldGiveLargerFencingTokensToLaterHoldings() {
        ManagedLock lock = manager.lock();
        lock.lock();
        long first = lock.fencingToken();
        lock.unlock();
        lock.lock();
        assertTrue(lock.fencingToken() > first);
        lock.unlock();
        assertThrows(IllegalMonitorStateException.class, lock::fencingToken);
    }

    @Test
    void shouldBeWithdrawnByAnInterruptAndLeaveTheObjectAsItWas() throws Exception {
        ManagedLock lock = manager.lock();
        ManagedQueue<String> queue = manager.queue();
        lock.lock();
        Thread waiter = Thread.ofPlatform()
                .start(() -> assertThrows(InterruptedException.class,
                        lock::lockInterruptibly));
        AtomicReference<Object> taken = new AtomicReference<>("nothing");
        Thread taker = Thread.ofPlatform().start(() -> {
            try {
                taken.set(queue.take());
            } catch (InterruptedException interrupted) {
                taken.set(interrupted);
            }
        });
        await().atMost(LONG)
                .until(() -> waiter.getState() != Thread.State.NEW && taker.getState()
                        == Thread.State.RUNNABLE);

        waiter.interrupt();
        taker.interrupt();

        assertTrue(waiter.join(LONG));
        assertTrue(taker.join(LONG));
        assertTrue(taken.get() instanceof InterruptedException);
        queue.put("kept");
        assertEquals("kept", queue.poll());
        lock.unlock();
        assertTrue(lock.tryLock());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, queue::take);
        assertFalse(Thread.interrupted());
        Thread.currentThread().interrupt();
        assertEquals(0, queue.size());
        assertTrue(Thread.interrupted(), "the status outlives a call that does not wait");
    }

    @Test
    @Row(value = {"LK12", "LK13"}, modes = Mode.MANAGER)
    void shouldCountPermitsWithAndWithoutABound() throws Exception {
        ManagedSemaphore semaphore = manager.semaphore(2);
        semaphore.acquire();
        semaphore.acquire();
        assertFalse(semaphore.tryAcquire());
        assertFalse(semaphore.tryAcquire(SHORT));
        semaphore.release(2);
        semaphore.release();
        semaphore.release();
        assertEquals(4, semaphore.availablePermits());
        ManagedSemaphore bounded = manager.boundedSemaphore(2);
        bounded.acquire();
        bounded.release();
        assertThrows(IllegalStateException.class, bounded::release);
        assertEquals(2, bounded.availablePermits());
        CompletableFuture<Object> blocked = helper.begin(() -> {
            for (int i = 0; i < 5; i++) {
                semaphore.acquire();
            }
            return "acquired";
        });
        await().atMost(LONG).until(() -> semaphore.availablePermits() == 0);
        semaphore.release();
        assertEquals("acquired", Helper.result(blocked));
        assertTrue(bounded.acquireLease(LONG).isPresent());
    }

    @Test
    @Row(value = {"CV02", "CV05"}, modes = Mode.MANAGER)
    void shouldWakeAsManyWaitersAsWereSignalledAndStoreNothing() throws Exception {
        ManagedCondition condition = manager.condition();
        ManagedSemaphore woken = manager.semaphore(0);
        Helper.Action waiting = () -> {
            condition.lock().lock();
            condition.await();
            condition.lock().unlock();
            woken.release();
        };
        List<CompletableFuture<?>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(helper.start(waiting));
            waiters.add(here(() -> {
                waiting.run();
                return 0;
            }));
        }
        await().atMost(LONG).until(() -> condition.waiting() == 6);
        ManagedLock lock = condition.lock();

        for (int[] step : new int[][]{{1, 1}, {1, 2}, {4, 6}, {3, 6}}) {
            lock.lock();
            condition.signal(step[0]);
            lock.unlock();
            await().atMost(LONG).until(() -> woken.availablePermits() == step[1]);
        }

        for (CompletableFuture<?> waiter : waiters) {
            Object _ = waiter.get();
        }
        lock.lock();
        assertFalse(condition.await(SHORT), "nothing was stored");
        lock.unlock();
        assertThrows(IllegalMonitorStateException.class, condition::signal);
        assertThrows(IllegalMonitorStateException.class, condition::await);
    }

    @Test
    @Row(value = {"CV03", "CV04", "CV09"}, modes = Mode.MANAGER)
    void shouldTimeOutAndLeaveNoSignalBehind() throws Exception {
        ManagedCondition condition = manager.condition();
        ManagedLock lock = condition.lock();
        List<CompletableFuture<?>> timed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            timed.add(helper.begin(() -> {
                lock.lock();
                try {
                    return condition.await(SHORT);
                } finally {
                    lock.unlock();
                }
            }));
        }
        for (CompletableFuture<?> each : timed) {
            assertEquals(false, each.get());
        }
        lock.lock();
        assertFalse(condition.await(Duration.ZERO));
        assertTrue(condition.awaitNanos(1) <= 0);
        lock.unlock();
        CompletableFuture<Object> waiter = helper.begin(() -> {
            lock.lock();
            try {
                return condition.await(LONG);
            } finally {
                lock.unlock();
            }
        });
        await().atMost(LONG).until(() -> condition.waiting() == 1);
        lock.lock();
        condition.signalAll();
        lock.unlock();
        assertEquals(true, Helper.result(waiter));
    }

    @Test
    @Row(value = {"CV07", "CV08"}, modes = Mode.MANAGER)
    void shouldWaitForACondition() throws Exception {
        ManagedCondition condition = manager.condition();
        ManagedLock lock = condition.lock();
        ManagedValue<Integer> state = manager.value(0);
        CompletableFuture<Object> stepping = helper.begin(() -> {
            for (int i = 0; i < 4; i++) {
                lock.lock();
                Integer _ = state.update((java.util.function.UnaryOperator<Integer> & Serializable) old -> old + 1);
                condition.signal();
                lock.unlock();
            }
            return "stepped";
        });

        lock.lock();
        assertTrue(condition.awaitFor(() -> state.get() == 4, LONG));
        long start = System.nanoTime();
        assertFalse(condition.awaitFor(() -> state.get() == 5, SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        lock.unlock();
        assertEquals("stepped", Helper.result(stepping));
    }

    @Test
    @Row(value = {"CV12", "CV13", "CV14"}, modes = Mode.MANAGER)
    void shouldReleaseWhoWaitsForAnEvent() throws Exception {
        ManagedEvent event = manager.event();
        assertFalse(event.await(SHORT));
        assertEquals("Event[not set]", event.toString());

        CompletableFuture<Integer> waiter = here(() -> {
            event.await();
            return 1;
        });
        helper.run(event::set);

        assertEquals(1, waiter.get());
        assertTrue(event.isSet());
        event.await();
        assertTrue(event.await(Duration.ZERO));
        assertEquals("Event[set]", event.toString());
        event.clear();
        assertFalse(event.await(Duration.ZERO));
    }

    /** A barrier's party: what it got from each pass. */
    private List<CompletableFuture<?>> parties(int count, Helper.Task party) {
        return IntStream.range(0, count)
                .<CompletableFuture<?>>mapToObj(i -> i % 2 == 0 ? helper.begin(party) : here(party::run))
                .toList();
    }

    @Test
    @Row(value = {"CV15", "CV17", "CV18"}, modes = Mode.MANAGER)
    void shouldLetPartiesPassTogetherAfterTheActionHasRunOnce() throws Exception {
        ManagedList<Integer> passes = manager.list();
        ManagedBarrier barrier = manager.barrier(4, Optional.of((Runnable & Serializable) () -> passes.add(0)), LONG);
        ManagedList<Integer> places = manager.list();
        int rounds = 3;

        List<CompletableFuture<?>> all = parties(4, () -> {
            for (int i = 0; i < rounds; i++) {
                places.add(barrier.await());
                if (passes.size() < i + 1) {
                    throw new IllegalStateException("released before the action");
                }
                int _ = barrier.await(LONG);
            }
            return "through";
        });

        for (CompletableFuture<?> each : all) {
            assertEquals("through", each.get());
        }
        assertEquals(2 * rounds, passes.size());
        assertEquals(rounds, places.count(0));
        assertEquals(rounds, places.count(3));
        assertFalse(barrier.isBroken());
    }

    @Test
    @Row(value = {"CV19", "CV20", "CV24"}, modes = Mode.MANAGER)
    void shouldBreakByAbortAndByResetAndWorkAgain() throws Exception {
        ManagedBarrier barrier = manager.barrier(3);
        for (int round = 0; round < 2; round++) {
            boolean abort = round == 0;
            List<CompletableFuture<?>> waiting = parties(2, barrier::await);
            await().atMost(LONG).until(() -> barrier.waiting() == 2);
            if (abort) {
                barrier.abort();
                assertTrue(barrier.isBroken());
            } else {
                barrier.reset();
            }
            for (CompletableFuture<?> each : waiting) {
                assertEquals(BrokenBarrierException.class,
                        causeOf(each));
            }
            barrier.reset();
            assertFalse(barrier.isBroken());
        }
        for (CompletableFuture<?> each : parties(3, barrier::await)) {
            Object _ = each.get();
        }
        ManagedBarrier single = manager.barrier(1);
        assertEquals(0, single.await());
        assertEquals(0, single.await());
    }

    @Test
    @Row(value = {"CV22", "CV23"}, modes = Mode.MANAGER)
    void shouldBreakWhenAPartyWaitsTooLong() throws Exception {
        ManagedBarrier barrier = manager.barrier(3, Optional.<SerializableRunnable>empty(), SHORT);
        List<CompletableFuture<?>> waiting = parties(1, () -> barrier.await(LONG));
        await().atMost(LONG).until(() -> barrier.waiting() == 1);

        assertThrows(TimeoutException.class, barrier::await);

        assertEquals(BrokenBarrierException.class,
                causeOf(waiting.get(0)));
        assertThrows(BrokenBarrierException.class, () -> barrier.await(SHORT));
        assertTrue(barrier.toString().contains("broken"), barrier.toString());
    }

    private interface SerializableRunnable extends Runnable, Serializable {}

    @Test
    @Row(value = {"QU02", "QU03", "QU04", "QU05", "QU09", "QU10", "QU14"}, modes = Mode.MANAGER)
    void shouldBoundAQueue() throws Exception {
        ManagedQueue<Integer> queue = manager.queue(4);
        assertTrue(queue.isEmpty());
        queue.put(1);
        assertTrue(queue.offer(2));
        assertTrue(queue.offer(3, 1, TimeUnit.SECONDS));
        assertTrue(queue.add(4));

        assertEquals(4, queue.size());
        assertEquals(0, queue.remainingCapacity());
        assertFalse(queue.offer(5));
        assertThrows(IllegalStateException.class, () -> queue.add(5));
        long start = System.nanoTime();
        assertFalse(queue.offer(5, SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        assertEquals(1, queue.peek());
        assertEquals(1, queue.take());
        assertEquals(2, queue.poll());
        assertEquals(3, queue.poll(SHORT));
        assertEquals(4, queue.remove());
        assertEquals(null, queue.poll());
        start = System.nanoTime();
        assertEquals(null, queue.poll(SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        assertThrows(java.util.NoSuchElementException.class, queue::element);
    }

    @Test
    @Row(value = {"QU07", "QU08", "QU13"}, modes = Mode.MANAGER)
    void shouldKeepTheOrderOfEachProducer() throws Exception {
        ManagedQueue<Integer> queue = manager.queue(10);
        List<Integer> first = IntStream.range(0, 10).boxed().toList();

        assertTrue(queue.addAll(first));
        CompletableFuture<Object> taken = helper.begin(() -> {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(queue.take());
            }
            for (int i = 10; i < 20; i++) {
                queue.put(i);
            }
            return (Serializable) all;
        });

        assertEquals(first, Helper.result(taken));
        List<Integer> rest = new ArrayList<>();
        assertEquals(10, queue.drainTo(rest));
        assertEquals(IntStream.range(10, 20).boxed().toList(), rest);
        assertTrue(queue.isEmpty());
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
    }

    @Test
    @Row(value = "QU15", modes = Mode.MANAGER)
    void shouldJoinWhenAllWorkIsDone() throws Exception {
        ManagedQueue<Integer> queue = manager.queue();
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        assertFalse(queue.join(SHORT));
        CompletableFuture<Object> working = helper.start(() -> {
            for (int i = 0; i < 10; i++) {
                Integer _ = queue.take();
                queue.taskDone();
            }
        });

        queue.join();

        assertTrue(queue.isEmpty());
        Object _ = Helper.result(working);
        assertThrows(IllegalStateException.class, queue::taskDone);
    }
}
