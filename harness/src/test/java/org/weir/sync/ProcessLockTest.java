package org.weir.sync;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.Construction;
import org.weir.memory.Cursor;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("LockNotBeforeTry")
class ProcessLockTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static Peer peer;
    private static Peer mortal;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
        mortal = Peer.start("the mortal");
    }

    @AfterAll
    static void stop() {
        peer.close();
        mortal.close();
    }

    @Test
    void shouldKeepProcessesAndThreadsApart() throws Exception {
        ProcessLock lock = ProcessLock.create();
        SharedBlock counter = SharedBlock.allocate("Counter", 8);
        int rounds = 20_000;
        Peer.Action count = () -> {
            for (int i = 0; i < rounds; i++) {
                lock.lock();
                try {
                    Words.setLong(counter.address(), Words.getLong(counter.address()) + 1);
                } finally {
                    lock.unlock();
                }
            }
        };
        List<CompletableFuture<?>> all = new ArrayList<>();
        all.add(peer.begin(count));
        all.add(peer.begin(count));
        for (int i = 0; i < 2; i++) {
            all.add(CompletableFuture.runAsync(() -> {
                try {
                    count.run();
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            }));
        }
        for (CompletableFuture<?> each : all) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertEquals(4L * rounds, Words.getLong(counter.address()));
        assertFalse(lock.isLocked());
    }

    /** A lock that a process held when it was killed. */
    private static ProcessLock abandoned() throws Exception {
        ProcessLock lock = ProcessLock.create();
        mortal.run(lock::lock);
        mortal.kill();
        mortal = Peer.start("the mortal");
        return lock;
    }

    @Test
    void shouldBeAbandonedAndRecoveredWhenItsOwnerIsKilled() throws Exception {
        long pid = mortal.pid();
        ProcessLock lock = abandoned();
        OwnerDiedException died = assertThrows(OwnerDiedException.class, lock::lock);
        assertEquals(pid, died.pid().orElseThrow());
        assertEquals("the mortal", died.name());
        assertTrue(String.valueOf(died.getMessage()).contains("recover("), died::getMessage);
        assertTrue(died.threadId().orElseThrow() > 0);
        assertTrue(String.valueOf(died.getMessage()).contains("thread #" + died.threadId().getAsLong()),
                died::getMessage);
        assertEquals(OptionalInt.empty(), died.exitCode(), "nobody of this realm has waited for it");
        Realm.current().members().ended(pid, -9);
        assertEquals(OptionalInt.of(-9), died.exitCode());
        assertTrue(String.valueOf(assertThrows(OwnerDiedException.class, lock::lock).getMessage())
                .contains("ended with -9"));
        assertThrows(OwnerDiedException.class, lock::tryLock);
        assertThrows(OwnerDiedException.class, lock::lockInterruptibly);
        assertThrows(OwnerDiedException.class, () -> lock.tryLock(0, TimeUnit.SECONDS));
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        assertEquals("ProcessLock[abandoned by process " + pid + " 'the mortal']", lock.toString());
        assertTrue(lock.isLocked());
        try (Recovery recovery = lock.recover(SOON)) {
            assertTrue(recovery.wasAbandoned());
            assertTrue(lock.isHeldByCurrentThread());
            assertEquals(false, peer.call(lock::tryLock), "others wait while it is recovered");
            assertThrows(TimeoutException.class, () -> peer.run(() -> lock.recover(Duration.ZERO)));
            recovery.consistent();
        }
        assertEquals("ProcessLock[free]", lock.toString());
        lock.lock();
        lock.unlock();
    }

    @Test
    void shouldTellWaitersThatTheOwnerDied() throws Exception {
        ProcessLock lock = ProcessLock.create();
        mortal.run(lock::lock);
        CompletableFuture<Boolean> waits = peer.begin(lock::lock);
        CompletableFuture<Boolean> waitsHere = CompletableFuture.supplyAsync(() -> {
            lock.lock();
            return true;
        });
        await().atMost(SOON).until(() -> Words.getInt(lock.block.address()) < 0);
        mortal.kill();
        mortal = Peer.start("the mortal");
        assertThrows(OwnerDiedException.class, () -> Peer.get(waits));
        assertInstanceOf(OwnerDiedException.class,
                assertThrows(ExecutionException.class, () -> waitsHere.get(30, TimeUnit.SECONDS))
                        .getCause());
    }

    @Test
    void shouldBeBrokenForGoodWhenRecoveredWithoutRepair() throws Exception {
        ProcessLock lock = abandoned();
        CompletableFuture<Boolean> waits;
        try (Recovery recovery = lock.recover(SOON)) {
            waits = peer.begin(lock::lock);
            await().atMost(SOON).until(() -> Words.getInt(lock.block.address()) < 0);
            assertTrue(recovery.wasAbandoned());
        }
        assertThrows(BrokenLockException.class, () -> Peer.get(waits));
        assertThrows(BrokenLockException.class, lock::lock);
        assertThrows(BrokenLockException.class, lock::tryLock);
        assertThrows(BrokenLockException.class, () -> lock.recover(SOON));
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        assertEquals("ProcessLock[broken]", lock.toString());
    }

    @Test
    void shouldBeAbandonedAgainWhenItsRecovererDies() throws Exception {
        ProcessLock lock = abandoned();
        mortal.run(() -> lock.recover(SOON));
        mortal.kill();
        mortal = Peer.start("the mortal");
        assertThrows(OwnerDiedException.class, lock::lock);
        try (Recovery recovery = lock.recover(SOON)) {
            recovery.consistent();
            recovery.consistent();
        }
        assertTrue(lock.tryLock());
    }

    @Test
    void shouldRecoverALockThatIsNotAbandonedAsIfItLockedIt() throws Exception {
        ProcessLock lock = ProcessLock.create();
        Recovery recovery = lock.recover(Duration.ofNanos(-1));
        assertFalse(recovery.wasAbandoned());
        assertThrows(IllegalMonitorStateException.class, () -> lock.recover(SOON));
        recovery.close();
        recovery.close();
        assertThrows(IllegalMonitorStateException.class, recovery::consistent);
        assertTrue(lock.tryLock(), "it is not broken");
    }

    @Test
    void shouldEndAWaitByInterruptionAndNotHoldTheLock() throws Exception {
        ProcessLock lock = ProcessLock.create();
        peer.run(lock::lock);
        for (boolean timed : new boolean[]{false, true}) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    if (timed) {
                        lock.tryLock(1, TimeUnit.HOURS);
                    } else {
                        lock.lockInterruptibly();
                    }
                } catch (InterruptedException e) {
                    thrown.complete(e);
                }
            });
            await().atMost(SOON).until(() -> Words.getInt(lock.block.address()) < 0);
            waiter.interrupt();
            assertInstanceOf(InterruptedException.class, thrown.get(30, TimeUnit.SECONDS));
        }
        assertFalse(lock.isHeldByCurrentThread());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, lock::lockInterruptibly);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldKeepTheInterruptOfAThreadThatLocksAnyway() throws Exception {
        ProcessLock lock = ProcessLock.create();
        lock.lock();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        await().atMost(SOON).until(() -> Words.getInt(lock.block.address()) < 0);
        waiter.interrupt();
        lock.unlock();
        assertTrue(interrupted.get(30, TimeUnit.SECONDS));
    }

    @Test
    void shouldRefuseItsHolderInsteadOfWaitingForItself() {
        ProcessLock lock = ProcessLock.create();
        lock.lock();
        assertThrows(IllegalMonitorStateException.class, lock::lock);
        assertThrows(IllegalMonitorStateException.class, lock::lockInterruptibly);
        assertFalse(lock.tryLock());
        lock.unlock();
        assertFalse(lock.isLocked());
    }

    @Test
    void shouldBeAPartOfAScenariosState() throws IOException {
        try (Realm realm = Realm.create()) {
            Cursor cursor = new Cursor(realm.createSegment("state", 4096).address());
            ProcessLock lock;
            try (Construction construction = Construction.open(cursor, 4096, realm.directory().resolve("files"))) {
                lock = ProcessLock.create("the lock");
                assertEquals("ProcessLock", construction.creations().getFirst().kind());
            }
            lock.lock();
            cursor.moveTo(cursor.base() + 64);
            assertFalse(lock.isLocked(), "the next sample has a state of its own");
            cursor.moveTo(cursor.base() - 64);
            assertTrue(lock.isHeldByCurrentThread());
        }
    }

    @Test
    void shouldBeTheSameLockWhereverItIsRead() throws Exception {
        ProcessLock lock = ProcessLock.create();
        ProcessLock same = Peer.travelled(lock);
        same.lock();
        assertTrue(lock.isHeldByCurrentThread());
        assertThrows(IllegalStateException.class, same::free);
        same.unlock();
        lock.free();
        assertThrows(IllegalStateException.class, lock::free);
    }
}
