package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.sync.OwnerDiedException;
import org.weir.sync.ProcessEvent;
import org.weir.sync.ProcessLock;

import java.time.Duration;
import java.util.OptionalInt;

/** What a waiter learns of the dead owner of a lock, if that was a child. */
@Timeout(60)
class LockOwnerExitTest {

    @Test
    @SuppressWarnings("LockNotBeforeTry") // it is never given back
    void shouldSayHowAndAsWhatTheOwnerOfALockEnded() throws Exception {
        ProcessLock lock = ProcessLock.create();
        ProcessEvent held = ProcessEvent.create();
        try (JvmProcess owner = JvmProcess.of(() -> {
            lock.lock();
            held.set();
            Thread.sleep(Duration.ofMinutes(1));
        })) {
            owner.start();
            held.await();
            owner.kill();
            owner.join();
            OwnerDiedException died = assertThrows(OwnerDiedException.class, lock::lock);
            assertEquals(owner.pid(), died.pid().orElseThrow());
            assertEquals(owner.name(), died.name());
            await().atMost(Duration.ofSeconds(10)).until(() -> died.exitCode().equals(OptionalInt.of(-9)));
        }
    }
}
