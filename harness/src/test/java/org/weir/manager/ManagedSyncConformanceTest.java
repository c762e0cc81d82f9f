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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Locks, semaphores, conditions and events in a manager. */
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
        assertFalse(Fixture.inThread(() -> lock.tryLock(SHORT)).get());
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
            waiters.add(Fixture.inThread(() -> {
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

        CompletableFuture<Integer> waiter = Fixture.inThread(() -> {
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
}
