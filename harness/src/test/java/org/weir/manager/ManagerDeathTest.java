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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What is left of clients that SIGKILL ends: while they hold, while they wait, and at random moments. */
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

    /** Where a client is killed. */
    private static void use(ManagedLock lock, ManagedMap<String, Integer> counts, ManagedQueue<Integer> work,
            ManagedQueue<Integer> done) throws InterruptedException {
        while (true) {
            int item = work.take();
            done.put(item);
            try {
                lock.lock();
                try {
                    Integer _ = counts.merge("locked", 1, (a, b) -> a + b);
                } finally {
                    lock.unlock();
                }
            } catch (OwnerDiedException died) {
                recover(lock);
            }
        }
    }

    private static void recover(ManagedLock lock) throws InterruptedException {
        try (ManagedRecovery recovery = lock.recover(LONG)) {
            recovery.consistent();
        } catch (java.util.concurrent.TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }

    /** An item is lost only with a client that had taken it and not passed it on; none is there twice. */
    @Test
    void shouldSurviveClientsThatAreKilledAtRandomMoments() throws Exception {
        int kills = Integer.getInteger("weir.kills", 3);
        Random random = new Random(20_26);
        ManagedLock lock = manager.lock();
        ManagedMap<String, Integer> counts = manager.map();
        ManagedQueue<Integer> work = manager.queue(50);
        ManagedQueue<Integer> done = manager.queue();
        Set<Integer> seen = new HashSet<>();
        int clients = manager.clientCount();
        int next = 0;
        try (Helper survivor = Helper.start("survivor")) {
            CompletableFuture<Object> surviving = survivor.start(() -> use(lock, counts, work, done));
            for (int i = 0; i < kills; i++) {
                try (Helper victim = Helper.start("victim-" + i)) {
                    CompletableFuture<Object> _ = victim.start(() -> use(lock, counts, work, done));
                    int clientsNow = clients + 2;
                    await().atMost(LONG).until(() -> manager.clientCount() >= clientsNow);
                    long until = System.nanoTime() + random.nextInt(100_000_000);
                    while (System.nanoTime() < until) {
                        next = feed(work, next);
                        collect(done, seen);
                    }
                    victim.kill();
                }
            }
            next = feed(work, next);
            await().atMost(LONG).until(() -> {
                collect(done, seen);
                return work.isEmpty();
            });
            int put = next;
            await().atMost(LONG).until(() -> {
                collect(done, seen);
                return seen.size() >= put - kills;
            });
            assertFalse(surviving.isDone(), surviving::toString);
        }
        assertTrue(put(counts) > 0);
        await().atMost(LONG).until(() -> manager.clientCount() <= clients);
        assertTrue(next - seen.size() <= kills, next - seen.size() + " items lost in " + kills + " kills");
    }

    private static int put(ManagedMap<String, Integer> counts) {
        return Objects.requireNonNull(counts.get("locked"));
    }

    private static int feed(ManagedQueue<Integer> work, int from) {
        int next = from;
        while (next < Integer.MAX_VALUE && work.offer(next)) {
            next++;
            if (next % 20 == 0) {
                break;
            }
        }
        return next;
    }

    private static void collect(ManagedQueue<Integer> done, Set<Integer> seen) {
        for (Integer item = done.poll(); item != null; item = done.poll()) {
            assertTrue(seen.add(item), "item " + item + " was delivered twice");
        }
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
