package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.inThread;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.Standby;
import org.weir.SuddenDeath;
import org.weir.memory.FaultPoint;
import org.weir.memory.Words;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A process is killed exactly at each critical instant of each primitive; those that live find what was promised. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class FaultPointKillTest {

    private static final Standby<Peer> STANDBY = new Standby<>(() -> Peer.start("victim"), Peer::close);
    private Peer victim;

    @BeforeEach
    void takeAVictim() throws IOException {
        victim = STANDBY.next();
    }

    @AfterEach
    void closeTheVictim() {
        victim.close();
    }

    @AfterAll
    static void closeTheLast() {
        STANDBY.close();
    }

    private static List<RobustLock> locks() {
        return List.of(ProcessLock.create(), ReentrantProcessLock.create(), FairProcessLock.create());
    }

    private static boolean hasWaiter(RobustLock lock) {
        return lock instanceof FairProcessLock inOrder ? inOrder.getQueueLength() == 1
                : (Words.getLongVolatile(lock.block.address()) & OwnedWord.WAITERS) != 0;
    }

    private CompletableFuture<Boolean> begin(String point, Peer.Action action) throws IOException {
        return victim.begin(() -> {
            SuddenDeath.at(point);
            action.run();
        });
    }

    private void awaitDeath(CompletableFuture<Boolean> victims) {
        ExecutionException ended = assertThrows(ExecutionException.class, victims::get);
        assertTrue(String.valueOf(ended.getMessage()).endsWith("has ended."), ended::toString);
    }

    private void killAt(String point, Peer.Action action) throws IOException {
        awaitDeath(begin(point, action));
    }

    private void anotherVictim() throws IOException {
        victim.close();
        takeAVictim();
    }

    private static void recover(RobustLock lock) throws Exception {
        assertThrows(OwnerDiedException.class, () -> lock.tryLock(SOON), lock::toString);
        try (Recovery recovery = lock.recover(SOON)) {
            assertTrue(recovery.wasAbandoned());
            recovery.consistent();
        }
        assertWorks(lock);
    }

    private static void assertWorks(RobustLock lock) throws Exception {
        assertTrue(inThread(() -> {
            if (!lock.tryLock(SOON)) {
                return false;
            }
            lock.unlock();
            return true;
        }).get(), lock::toString);
        assertFalse(lock.isLocked(), lock::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.LOCK_ACQUIRED, FaultPoint.LOCK_RELEASING})
    void shouldLeaveALockAbandonedWhoseOwnerDied(String point) throws Exception {
        for (RobustLock lock : locks()) {
            killAt(point, () -> {
                lock.lock();
                lock.unlock();
            });
            recover(lock);
            anotherVictim();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.LOCK_RELEASED)
    void shouldHandOnALockWhoseReleaserDiesBeforeItWakesAnybody(String point) throws Exception {
        for (RobustLock lock : locks()) {
            ProcessEvent waits = ProcessEvent.create();
            ProcessEvent held = ProcessEvent.create();
            CompletableFuture<Boolean> dies = begin(point, () -> {
                lock.lock();
                held.set();
                waits.await();
                lock.unlock();
            });
            held.await();
            CompletableFuture<Boolean> waiter = inThread(() -> lock.tryLock(SOON));
            Waits.until(() -> hasWaiter(lock));
            waits.set();
            awaitDeath(dies);
            assertTrue(waiter.get(), lock::toString);
            anotherVictim();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.LOCK_GRANTED)
    void shouldPassALockOnThatWasHandedToTheDead(String point) throws Exception {
        ProcessReadWriteLock both = ProcessReadWriteLock.create();
        RobustLock lock = both.writeLock();
        lock.lock();
        CompletableFuture<Boolean> dies = begin(point, () -> both.writeLock().lock());
        Waits.until(() -> both.getQueueLength() == 1);
        CompletableFuture<Boolean> second = inThread(() -> {
            boolean taken = lock.tryLock(SOON);
            lock.unlock();
            return taken;
        });
        Waits.until(() -> both.getQueueLength() == 2);
        lock.unlock();
        awaitDeath(dies);
        assertTrue(second.get(), "neither lost nor abandoned: who was handed it never knew");
        assertWorks(lock);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.STATE_CHANGING, FaultPoint.STATE_CHANGED, FaultPoint.STATE_COMMITTED})
    void shouldMakeAChangeWholeOrNotAtAll(String point) throws Exception {
        boolean done = point.equals(FaultPoint.STATE_COMMITTED);
        ProcessSemaphore semaphore = ProcessSemaphore.create(5);
        killAt(point, () -> semaphore.acquire(3));
        assertTrue(semaphore.tryAcquire());
        assertEquals(done ? 1 : 4, semaphore.availablePermits());
        anotherVictim();

        FairProcessLock lock = FairProcessLock.create();
        killAt(point, lock::lock);
        if (done) {
            recover(lock);
        } else {
            assertWorks(lock);
        }
        anotherVictim();

        ProcessBarrier barrier = ProcessBarrier.create(2);
        killAt(point, () -> barrier.await(SOON));
        CompletableFuture<Integer> first = inThread(() -> barrier.await(SOON));
        if (done) {
            assertInstanceOf(BrokenBarrierException.class, first.handle((_, thrown) -> thrown).get());
        } else {
            int second = barrier.await(SOON);
            assertEquals(1, first.get() + second, "one was first, the other last");
        }
        anotherVictim();

        RobustLock ofCondition = ProcessLock.create();
        ProcessCondition condition = ofCondition.newCondition();
        killAt(point, () -> {
            ofCondition.lock();
            condition.await(SOON);
        });
        recover(ofCondition);
        assertWakesALivingWaiter(ofCondition, condition);
    }

    private static void assertWakesALivingWaiter(RobustLock lock, ProcessCondition condition) throws Exception {
        CompletableFuture<Boolean> waiter = waiter(lock, condition);
        signal(lock, condition);
        assertTrue(waiter.get(), "the signal goes to who lives");
    }

    private static CompletableFuture<Boolean> waiter(RobustLock lock, ProcessCondition condition)
            throws InterruptedException {
        CountDownLatch holds = new CountDownLatch(1);
        CompletableFuture<Boolean> waiter = inThread(() -> {
            lock.lock();
            holds.countDown();
            boolean signalled = condition.await(SOON);
            lock.unlock();
            return signalled;
        });
        holds.await();
        lock.lock(); // which it gives back when it is in the queue
        lock.unlock();
        return waiter;
    }

    private static void signal(RobustLock lock, ProcessCondition condition) {
        lock.lock();
        try {
            condition.signal();
        } finally {
            lock.unlock();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.BARRIER_ARRIVED, FaultPoint.BARRIER_RELEASING})
    void shouldBreakABarrierWhosePartyDies(String point) throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        boolean last = point.equals(FaultPoint.BARRIER_RELEASING);
        CompletableFuture<Integer> other = new CompletableFuture<>();
        if (last) {
            other = inThread(() -> barrier.await(SOON));
            Waits.until(() -> barrier.getNumberWaiting() == 1);
        }
        killAt(point, () -> barrier.await(SOON));
        if (!last) {
            other = inThread(() -> barrier.await(SOON));
        }
        assertInstanceOf(BrokenBarrierException.class, other.handle((_, thrown) -> thrown).get());
        barrier.reset();
        CompletableFuture<Integer> again = inThread(() -> barrier.await(SOON));
        barrier.await(SOON);
        again.get();
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.BARRIER_RELEASED)
    void shouldLetGoWhoeverWaitsForALastPartyThatDiesBeforeItWakesThem(String point) throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        CompletableFuture<Integer> other = inThread(() -> barrier.await(SOON));
        Waits.until(() -> barrier.getNumberWaiting() == 1);
        killAt(point, () -> barrier.await(SOON));
        assertEquals(1, other.get());
        assertFalse(barrier.isBroken());
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.SEMAPHORE_TAKEN)
    void shouldReturnAPermitOfTheDeadOnlyIfItWasLeased(String point) throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(2);
        killAt(point, semaphore::acquireLease);
        assertEquals(2, semaphore.availablePermits());
        anotherVictim();
        killAt(point, semaphore::acquire);
        assertEquals(1, semaphore.availablePermits());
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.SEMAPHORE_RELEASED)
    void shouldKeepAPermitWhoseReleaserDiesBeforeItWakesAnybody(String point) throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(0);
        CompletableFuture<Boolean> waiter = inThread(() -> semaphore.tryAcquire(SOON));
        Waits.until(semaphore::hasQueuedThreads);
        killAt(point, semaphore::release);
        assertTrue(waiter.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.CONDITION_ENQUEUED, FaultPoint.CONDITION_WAITING})
    void shouldSignalWhoLivesWhenAWaiterDies(String point) throws Exception {
        RobustLock lock = ProcessLock.create();
        ProcessCondition condition = lock.newCondition();
        killAt(point, () -> {
            lock.lock();
            condition.await(SOON);
        });
        if (point.equals(FaultPoint.CONDITION_ENQUEUED)) {
            recover(lock);
        }
        assertWakesALivingWaiter(lock, condition);
        assertWorks(lock);
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.CONDITION_SIGNALLED)
    void shouldPassOnTheSignalOfAWaiterThatDiesBeforeItHasTheLock(String point) throws Exception {
        RobustLock lock = ProcessLock.create();
        ProcessCondition condition = lock.newCondition();
        CompletableFuture<Boolean> dies = begin(point, () -> {
            lock.lock();
            condition.await(SOON);
        });
        Waits.until(() -> condition.getWaitQueueLength() == 1);
        CompletableFuture<Boolean> second = waiter(lock, condition);
        signal(lock, condition);
        awaitDeath(dies);
        assertTrue(second.get());
        assertWorks(lock);
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.CONDITION_SIGNALLING)
    void shouldTellAWaiterOfASignallerThatDiesWithTheLock(String point) throws Exception {
        RobustLock lock = ProcessLock.create();
        ProcessCondition condition = lock.newCondition();
        CompletableFuture<Boolean> waiter = waiter(lock, condition);
        killAt(point, () -> signal(lock, condition));
        assertInstanceOf(OwnerDiedException.class, waiter.handle((_, thrown) -> thrown).get());
        recover(lock);
        assertWakesALivingWaiter(lock, condition);
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.EVENT_SET)
    void shouldLetGoWhoeverWaitsForAnEventWhoseSetterDies(String point) throws Exception {
        ProcessEvent event = ProcessEvent.create();
        CompletableFuture<Boolean> waiter = inThread(() -> event.await(SOON));
        killAt(point, event::set);
        assertTrue(waiter.get());
        assertTrue(event.isSet());
    }

    @Test
    void shouldTellNobodyAfterTheInstallationIsClosed() {
        List<String> reached = new CopyOnWriteArrayList<>();
        ProcessLock lock = ProcessLock.create();
        try (FaultPoint.Installation _ = FaultPoint.install(reached::add);
                FaultPoint.Installation _ = FaultPoint.install(reached::add)) {
            lock.lock();
            lock.unlock();
        }
        lock.lock();
        assertDoesNotThrow(lock::unlock);
        assertEquals(List.of(FaultPoint.LOCK_ACQUIRED, FaultPoint.LOCK_ACQUIRED, FaultPoint.LOCK_RELEASING,
                FaultPoint.LOCK_RELEASING), reached);
    }
}
