package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.Standby;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Who wants a lock is stopped wherever it is; meanwhile the owner gives the lock back, and ends. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("LockNotBeforeTry")
class FormerOwnerTest {

    private static final Standby<Peer> STANDBY = new Standby<>(() -> Peer.start("the owner"), Peer::close);
    private static final int ROUNDS = 6;
    private static final int THREADS = 2;

    @AfterAll
    static void stop() {
        STANDBY.close();
    }

    @Test
    void shouldNotTakeALockForAbandonedThatWasGivenBackBeforeItsOwnerEnded() throws Exception {
        ProcessLock lock = ProcessLock.create();
        SharedBlock looks = SharedBlock.allocate("Looks", 4);
        try (Peer wants = Peer.start("who wants it")) {
            for (int round = 0; round < ROUNDS; round++) {
                Words.setIntVolatile(looks.address(), 0);
                CompletableFuture<Boolean> unlocks;
                List<CompletableFuture<Boolean>> takers = new ArrayList<>();
                try (Peer owner = STANDBY.next()) {
                    ProcessEvent unlock = ProcessEvent.create();
                    ProcessEvent locked = ProcessEvent.create();
                    unlocks = owner.begin(() -> {
                        lock.lock();
                        locked.set();
                        unlock.await(SOON);
                        lock.unlock();
                    });
                    assertTrue(locked.await(SOON));
                    for (int i = 0; i < THREADS; i++) {
                        takers.add(wants.begin(() -> {
                            while (!lock.tryLock()) {
                                Words.getAndAddInt(looks.address(), 1);
                            }
                            lock.unlock();
                        }));
                    }
                    until(() -> Words.getIntVolatile(looks.address()) > 2000);
                    Processes.send(wants.pid(), Signal.SIGSTOP);
                    try {
                        unlock.set();
                        assertTrue(Peer.get(unlocks));
                        owner.kill();
                    } finally {
                        Processes.send(wants.pid(), Signal.SIGCONT);
                    }
                }
                for (CompletableFuture<Boolean> taker : takers) {
                    assertTrue(Peer.get(taker));
                }
            }
        }
        assertFalse(lock.isLocked());
    }

    static Stream<RobustLock> locks() {
        return Stream.of(ProcessLock.create(), ReentrantProcessLock.create(), FairProcessLock.create(),
                ProcessReadWriteLock.create().writeLock());
    }

    @ParameterizedTest
    @MethodSource("locks")
    void shouldNameTheOwnerThatDiedThoughSomebodyRecoversTheLockMeanwhile(RobustLock lock) throws Exception {
        long pid;
        try (Peer owner = STANDBY.next()) {
            pid = owner.pid();
            owner.run(lock::lock);
            owner.kill();
        }
        OwnedWord.Result seen = lock.takeNow();
        try (Recovery recovery = lock.recover(SOON)) {
            OwnerDiedException died = assertThrows(OwnerDiedException.class, () -> lock.taken(seen));
            assertEquals(pid, died.pid().orElseThrow());
            assertEquals("the owner", died.name());
            recovery.consistent();
        }
    }
}
