package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.SOON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes are killed at random moments while they use everything at once; nothing may hang, no two may hold a lock
 * together, and a lock is abandoned exactly if its holder was killed.
 *
 * <pre>{@code
 * mvn -pl harness test -Dtest=org.weir.sync.KillTest -Dweir.kills=1000
 * }</pre>
 *
 * The moments come from {@code -Dweir.test.seed}, printed at the beginning.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "try"})
class KillTest {

    private static final int KILLS = Integer.getInteger("weir.kills", 4);
    private static final int STANDING_BY = 2;
    /** Most of a round is spent inside locks, so that most kills hit a holder. */
    private static final int CHANGES_PER_ROUND = 200;
    private static final int PAUSE = 200;

    /** Where the workers write: who is inside each lock, what the lock protects, what the dead held. */
    private static final int LOCKS = 4;
    private static final long INSIDE = 0;
    private static final long LEFT = 64;
    private static final long RIGHT = 128;
    private static final long MISTAKES = 192;
    private static final long PASSES = 200;
    private static final long RECOVERIES = 204;
    private static final long VICTIMS = 208;

    /** What all use together. */
    private record Shared(List<RobustLock> locks, SharedBlock memory, ProcessSemaphore semaphore,
            ProcessCondition condition, ProcessBarrier barrier, ProcessEvent event) implements Serializable {

        static Shared create() {
            RobustLock first = ProcessLock.create();
            return new Shared(
                    new ArrayList<>(List.of(first, ReentrantProcessLock.create(), FairProcessLock.create(),
                            ProcessReadWriteLock.create().writeLock())),
                    SharedBlock.allocate("Memory", 256), ProcessSemaphore.create(2), first.newCondition(),
                    ProcessBarrier.create(2), ProcessEvent.create());
        }

        private long at(long table, int lock) {
            return memory.address() + table + 4L * lock;
        }

        /** A critical section: both counters are equal unless somebody was killed in between. */
        private void change(int index) {
            if (Words.getAndAddInt(at(INSIDE, index), 1) != 0) {
                Words.getAndAddInt(memory.address() + MISTAKES, 1);
            }
            Words.setInt(at(LEFT, index), Words.getInt(at(LEFT, index)) + 1);
            for (int i = 0; i < PAUSE; i++) {
                Thread.onSpinWait();
            }
            Words.setInt(at(RIGHT, index), Words.getInt(at(RIGHT, index)) + 1);
            Words.getAndAddInt(at(INSIDE, index), -1);
        }

        /** Puts in order what a dead holder left. */
        private void repair(int index) {
            Words.setInt(at(INSIDE, index), 0);
            Words.setInt(at(RIGHT, index), Words.getInt(at(LEFT, index)));
        }

        private void underLock(int index) throws Exception {
            RobustLock lock = locks.get(index);
            try {
                lock.lock();
                try {
                    change(index);
                } finally {
                    lock.unlock();
                }
            } catch (OwnerDiedException died) {
                try (Recovery recovery = lock.recover(SOON)) {
                    if (recovery.wasAbandoned()) {
                        Words.getAndAddInt(memory.address() + RECOVERIES, 1);
                        repair(index);
                        recovery.consistent();
                    }
                }
            }
        }

        private void waitAndSignal() throws Exception {
            try {
                locks.getFirst().lock();
                try {
                    condition.signal();
                    condition.await(Duration.ofMillis(1));
                } finally {
                    if (locks.getFirst().isHeldByCurrentThread()) {
                        locks.getFirst().unlock();
                    }
                }
            } catch (OwnerDiedException died) {
                underLock(0);
            }
        }

        private void meet() throws InterruptedException {
            try {
                barrier.await(Duration.ofMillis(2));
            } catch (BrokenBarrierException broken) {
                barrier.reset();
            }
        }

        /** One round with everything. */
        void round() throws Exception {
            for (int i = 0; i < CHANGES_PER_ROUND; i++) {
                underLock(i % LOCKS);
            }
            try (ProcessSemaphore.Lease lease = semaphore.acquireLease()) {
                event.set();
                waitAndSignal();
            }
            event.clear();
            meet();
            Words.getAndAddInt(memory.address() + PASSES, 1);
        }
    }

    @Test
    void shouldSurviveKillsAtRandomMoments() throws Exception {
        long seed = Long.getLong("weir.test.seed", System.nanoTime());
        System.out.println("weir.test.seed=" + seed + " weir.kills=" + KILLS);
        Random random = new Random(seed);
        Shared shared = Shared.create();
        Peer.Action work = () -> {
            while (true) {
                shared.round();
            }
        };
        Queue<Peer> standby = new ArrayDeque<>();
        try (Peer survivor = Peer.start("the survivor")) {
            CompletableFuture<Boolean> survives = survivor.submitForEver(work);
            for (int kill = 0; kill < KILLS; kill++) {
                while (standby.size() < Math.min(STANDING_BY, KILLS - kill)) {
                    standby.add(Peer.start("victim"));
                }
                try (Peer victim = standby.remove()) {
                    killInTheMiddle(victim, work, shared, random);
                }
                assertGoesOn(shared);
                assertStillWorks(survives);
            }
        } finally {
            standby.forEach(Peer::close);
        }
        assertEverythingIsFreeAfterRecovery(shared);
        System.out.println(KILLS + " kills, " + Words.getInt(shared.memory.address() + PASSES) + " rounds, "
                + Words.getInt(shared.memory.address() + RECOVERIES) + " locks recovered");
    }

    private static void killInTheMiddle(Peer victim, Peer.Action work, Shared shared, Random random)
            throws Exception {
        Peer.Action counted = () -> {
            shared.round();
            Words.getAndAddInt(shared.memory.address() + VICTIMS, 1);
            work.run();
        };
        int before = Words.getIntVolatile(shared.memory.address() + VICTIMS);
        CompletableFuture<Boolean> one = victim.submitForEver(counted);
        CompletableFuture<Boolean> two = victim.submitForEver(counted);
        Waits.until(() -> Words.getIntVolatile(shared.memory.address() + VICTIMS) == before + 2);
        LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
        assertStillWorks(one);
        assertStillWorks(two);
        victim.kill();
    }

    private static void assertStillWorks(CompletableFuture<Boolean> worker) {
        if (worker.isDone()) {
            throw new AssertionError("A worker gave up.", worker.exceptionNow());
        }
    }

    private static void assertGoesOn(Shared shared) {
        int before = Words.getIntVolatile(shared.memory.address() + PASSES);
        Waits.until(() -> Words.getIntVolatile(shared.memory.address() + PASSES) - before > 2);
        assertEquals(0, Words.getIntVolatile(shared.memory.address() + MISTAKES), "two were inside a lock at once");
    }

    private static void assertEverythingIsFreeAfterRecovery(Shared shared) throws Exception {
        for (int index = 0; index < LOCKS; index++) {
            shared.underLock(index);
            assertFalse(shared.locks.get(index).isLocked(), shared.locks.get(index)::toString);
            assertEquals(Words.getInt(shared.at(LEFT, index)), Words.getInt(shared.at(RIGHT, index)));
        }
        assertEquals(2, shared.semaphore.availablePermits(), "leases of the dead came back");
        shared.barrier.reset();
        assertThrows(BrokenBarrierException.class, () -> shared.barrier.await(Duration.ZERO));
        assertTrue(shared.condition.getWaitQueueLength() <= 2 * KILLS + 2);
    }
}
