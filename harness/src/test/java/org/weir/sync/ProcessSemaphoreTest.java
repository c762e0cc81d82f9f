package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessSemaphoreTest {

    private static Peer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    @Test
    void shouldBringBackTheLeasesOfADeadProcessAndNoOtherPermit() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(3);
        CompletableFuture<Boolean> waits;
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> {
                semaphore.acquireLease();
                semaphore.acquireLease();
                semaphore.acquire();
            });
            assertEquals("ProcessSemaphore[0 permits, 2 leased]", semaphore.toString());
            waits = peer.begin(semaphore::acquire);
            assertFalse(semaphore.tryAcquire());
            mortal.kill();
        }
        assertTrue(Peer.get(waits));
        assertEquals(1, semaphore.availablePermits());
        assertTrue(semaphore.tryAcquire());
        assertFalse(semaphore.tryAcquire(), "the permit without a lease is gone");
        assertEquals("ProcessSemaphore[0 permits]", semaphore.toString());
    }

    @Test
    void shouldBringBackManyLeases() throws Exception {
        BoundedProcessSemaphore semaphore = BoundedProcessSemaphore.create(40);
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> {
                for (int i = 0; i < 40; i++) {
                    semaphore.acquireLease();
                }
            });
            mortal.kill();
        }
        assertEquals(40, semaphore.availablePermits());
    }

    @Test
    void shouldGiveALeaseBackOnce() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(1);
        ProcessSemaphore.Lease lease = semaphore.acquireLease();
        CompletableFuture<Boolean> waits = peer.begin(semaphore::acquire);
        lease.close();
        lease.close();
        assertTrue(Peer.get(waits));
        assertEquals(0, semaphore.availablePermits());
        assertEquals("closed lease of ProcessSemaphore[0 permits]", lease.toString());
        for (int i = 0; i < 16; i++) {
            semaphore.release();
            semaphore.acquireLease();
        }
        semaphore.release();
        assertThrows(IllegalStateException.class, semaphore::acquireLease, "there is no room for more leases");
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void shouldCountLeasesAmongThePermitsOfABoundedSemaphore() throws Exception {
        BoundedProcessSemaphore semaphore = BoundedProcessSemaphore.create(2);
        ProcessSemaphore.Lease lease = semaphore.acquireLease();
        assertThrows(IllegalStateException.class, semaphore::release, "a lease is given back by closing it");
        semaphore.acquire();
        semaphore.release();
        assertThrows(IllegalStateException.class, () -> semaphore.release(2));
        lease.close();
        assertEquals(2, semaphore.availablePermits());
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(semaphore::acquireLease);
            assertThrows(IllegalStateException.class, semaphore::release);
            mortal.kill();
        }
        assertThrows(IllegalStateException.class, semaphore::release);
        assertEquals(2, semaphore.availablePermits());
    }

    @Test
    void shouldLetAtMostSoManyIn() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(2);
        ProcessSemaphore inside = ProcessSemaphore.create(2);
        Peer.Action work = () -> {
            for (int i = 0; i < 2000; i++) {
                semaphore.acquire();
                if (!inside.tryAcquire()) {
                    throw new IllegalStateException("a third one came in");
                }
                inside.release();
                semaphore.release();
            }
        };
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(peer.begin(work));
            all.add(inThread(() -> {
                work.run();
                return true;
            }));
        }
        for (CompletableFuture<Boolean> each : all) {
            assertTrue(Peer.get(each));
        }
        assertEquals(2, semaphore.availablePermits());
    }

    @Test
    void shouldTakeSeveralPermitsTogetherOrNone() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(2);
        assertFalse(semaphore.tryAcquire(3, Duration.ofMillis(1)));
        assertEquals(2, semaphore.availablePermits());
        CompletableFuture<Boolean> waits = peer.begin(() -> semaphore.acquire(3));
        semaphore.release();
        assertTrue(Peer.get(waits));
        semaphore.release(3);
        assertEquals(3, semaphore.availablePermits());
    }

    @Test
    void shouldEndAWaitByInterruption() throws Exception {
        ProcessSemaphore semaphore = ProcessSemaphore.create(0);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> waits = inThread(() -> {
            thread.complete(Thread.currentThread());
            semaphore.acquire();
            return true;
        });
        thread.get().interrupt();
        assertThrows(InterruptedException.class, () -> Peer.get(waits));
        CompletableFuture<Boolean> stays = inThread(() -> {
            Thread.currentThread().interrupt();
            semaphore.acquireUninterruptibly();
            return Thread.currentThread().isInterrupted();
        });
        semaphore.release();
        assertTrue(Peer.get(stays));
    }

    @Test
    void shouldRefuseNumbersThatAreNone() {
        for (int permits : new int[]{-1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> ProcessSemaphore.create(permits));
            assertThrows(IllegalArgumentException.class, () -> BoundedProcessSemaphore.create(permits));
        }
        ProcessSemaphore semaphore = ProcessSemaphore.create(0);
        for (int permits : new int[]{0, -1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> semaphore.release(permits));
            assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(permits));
            assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(permits, SOON));
        }
        until(() -> semaphore.availablePermits() == 0);
    }
}
