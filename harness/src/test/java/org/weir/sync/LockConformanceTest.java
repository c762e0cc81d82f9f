package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.conformance.Row.Mode.PROCESSES;
import static org.weir.conformance.Row.Mode.THREADS;
import static org.weir.sync.Waits.BRIEF;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.takesAtLeast;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the original's tests and documents say of its locks and semaphores. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("LockNotBeforeTry")
class LockConformanceTest {

    private static Peer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    private static List<RobustLock> allKinds() {
        return List.of(ProcessLock.create(), ReentrantProcessLock.create(), FairProcessLock.create(),
                ProcessReadWriteLock.create().writeLock());
    }

    @Test
    @Row(value = {"LK02", "Z07", "Z08"}, modes = {PROCESSES, THREADS})
    void shouldRefuseToUnlockWhatTheThreadDoesNotHold() throws Exception {
        for (RobustLock lock : allKinds()) {
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
            lock.lock();
            assertThrows(IllegalMonitorStateException.class, () -> Peer.get(inThread(() -> {
                lock.unlock();
                return true;
            })), "another thread");
            assertThrows(IllegalMonitorStateException.class, () -> peer.run(lock::unlock), "another process");
            assertTrue(lock.isHeldByCurrentThread());
            lock.unlock();
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        }
    }

    @Test
    @Row(value = {"LK03", "LK07"}, modes = {PROCESSES, THREADS})
    void shouldSayWhetherItIsLockedHereAndElsewhere() throws Exception {
        for (RobustLock lock : allKinds()) {
            assertFalse(lock.isLocked());
            lock.lock();
            assertTrue(lock.isLocked());
            assertTrue(peer.call(lock::isLocked));
            assertEquals(false, Peer.get(inThread(lock::tryLock)));
            assertEquals(false, peer.call(lock::tryLock));
            lock.unlock();
            assertFalse(lock.isLocked());
            assertEquals(false, peer.call(lock::isLocked));
        }
    }

    @Test
    @Row("LK04")
    void shouldStayLockedWhenItsOwnerExits() throws Exception {
        for (RobustLock lock : allKinds()) {
            try (Peer child = Peer.start("the child")) {
                child.run(lock::lock);
                assertTrue(child.call(lock::isLocked));
                assertTrue(lock.isLocked());
            }
            assertTrue(lock.isLocked());
            assertTrue(peer.call(lock::isLocked));
            assertThrows(OwnerDiedException.class, lock::lock);
            assertThrows(OwnerDiedException.class, () -> peer.run(lock::lock));
            try (Recovery recovery = lock.recover(Waits.SOON)) {
                assertTrue(recovery.wasAbandoned());
                recovery.consistent();
            }
            peer.run(() -> {
                lock.lock();
                lock.unlock();
            });
        }
    }

    @Test
    @Row(value = {"LK05", "Z08"}, modes = {PROCESSES, THREADS})
    void shouldCountTheHoldsOfAReentrantLock() throws Exception {
        for (RobustLock lock : allKinds()) {
            if (lock instanceof ProcessLock) {
                continue;
            }
            for (int i = 0; i < 3; i++) {
                lock.lock();
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(false, peer.call(lock::tryLock));
                assertEquals(false, Peer.get(inThread(lock::tryLock)));
                lock.unlock();
            }
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
            assertTrue(peer.call(() -> {
                boolean locked = lock.tryLock();
                lock.unlock();
                return locked;
            }));
        }
    }

    @Test
    @Row(value = {"LK09", "LK10"}, modes = {PROCESSES, THREADS})
    void shouldSayWhoHoldsIt() throws Exception {
        ProcessLock lock = ProcessLock.create();
        assertEquals("ProcessLock[free]", lock.toString());
        lock.lock();
        assertEquals("ProcessLock[held by this thread]", lock.toString());
        String here = "thread #" + Thread.currentThread().threadId();
        assertEquals("ProcessLock[held by " + here + " of this process]", Peer.get(inThread(lock::toString)));
        String there = peer.call(lock::toString);
        assertTrue(there.startsWith("ProcessLock[held by " + here + " of process " + ProcessHandle.current().pid()),
                there);
        ReentrantProcessLock again = ReentrantProcessLock.create();
        again.lock();
        again.lock();
        assertEquals("ReentrantProcessLock[held by this thread, 2 holds]", again.toString());
        again.unlock();
        again.unlock();
        assertEquals("ReentrantProcessLock[free]", again.toString());
        try (Peer child = Peer.start("the child")) {
            child.run(again::lock);
            String foreign = again.toString();
            assertTrue(foreign.contains("of process " + child.pid() + " 'the child'"), foreign);
            child.kill();
            assertEquals("ReentrantProcessLock[abandoned by process " + child.pid() + " 'the child']",
                    again.toString());
        }
        FairProcessLock fair = FairProcessLock.create();
        assertEquals("FairProcessLock[free]", fair.toString());
        fair.lock();
        assertEquals("FairProcessLock[held by this thread]", fair.toString());
        ProcessReadWriteLock both = ProcessReadWriteLock.create();
        both.readLock().lock();
        assertEquals("ProcessReadWriteLock[read by 1 thread]", both.toString());
    }

