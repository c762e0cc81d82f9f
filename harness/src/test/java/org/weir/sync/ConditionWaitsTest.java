package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.SuddenDeath;
import org.weir.memory.FaultPoint;

import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a condition that must end neither too early nor too late. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"})
class ConditionWaitsTest {

    private static CompletableFuture<Boolean> awaitUntil(ProcessCondition condition, Date deadline) {
        return inThread(() -> {
            condition.lock().lock();
            try {
                return condition.awaitUntil(deadline);
            } finally {
                condition.lock().unlock();
            }
        });
    }

    private static void signal(ProcessCondition condition) {
        condition.lock().lock();
        try {
            condition.signal();
        } finally {
            condition.lock().unlock();
        }
    }

    @Test
    void shouldNotWaitUntilATimeThatIsLongPast() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        assertFalse(Peer.get(awaitUntil(condition, new Date(Long.MIN_VALUE))));
    }

    @Test
    void shouldWaitUntilATimeThatNeverComes() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        CompletableFuture<Boolean> waits = awaitUntil(condition, new Date(Long.MAX_VALUE));
        until(() -> condition.getWaitQueueLength() == 1);
        signal(condition);
        assertTrue(Peer.get(waits));
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertTrue(latch.await(SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void shouldWaitOnWhenWhoSignalsDiesBeforeItHas() throws Exception {
        ProcessCondition condition = ProcessLock.create().newCondition();
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch looks = new CountDownLatch(1);
        CompletableFuture<Boolean> waiter = inThread(() -> {
            Thread self = Thread.currentThread();
            condition.lock().lock();
            try (FaultPoint.Installation _ = FaultPoint.install(reached -> {
                if (Thread.currentThread() == self && reached.equals(FaultPoint.CONDITION_WAITING)) {
                    waits.countDown();
                    pass(looks);
                }
            })) {
                return condition.await(SOON);
            } finally {
                condition.lock().unlock();
            }
        });
        pass(waits);
        try (Peer mortal = Peer.start("the mortal")) {
            CompletableFuture<Boolean> dies = mortal.begin(() -> {
                condition.lock().lock();
                SuddenDeath.at(FaultPoint.STATE_CHANGED);
                condition.signal();
            });
            assertThrows(Throwable.class, dies::get);
        }
        try (Recovery recovery = condition.lock().recover(SOON)) {
            recovery.consistent();
        }
        assertEquals(0, condition.getWaitQueueLength(), "nobody has undone the change yet");
        looks.countDown();
        until(() -> waiter.isDone() || condition.getWaitQueueLength() == 1);
        assertFalse(waiter.isDone(), "it was not signalled");
        signal(condition);
        assertTrue(Peer.get(waiter));
    }
}
