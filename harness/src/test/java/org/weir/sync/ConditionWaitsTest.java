package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Date;
import java.util.concurrent.CompletableFuture;
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
}
