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
import org.weir.sync.BrokenLockException;
import org.weir.sync.OwnerDiedException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What is left of clients that SIGKILL ends: while they hold and while they wait. */
@ExtendWith(Fixture.class)
@Timeout(600)
@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry"})
class ManagerDeathTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Manager manager;

    ManagerDeathTest(Manager manager) {
        this.manager = manager;
    }

    @Test
    @Row(value = "MG22", modes = Mode.MANAGER)
    void shouldTakeBackWhatADeadClientHeldOrWaitedFor() throws Exception {
        ManagedLock lock = manager.lock();
        ManagedLock spoilt = manager.lock();
        ManagedSemaphore semaphore = manager.semaphore(1);
        ManagedSemaphore leased = manager.semaphore(1);
        ManagedQueue<Integer> queue = manager.queue();
        ManagedBarrier barrier = manager.barrier(3);
        ManagedCondition condition = manager.condition();
        int clients = manager.clientCount();
        int objects = manager.objectCount();
        long pid;
        try (Helper victim = Helper.start("victim")) {
            pid = victim.pid();
            victim.run(() -> {
                lock.lock();
                spoilt.lock();
                semaphore.acquire();
                assertTrue(leased.acquireLease(LONG).isPresent());
            });
            List<CompletableFuture<Object>> waits = List.of(victim.begin(queue::take), victim.begin(barrier::await),
                    victim.begin(() -> {
                        condition.lock().lock();
                        condition.await();
                        return 0;
                    }));
            await().atMost(LONG).until(() -> barrier.waiting() == 1 && condition.waiting() == 1);
            assertTrue(lock.toString().contains("process " + pid + " 'victim'"), lock.toString());
            CompletableFuture<OwnerDiedException> blocked = CompletableFuture.supplyAsync(() -> assertThrows(
                    OwnerDiedException.class, lock::lock));

            victim.kill();

            assertEquals(pid, blocked.get(30, TimeUnit.SECONDS).pid().orElseThrow());
            assertTrue(waits.stream().allMatch(wait -> !wait.isDone() || wait.isCompletedExceptionally()));
        }
        await().atMost(LONG).until(() -> manager.clientCount() == clients);
        assertThrows(OwnerDiedException.class, lock::tryLock);
        assertThrows(OwnerDiedException.class, () -> lock.tryLock(LONG));
        assertTrue(lock.isLocked());
        try (ManagedRecovery recovery = lock.recover(LONG)) {
            assertTrue(recovery.wasAbandoned());
            recovery.consistent();
        }
        assertTrue(lock.tryLock());
        lock.unlock();
        spoilt.recover(LONG).close();
        assertThrows(BrokenLockException.class, spoilt::lock);
        assertFalse(semaphore.tryAcquire(), "permits have no owner");
        assertTrue(leased.tryAcquire(LONG), "leases have");
        assertTrue(barrier.isBroken());
        assertThrows(BrokenBarrierException.class, barrier::await);
        await().atMost(LONG).until(() -> condition.waiting() == 0);
        queue.put(1);
        assertEquals(1, queue.poll(LONG), "the dead have left the queue");
        assertTrue(manager.objectCount() >= objects);
    }

    @Test
    void shouldPassASignalOnWhenItsReceiverIsKilled() throws Exception {
        ManagedCondition condition = manager.condition();
        ManagedLock lock = condition.lock();
        try (Helper victim = Helper.start("victim")) {
            CompletableFuture<Object> first = victim.begin(() -> {
                lock.lock();
                condition.await();
                return 0;
            });
            await().atMost(LONG).until(() -> condition.waiting() == 1);
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
                lock.lock();
                try {
                    return condition.await(LONG);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                } finally {
                    lock.unlock();
                }
            });
            await().atMost(LONG).until(() -> condition.waiting() == 2);

            lock.lock();
            condition.signal();
            victim.kill();
            await().atMost(LONG).until(() -> first.isDone());
            lock.unlock();

            assertTrue(second.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException | IOException failed) {
            throw new AssertionError(lock + " " + condition, failed);
        }
    }
}