    @Test
    @Row(value = {"Z10", "LK15"}, modes = {PROCESSES, THREADS})
    void shouldTreatANegativeTimeAsNone() throws Exception {
        for (RobustLock lock : allKinds()) {
            assertTrue(lock.tryLock(-1, TimeUnit.DAYS));
            for (Duration time : List.of(Duration.ofSeconds(-1), Duration.ofSeconds(Long.MIN_VALUE), Duration.ZERO)) {
                assertEquals(false, peer.call(() -> lock.tryLock(time)));
                assertFalse(Peer.get(inThread(() -> lock.tryLock(time))));
            }
            takesAtLeast(BRIEF, () -> peer.call(() -> lock.tryLock(BRIEF)));
            lock.unlock();
            assertTrue(Peer.get(inThread(() -> lock.tryLock(Long.MAX_VALUE, TimeUnit.DAYS))), "an overflowing time");
        }
    }

    @Test
    @Row(value = {"LK12", "LK13"}, modes = {PROCESSES, THREADS})
    void shouldCountPermits() throws Exception {
        for (ProcessSemaphore semaphore : List.of(ProcessSemaphore.create(2), BoundedProcessSemaphore.create(2))) {
            assertEquals(2, semaphore.availablePermits());
            assertTrue(semaphore.tryAcquire());
            assertEquals(1, peer.call(semaphore::availablePermits));
            peer.run(semaphore::acquire);
            assertEquals(0, semaphore.availablePermits());
            semaphore.release();
            assertEquals(1, semaphore.availablePermits());
            peer.run(semaphore::release);
            assertEquals(2, semaphore.availablePermits());
        }
        ProcessSemaphore semaphore = ProcessSemaphore.create(2);
        semaphore.release();
        assertEquals(3, semaphore.availablePermits());
        peer.run(semaphore::release);
        assertEquals(4, semaphore.availablePermits());
        assertEquals("ProcessSemaphore[4 permits]", semaphore.toString());
    }

    @Test
    @Row(value = "LK13", modes = {PROCESSES, THREADS})
    void shouldRefuseToReleaseMoreThanTheBound() throws Exception {
        BoundedProcessSemaphore semaphore = BoundedProcessSemaphore.create(2);
        assertThrows(IllegalStateException.class, semaphore::release);
        assertThrows(IllegalStateException.class, () -> peer.run(semaphore::release));
        semaphore.acquire();
        assertThrows(IllegalStateException.class, () -> semaphore.release(2));
        assertEquals("BoundedProcessSemaphore[1 permit of 2]", semaphore.toString());
        semaphore.release();
        assertEquals(2, semaphore.availablePermits());
        ProcessSemaphore full = ProcessSemaphore.create(Integer.MAX_VALUE);
        assertThrows(IllegalStateException.class, full::release);
    }

    @Test
    @Row(value = {"LK14", "LK15", "Z10"}, modes = {PROCESSES, THREADS})
    void shouldSayThatNoPermitCame() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(0);
        assertFalse(semaphore.tryAcquire());
        assertFalse(semaphore.tryAcquire(Duration.ofSeconds(-5)));
        assertFalse(takesAtLeast(BRIEF, () -> semaphore.tryAcquire(BRIEF)));
        assertFalse(takesAtLeast(BRIEF, () -> semaphore.tryAcquire(60, TimeUnit.MILLISECONDS)));
        assertEquals(false, takesAtLeast(BRIEF, () -> peer.call(() -> semaphore.tryAcquire(BRIEF))));
        assertTrue(semaphore.tryAcquireLease(BRIEF).isEmpty());
    }

    @Test
    @Row(value = "LK08", modes = {PROCESSES, THREADS})
    void shouldBeReleasedAtTheEndOfABlock() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(1);
        try (ProcessSemaphore.Lease lease = semaphore.acquireLease()) {
            assertEquals("lease of ProcessSemaphore[0 permits, 1 leased]", lease.toString());
            assertEquals(false, peer.call(semaphore::tryAcquire));
        }
        assertEquals(true, peer.call(semaphore::tryAcquire));
        for (RobustLock lock : allKinds()) {
            try (Recovery held = lock.recover(Duration.ZERO)) {
                assertFalse(held.wasAbandoned());
                assertEquals(false, peer.call(lock::tryLock));
            }
            assertFalse(lock.isLocked());
        }
    }

    @Test
    @Row(value = "Z11", modes = THREADS)
    void shouldMeasureTimedWaitsOnTheMonotonicClock() {
        long now = System.nanoTime();
        long deadline = Deadlines.in(Duration.ofHours(1));
        long after = System.nanoTime();
        assertTrue(
                deadline >= now + Duration.ofHours(1).toNanos() && deadline <= after + Duration.ofHours(1).toNanos());
        assertEquals(Deadlines.NEVER, Deadlines.in(Long.MAX_VALUE));
        assertEquals(0, Deadlines.remaining(Long.MIN_VALUE));
    }
}
