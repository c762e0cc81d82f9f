package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The fair lock and the read-write lock. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("LockNotBeforeTry")
class FifoLocksTest {

    private static Peer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    private static int waiting(RobustLock lock) {
        Journaled state = new Journaled(lock.block, 3 * FifoState.RECORDS + 16);
        Records records = new Records(state, 4, FifoState.RECORDS);
        return records.count(1) + records.count(2);
    }

    @Test
    void shouldHandOverInTheOrderInWhichTheyCame() throws Exception {
        FairProcessLock lock = FairProcessLock.create();
        SharedBlock order = SharedBlock.allocate("Order", 64);
        lock.lock();
        List<CompletableFuture<Integer>> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Peer.Task<Integer> task = () -> {
                lock.lock();
                try {
                    return Words.getAndAddInt(order.address(), 1);
                } finally {
                    lock.unlock();
                }
            };
            waiters.add(i % 2 == 0 ? peer.submit(task) : inThread(task::run));
            int expected = i + 1;
            until(() -> waiting(lock) == expected);
        }
        lock.unlock();
        for (int i = 0; i < 6; i++) {
            assertEquals(i, Peer.get(waiters.get(i)));
        }
    }

    @Test
    void shouldKeepProcessesAndThreadsApart() throws Exception {
        FairProcessLock fair = FairProcessLock.create();
        ProcessReadWriteLock both = ProcessReadWriteLock.create();
        SharedBlock counter = SharedBlock.allocate("Counter", 64);
        Peer.Task<Integer> count = () -> {
            int torn = 0;
            for (int i = 0; i < 1000; i++) {
                fair.lock();
                Words.setInt(counter.address(), Words.getInt(counter.address()) + 1);
                fair.unlock();
                both.writeLock().lock();
                Words.setInt(counter.address() + 4, i);
                Words.setInt(counter.address() + 8, Words.getInt(counter.address() + 8) + 1);
                Words.setInt(counter.address() + 12, i);
                both.writeLock().unlock();
                both.readLock().lock();
                torn += Words.getInt(counter.address() + 4) == Words.getInt(counter.address() + 12) ? 0 : 1;
                both.readLock().unlock();
            }
            return torn;
        };
        List<CompletableFuture<Integer>> all = List.of(peer.submit(count), peer.submit(count), inThread(count::run),
                inThread(count::run));
        for (CompletableFuture<Integer> each : all) {
            assertEquals(0, Peer.get(each));
        }
        assertEquals(4000, Words.getInt(counter.address()));
        assertEquals(4000, Words.getInt(counter.address() + 8));
        assertEquals("ProcessReadWriteLock[free]", both.toString());
    }

    @Test
    void shouldPassTheLockOnWhenTheOneItWasHandedToIsDead() throws Exception {
        FairProcessLock lock = FairProcessLock.create();
        lock.lock();
        try (Peer mortal = Peer.start("the mortal")) {
            CompletableFuture<Boolean> dies = mortal.begin(lock::lock);
            until(() -> waiting(lock) == 1);
            CompletableFuture<Boolean> next = peer.begin(lock::lock);
            until(() -> waiting(lock) == 2);
            mortal.kill();
            lock.unlock();
            assertTrue(Peer.get(next));
            assertThrows(Throwable.class, dies::get);
        }
    }

    @Test
    void shouldBeAbandonedRecoveredAndBroken() throws Exception {
        FairProcessLock fair = FairProcessLock.create();
        ProcessReadWriteLock both = ProcessReadWriteLock.create();
        List<RobustLock> locks = List.of(fair, both.writeLock());
        CompletableFuture<Boolean> reader;
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> {
                fair.lock();
                both.writeLock().lock();
            });
            reader = peer.begin(() -> both.readLock().lock());
            until(() -> waiting(both.writeLock()) == 1);
            mortal.kill();
        }
        assertThrows(OwnerDiedException.class, () -> Peer.get(reader));
        assertThrows(OwnerDiedException.class, () -> both.readLock().tryLock());
        for (RobustLock lock : locks) {
            assertThrows(OwnerDiedException.class, lock::lock);
            assertTrue(lock.toString().contains("abandoned by process"), lock::toString);
            try (Recovery recovery = lock.recover(SOON)) {
                assertTrue(recovery.wasAbandoned());
                assertTrue(lock.toString().contains("which recovers it"), lock::toString);
                recovery.consistent();
            }
            peer.run(() -> {
                lock.lock();
                lock.unlock();
            });
        }
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(fair::lock);
            mortal.kill();
        }
        Recovery hasty = fair.recover(SOON);
        CompletableFuture<Boolean> waits = peer.begin(fair::lock);
        until(() -> waiting(fair) == 1);
        hasty.close();
        assertThrows(BrokenLockException.class, () -> Peer.get(waits));
        assertThrows(BrokenLockException.class, fair::tryLock);
        assertEquals("FairProcessLock[broken]", fair.toString());
    }

    @Test
    void shouldLetReadersInTogetherAndWritersAlone() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        lock.readLock().lock();
        lock.readLock().lock();
        assertEquals(2, lock.readLock().getHoldCount());
        assertEquals(true, peer.call(() -> {
            boolean locked = lock.readLock().tryLock(Duration.ZERO);
            lock.readLock().unlock();
            return locked;
        }));
        assertEquals(false, peer.call(() -> lock.writeLock().tryLock(Duration.ZERO)));
        assertThrows(IllegalMonitorStateException.class, () -> lock.writeLock().lock(), "no upgrade");
        CompletableFuture<Boolean> writer = peer.begin(() -> {
            lock.writeLock().lock();
            lock.writeLock().unlock();
        });
        until(() -> waiting(lock.writeLock()) == 1);
        assertEquals(false, peer.call(() -> lock.readLock().tryLock(Duration.ofMillis(1))), "behind the writer");
        lock.readLock().lock();
        for (int i = 0; i < 3; i++) {
            assertFalse(writer.isDone());
            lock.readLock().unlock();
        }
        assertTrue(Peer.get(writer));
        assertThrows(IllegalMonitorStateException.class, () -> lock.readLock().unlock());
        assertThrows(UnsupportedOperationException.class, () -> lock.readLock().newCondition());
    }

    @Test
    void shouldLetAWriterGoOnAsAReader() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        lock.writeLock().lock();
        lock.readLock().lock();
        lock.writeLock().unlock();
        assertEquals(false, peer.call(() -> lock.writeLock().tryLock()));
        assertEquals(true, peer.call(() -> lock.readLock().tryLock()));
        lock.readLock().unlock();
    }

    @Test
    void shouldForgetDeadReaders() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> lock.readLock().lock());
            CompletableFuture<Boolean> writer = peer.begin(() -> {
                lock.writeLock().lock();
                lock.writeLock().unlock();
            });
            until(() -> waiting(lock.writeLock()) == 1);
            mortal.kill();
            assertTrue(Peer.get(writer));
        }
        assertTrue(lock.writeLock().tryLock());
    }

    @Test
    void shouldServeMoreThreadsThanItHasRecords() throws Exception {
        FairProcessLock lock = FairProcessLock.create();
        lock.lock();
        List<CompletableFuture<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < FifoState.RECORDS + 8; i++) {
            waiters.add(inThread(() -> {
                lock.lock();
                lock.unlock();
                return true;
            }));
        }
        until(() -> waiting(lock) == FifoState.WAITERS);
        assertFalse(Peer.get(inThread(() -> lock.tryLock(Duration.ofMillis(20)))));
        lock.unlock();
        for (CompletableFuture<Boolean> waiter : waiters) {
            assertTrue(Peer.get(waiter));
        }
        assertFalse(lock.isLocked());
    }

    @Test
    void shouldEndAWaitByInterruption() throws Exception {
        ProcessReadWriteLock both = ProcessReadWriteLock.create();
        both.writeLock().lock();
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Boolean>> waits = List.of(inThread(() -> {
            threads.add(Thread.currentThread());
            both.writeLock().lockInterruptibly();
            return true;
        }), inThread(() -> {
            threads.add(Thread.currentThread());
            both.readLock().lockInterruptibly();
            return true;
        }));
        until(() -> waiting(both.writeLock()) == 2);
        threads.forEach(Thread::interrupt);
        for (CompletableFuture<Boolean> wait : waits) {
            assertThrows(InterruptedException.class, () -> Peer.get(wait));
        }
        assertEquals(0, waiting(both.writeLock()));
    }

    @Test
    void shouldTravelWholeAndInParts() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        Peer.travelled(lock).writeLock().lock();
        assertTrue(lock.writeLock().isHeldByCurrentThread());
        Peer.travelled(lock.writeLock()).unlock();
        Peer.travelled(lock.readLock()).lock();
        assertEquals(1, lock.readLock().getHoldCount());
        assertSame(lock.readLock(), lock.readLock());
        Peer.travelled(lock.writeLock().newCondition()).lock();
    }
}
