package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.conformance.Row.Mode.PROCESSES;
import static org.weir.conformance.Row.Mode.THREADS;
import static org.weir.sync.Waits.BRIEF;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.takesAtLeast;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the original's tests say of its conditions. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"})
class ConditionConformanceTest {

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

    private static Peer.Task<Boolean> wait(ProcessCondition condition, Duration timeout) {
        return () -> {
            condition.lock().lock();
            try {
                return condition.await(timeout);
            } finally {
                condition.lock().unlock();
            }
        };
    }

    /** Waiters, half of them in the peer. */
    private static List<CompletableFuture<Boolean>> waiters(int count, ProcessCondition condition, Duration timeout)
            throws Exception {
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer.Task<Boolean> task = wait(condition, timeout);
            waiters.add(i % 2 == 0 ? peer.submit(task) : inThread(task::run));
        }
        return waiters;
    }

    private static void locked(ProcessCondition condition, Runnable action) {
        condition.lock().lock();
        try {
            action.run();
        } finally {
            condition.lock().unlock();
        }
    }

    private static long done(List<CompletableFuture<Boolean>> waiters) {
        return waiters.stream().filter(CompletableFuture::isDone).count();
    }

    @Test
    @Row(value = "CV02", modes = {PROCESSES, THREADS})
    void shouldWakeOneWaiterWithEachSignal() throws Exception {
        for (RobustLock lock : allKinds()) {
            ProcessCondition condition = lock.newCondition();
            List<CompletableFuture<Boolean>> waiters = waiters(2, condition, SOON);
            until(() -> condition.getWaitQueueLength() == 2);
            for (int woken = 1; woken <= 2; woken++) {
                long expected = woken;
                locked(condition, condition::signal);
                until(() -> done(waiters) == expected);
                assertEquals(2 - woken, condition.getWaitQueueLength());
            }
            for (CompletableFuture<Boolean> waiter : waiters) {
                assertTrue(waiter.get());
            }
        }
    }

    @Test
    @Row(value = {"CV03", "CV04"}, modes = {PROCESSES, THREADS})
    void shouldKeepNothingOfWaitsThatTimedOut() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        for (CompletableFuture<Boolean> waiter : waiters(6, condition, BRIEF)) {
            assertFalse(Peer.get(waiter));
        }
        assertEquals(0, condition.getWaitQueueLength());
        List<CompletableFuture<Boolean>> waiters = waiters(6, condition, SOON);
        until(() -> condition.getWaitQueueLength() == 6);
        locked(condition, condition::signalAll);
        for (CompletableFuture<Boolean> waiter : waiters) {
            assertTrue(Peer.get(waiter));
        }
    }

    @Test
    @Row(value = "CV05", modes = {PROCESSES, THREADS})
    void shouldWakeSoManyAndKeepNoSignalForLater() throws Exception {
        ProcessCondition condition = ReentrantProcessLock.create().newCondition();
        List<CompletableFuture<Boolean>> waiters = waiters(6, condition, SOON);
        until(() -> condition.getWaitQueueLength() == 6);
        locked(condition, () -> condition.signal(2));
        until(() -> done(waiters) == 2);
        locked(condition, () -> condition.signal(4));
        until(() -> done(waiters) == 6);
        locked(condition, () -> condition.signal(3));
        assertFalse(wait(condition, BRIEF).run(), "the signal was not kept");
        assertThrows(IllegalArgumentException.class, () -> locked(condition, () -> condition.signal(0)));
    }

    @Test
    @Row(value = "CV07", modes = PROCESSES)
    void shouldWaitForAPredicateThatAnotherProcessMakesTrue() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        SharedBlock number = SharedBlock.allocate("Number", 4);
        CompletableFuture<Boolean> counts = peer.begin(() -> count(condition, number));
        assertTrue(holdsInTheEnd(condition, number));
        assertTrue(Peer.get(counts));
    }

    @Test
    @Row(value = "CV07", modes = THREADS)
    void shouldWaitForAPredicateThatAnotherThreadMakesTrue() throws Exception {
        for (RobustLock lock : allKinds()) {
            ProcessCondition condition = lock.newCondition();
            SharedBlock number = SharedBlock.allocate("Number", 4);
            CompletableFuture<Integer> counts = inThread(() -> count(condition, number));
            assertTrue(holdsInTheEnd(condition, number));
            assertEquals(4, Peer.get(counts));
        }
    }

    private static int count(ProcessCondition condition, SharedBlock number) {
        for (int i = 0; i < 4; i++) {
            locked(condition, () -> {
                Words.setInt(number.address(), Words.getInt(number.address()) + 1);
                condition.signal();
            });
        }
        return 4;
    }

    private static boolean holdsInTheEnd(ProcessCondition condition, SharedBlock number) throws InterruptedException {
        condition.lock().lock();
        try {
            return condition.awaitFor(() -> Words.getInt(number.address()) == 4, SOON);
        } finally {
            condition.lock().unlock();
        }
    }

    @Test
    @Row(value = "CV08", modes = PROCESSES)
    void shouldGiveUpAPredicateThatIsNeverTrue() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        CompletableFuture<Boolean> signals = peer.begin(() -> signalThreeTimes(condition));
        assertGivesUp(condition);
        assertTrue(Peer.get(signals));
    }

    @Test
    @Row(value = "CV08", modes = THREADS)
    void shouldGiveUpAPredicateThatNoThreadMakesTrue() throws Exception {
        for (RobustLock lock : allKinds()) {
            ProcessCondition condition = lock.newCondition();
            CompletableFuture<Integer> signals = inThread(() -> signalThreeTimes(condition));
            assertGivesUp(condition);
            assertEquals(3, Peer.get(signals));
        }
    }

    private static int signalThreeTimes(ProcessCondition condition) {
        for (int i = 0; i < 3; i++) {
            locked(condition, condition::signal);
        }
        return 3;
    }

    private static void assertGivesUp(ProcessCondition condition) throws Exception {
        condition.lock().lock();
        try {
            assertFalse(takesAtLeast(BRIEF, () -> condition.awaitFor(() -> false, BRIEF)));
        } finally {
            condition.lock().unlock();
        }
    }

    @Test
    @Row(value = "CV09", modes = {PROCESSES, THREADS})
    void shouldSayWhetherItWasSignalled() throws Exception {
        for (RobustLock lock : allKinds()) {
            ProcessCondition condition = lock.newCondition();
            lock.lock();
            try {
                assertFalse(condition.await(Duration.ZERO));
                assertFalse(condition.await(Duration.ofSeconds(-1)));
                assertFalse(takesAtLeast(BRIEF, () -> condition.await(BRIEF)));
                assertTrue(condition.awaitNanos(1) <= 0);
                assertFalse(condition.awaitUntil(new Date(0)));
                CompletableFuture<Boolean> signals = peer.begin(() -> locked(condition, condition::signal));
                assertTrue(condition.await(SOON));
                assertTrue(lock.isHeldByCurrentThread());
                lock.unlock();
                assertTrue(Peer.get(signals));
                lock.lock();
            } finally {
                lock.unlock();
            }
        }
    }

    @Test
    @Row(value = "CV10", modes = {PROCESSES, THREADS})
    void shouldEndAWaitByInterruptionWithTheLockHeld() throws Exception {
        for (RobustLock lock : allKinds()) {
            ProcessCondition condition = lock.newCondition();
            assertTrue(holdsTheLockWhenInterrupted(condition));
            assertEquals(true, peer.call(() -> holdsTheLockWhenInterrupted(condition)));
            assertEquals(0, condition.getWaitQueueLength());
        }
    }

    private static boolean holdsTheLockWhenInterrupted(ProcessCondition condition) throws Exception {
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        CompletableFuture<Boolean> held = inThread(() -> {
            condition.lock().lock();
            try {
                waiter.complete(Thread.currentThread());
                condition.await(60, TimeUnit.SECONDS);
                return false;
            } catch (InterruptedException e) {
                return condition.lock().isHeldByCurrentThread();
            } finally {
                condition.lock().unlock();
            }
        });
        until(() -> condition.getWaitQueueLength() == 1);
        waiter.get().interrupt();
        return Peer.get(held);
    }

    @Test
    void shouldGiveBackAllHoldsWhileItWaitsAndTakeThemAgain() throws Exception {
        ReentrantProcessLock reentrant = ReentrantProcessLock.create();
        FairProcessLock fair = FairProcessLock.create();
        for (RobustLock lock : List.of(reentrant, fair)) {
            ProcessCondition condition = lock.newCondition();
            lock.lock();
            lock.lock();
            CompletableFuture<Boolean> signals = peer.begin(() -> locked(condition, condition::signal));
            assertTrue(condition.await(SOON));
            assertTrue(Peer.get(signals));
            assertEquals(2, reentrant.getHoldCount() + fair.getHoldCount());
            lock.unlock();
            assertTrue(lock.isHeldByCurrentThread());
            lock.unlock();
        }
    }

    @Test
    void shouldRefuseWhoDoesNotHoldTheLock() {
        ProcessCondition condition = ProcessLock.create().newCondition();
        assertThrows(IllegalMonitorStateException.class, condition::await);
        assertThrows(IllegalMonitorStateException.class, condition::signal);
        assertThrows(IllegalMonitorStateException.class, condition::signalAll);
        assertThrows(IllegalMonitorStateException.class, () -> condition.awaitFor(() -> true, SOON));
    }

    @Test
    void shouldPassTheSignalOfADeadWaiterOn() throws Exception {
        RobustLock lock = ProcessLock.create();
        ProcessCondition condition = lock.newCondition();
        try (Peer mortal = Peer.start("the mortal")) {
            CompletableFuture<Boolean> first = mortal.submit(wait(condition, SOON));
            until(() -> condition.getWaitQueueLength() == 1);
            CompletableFuture<Boolean> second = peer.submit(wait(condition, SOON));
            until(() -> condition.getWaitQueueLength() == 2);
            lock.lock();
            condition.signal();
            mortal.kill();
            lock.unlock();
            assertTrue(Peer.get(second), "the first died before it had the lock again");
            assertThrows(Throwable.class, first::get);
        }
        assertEquals("ProcessCondition[0 waiting, lock ProcessLock[free]]", condition.toString());
    }

    @Test
    void shouldNotSignalAWaiterThatIsDead() throws Exception {
        ProcessCondition condition = FairProcessLock.create().newCondition();
        try (Peer mortal = Peer.start("the mortal")) {
            CompletableFuture<Boolean> first = mortal.submit(wait(condition, SOON));
            until(() -> condition.getWaitQueueLength() == 1);
            mortal.kill();
            assertThrows(Throwable.class, first::get);
        }
        CompletableFuture<Boolean> second = peer.submit(wait(condition, SOON));
        until(() -> condition.getWaitQueueLength() == 2);
        locked(condition, condition::signal);
        assertTrue(Peer.get(second));
    }

    @Test
    void shouldTellAWaiterThatTheLockWasAbandonedMeanwhile() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        CompletableFuture<Boolean> waiter = peer.submit(() -> {
            condition.lock().lock();
            return condition.await(SOON);
        });
        until(() -> condition.getWaitQueueLength() == 1);
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> {
                condition.lock().lock();
                condition.signal();
            });
            mortal.kill();
        }
        assertThrows(OwnerDiedException.class, () -> Peer.get(waiter));
        try (Recovery recovery = condition.lock().recover(SOON)) {
            assertThrows(IllegalMonitorStateException.class, () -> condition.await(SOON), "it would break the lock");
            recovery.consistent();
            assertFalse(condition.await(Duration.ZERO));
        }
    }
}
