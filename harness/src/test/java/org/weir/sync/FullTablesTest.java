package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.BRIEF;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tables that are full: of records of the dead, which give way, and of the living, which do not. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class FullTablesTest {

    private Peer mortal;

    @BeforeEach
    void start() throws IOException {
        mortal = Peer.start("the mortal");
    }

    @AfterEach
    void stop() {
        mortal.close();
    }

    /** Runs it in so many threads of the caller's process that end afterwards. */
    private static void inThreads(int threads, Peer.Action action) throws Exception {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(inThread(() -> {
                action.run();
                return true;
            }));
        }
        for (CompletableFuture<Boolean> each : all) {
            assertTrue(Peer.get(each));
        }
    }

    @Test
    void shouldLetReadersInWhenAllPlacesAreThoseOfDeadOnes() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        mortal.run(() -> inThreads(FifoState.RECORDS, () -> lock.readLock().lock()));
        assertFalse(lock.readLock().tryLock());
        mortal.kill();
        assertTrue(inThread(() -> lock.readLock().tryLock()).get());
        assertTrue(lock.readLock().tryLock(Duration.ofSeconds(5)));
        assertEquals("ProcessReadWriteLock[read by 2 threads]", lock.toString());
    }

    @Test
    void shouldLetAWriterReadHoweverManyWaitForIt() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        lock.writeLock().lock();
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < FifoState.RECORDS + 2; i++) {
            waiters.add(inThread(() -> {
                lock.writeLock().lock();
                lock.writeLock().unlock();
                return true;
            }));
        }
        until(() -> lock.getQueueLength() >= FifoState.RECORDS - 1);
        assertTrue(lock.readLock().tryLock(), "a writer may read");
        lock.writeLock().unlock();
        lock.readLock().unlock();
        for (CompletableFuture<Boolean> waiter : waiters) {
            assertTrue(Peer.get(waiter));
        }
    }

    @Test
    void shouldLetThreadsWaitWhenAllPlacesOfAConditionAreThoseOfDeadOnes() throws Exception {
        RobustLock lock = ProcessLock.create();
        ProcessCondition condition = lock.newCondition();
        CompletableFuture<Boolean> dies = mortal.begin(() -> inThreads(ProcessCondition.WAITERS, () -> {
            lock.lock();
            condition.awaitUninterruptibly();
        }));
        until(() -> condition.getWaitQueueLength() == ProcessCondition.WAITERS);
        lock.lock();
        assertThrows(IllegalStateException.class, () -> condition.await(BRIEF), "they live");
        assertTrue(lock.isHeldByCurrentThread());
        mortal.kill();
        assertThrows(Throwable.class, dies::get);
        assertFalse(condition.await(BRIEF));
        assertEquals(0, condition.getWaitQueueLength());
        lock.unlock();
    }

    @Test
    void shouldPassASignalOfTheDeadOnThoughAllPlacesAreTaken() throws Exception {
        RobustLock lock = ProcessLock.create();
        ProcessCondition condition = lock.newCondition();
        CompletableFuture<Boolean> waits = inThread(() -> {
            lock.lock();
            boolean signalled = condition.await(Waits.SOON);
            lock.unlock();
            return signalled;
        });
        CompletableFuture<Boolean> dies = mortal.begin(() -> inThreads(ProcessCondition.WAITERS - 1, () -> {
            lock.lock();
            condition.awaitUninterruptibly();
        }));
        until(() -> condition.getWaitQueueLength() == ProcessCondition.WAITERS);
        lock.lock();
        condition.signal(ProcessCondition.WAITERS - 1);
        mortal.kill();
        assertThrows(Throwable.class, dies::get);
        condition.await(BRIEF); // with a signal of another of the dead, perhaps
        lock.unlock();
        assertTrue(waits.get());
    }

    @Test
    void shouldLeaseThePermitsThatAreLeftWhenAllLeasesAreThoseOfDeadOnes() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(5000);
        mortal.run(() -> {
            for (int i = 0; i < 1024; i++) {
                semaphore.acquireLease();
            }
        });
        assertThrows(IllegalStateException.class, semaphore::acquireLease, "they live");
        mortal.kill();
        semaphore.acquireLease().close();
        assertEquals(5000, semaphore.availablePermits());
    }
}
