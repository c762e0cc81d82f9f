package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex.Acquisition;

import java.util.concurrent.TimeUnit;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RobustMutexTest {

    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();
    private final SharedBlock block = SharedBlock.allocate("Mutex", RobustMutex.BYTES);

    @Test
    void shouldTellTheNextHolderThatTheFormerOneDied() throws Exception {
        SharedBlock memory = block;
        try (Peer mortal = Peer.start("the mortal")) {
            assertEquals(Acquisition.ACQUIRED,
                    mortal.call(() -> RobustMutex.ofCurrentRealm().acquire(memory.address())));
            assertEquals(Acquisition.TIMED_OUT, mutex.tryAcquire(block.address()));
            assertEquals(Acquisition.TIMED_OUT,
                    mutex.acquireInterruptibly(block.address(), System.nanoTime() + 1_000_000));
            mortal.kill();
        }
        assertTrue(RobustMutex.isLocked(block.address()));
        assertTrue(mutex.describe(block.address()).startsWith("abandoned by process "));
        assertEquals(Acquisition.OWNER_DIED, mutex.acquire(block.address()));
        mutex.release(block.address());
        assertFalse(RobustMutex.isLocked(block.address()));
        assertEquals(Acquisition.ACQUIRED, mutex.tryAcquire(block.address()));
        assertEquals(Acquisition.TIMED_OUT, mutex.acquire(block.address(), Long.MIN_VALUE));
    }

    @Test
    void shouldSayThatAWordIsNoLock() {
        Words.setLong(block.address(), OwnedWord.BROKEN);
        assertThrows(IllegalStateException.class, () -> mutex.acquire(block.address()));
        assertThrows(IllegalStateException.class, () -> mutex.tryAcquire(block.address()));
    }
}
