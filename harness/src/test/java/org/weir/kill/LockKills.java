package org.weir.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.process.JvmProcess;
import org.weir.sync.FairProcessLock;
import org.weir.sync.OwnerDiedException;
import org.weir.sync.ProcessBarrier;
import org.weir.sync.ProcessCondition;
import org.weir.sync.ProcessEvent;
import org.weir.sync.ProcessLock;
import org.weir.sync.ProcessReadWriteLock;
import org.weir.sync.ProcessSemaphore;
import org.weir.sync.Recovery;
import org.weir.sync.ReentrantProcessLock;
import org.weir.sync.RobustLock;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes of two threads each are killed while they use all synchronisers at once. No two may hold a lock together, a
 * lock is abandoned exactly if its holder was killed, leases of the dead come back, and nobody hangs.
 */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "try"})
final class LockKills implements Victims.Subject {

    /** Most of a round is spent inside locks, so that many kills hit a holder, and asleep, so that more can be killed. */
    private static final int CHANGES_PER_ROUND = 100;
    private static final long PAUSE_NANOS = 20_000;
    /** Those who queue for the fair lock stand in line behind whoever the scheduler has left out. */
    private static final int RARELY = 16;
    private static final int AT_ONCE = 3;
    private static final int THREADS = 2;

    /** Where the workers write: who is inside each lock, what the lock protects, what the dead held. */
    private static final int LOCKS = 4;
    private static final int FAIR = 3;
    private static final long INSIDE = 0;
    private static final long LEFT = 64;
    private static final long RIGHT = 128;
    private static final long MISTAKES = 192;
    private static final long PASSES = 200;
    private static final long RECOVERIES = 204;
    private static final long WORKING = 208;
    /** What each victim's threads are at, of this round. */
    private static final long PHASES = 256;
    private static final int SURVIVOR = AT_ONCE * THREADS;

    private static final List<String> PHASE_NAMES = List.of("elsewhere", "waiting for a lock", "holding a lock",
            "in a condition", "at a barrier", "at a semaphore");
    private static final int ELSEWHERE = 0;
    private static final int WAITING = 1;
    private static final int HOLDING = 2;
    private static final int CONDITION = 3;
    private static final int BARRIER = 4;
    private static final int SEMAPHORE = 5;

    private final Victims victims;
    private final Random random;
    private final Shared shared = Shared.create();
    private final JvmProcess survivor;
    private final int[] phases = new int[PHASE_NAMES.size()];
    private int kills;

    LockKills(Victims victims, long seed) throws IOException {
        this.victims = victims;
        random = new Random(seed);
        Shared own = shared;
        survivor = Victims.start("lock-survivor", () -> own.goOn(SURVIVOR, true));
    }

    /** What all use together. */
    private record Shared(List<RobustLock> locks, SharedBlock memory, ProcessSemaphore semaphore,
            ProcessCondition condition, ProcessBarrier barrier, ProcessEvent event) implements Serializable {

        static Shared create() {
            RobustLock first = ProcessLock.create();
            return new Shared(
                    new ArrayList<>(List.of(first, ReentrantProcessLock.create(),
                            ProcessReadWriteLock.create().writeLock(), FairProcessLock.create())),
                    SharedBlock.allocate("Memory", PHASES + Integer.BYTES * (SURVIVOR + 1L)), ProcessSemaphore.create(
                            2),
                    first.newCondition(), ProcessBarrier.create(2), ProcessEvent.create());
        }

        private long at(long table, int index) {
            return memory.address() + table + (long) Integer.BYTES * index;
        }

        private int counter(long which) {
            return Words.getIntVolatile(memory.address() + which);
        }

        private void is(int thread, int phase) {
            Words.setIntVolatile(at(PHASES, thread), phase);
        }

        /** A critical section: both counters are equal unless somebody was killed in between. */
        private void change(int index) {
            if (Words.getAndAddInt(at(INSIDE, index), 1) != 0) {
                Words.getAndAddInt(memory.address() + MISTAKES, 1);
            }
            Words.setInt(at(LEFT, index), Words.getInt(at(LEFT, index)) + 1);
            LockSupport.parkNanos(PAUSE_NANOS);
            Words.setInt(at(RIGHT, index), Words.getInt(at(RIGHT, index)) + 1);
            Words.getAndAddInt(at(INSIDE, index), -1);
        }

        /** Puts in order what a dead holder left. */
        private void repair(int index) {
            Words.setInt(at(INSIDE, index), 0);
            Words.setInt(at(RIGHT, index), Words.getInt(at(LEFT, index)));
        }

        private void underLock(int thread, int index) throws Exception {
            RobustLock lock = locks.get(index);
            try {
                is(thread, WAITING);
                lock.lock();
                try {
                    is(thread, HOLDING);
                    change(index);
                } finally {
                    lock.unlock();
                }
            } catch (OwnerDiedException died) {
                is(thread, WAITING);
                try (Recovery recovery = lock.recover(Victims.LIMIT)) {
                    is(thread, HOLDING);
                    if (recovery.wasAbandoned()) {
                        Words.getAndAddInt(memory.address() + RECOVERIES, 1);
                        repair(index);
                        recovery.consistent();
                    }
                }
            }
            is(thread, ELSEWHERE);
        }

        private void waitAndSignal(int thread) throws Exception {
            try {
                locks.getFirst().lock();
                try {
                    is(thread, CONDITION);
                    condition.signal();
                    condition.await(Duration.ofMillis(1));
                } finally {
                    if (locks.getFirst().isHeldByCurrentThread()) {
                        locks.getFirst().unlock();
                    }
                }
            } catch (OwnerDiedException died) {
                underLock(thread, 0);
            }
        }

        private void meet(int thread) throws InterruptedException {
            is(thread, BARRIER);
            try {
                barrier.await(Duration.ofMillis(2));
            } catch (BrokenBarrierException broken) {
                barrier.reset();
            }
        }

        /** One round with everything. */
        private void round(int thread) throws Exception {
            for (int i = 0; i < CHANGES_PER_ROUND; i++) {
                underLock(thread, i % RARELY == thread ? FAIR : (thread + i) % FAIR);
            }
            is(thread, SEMAPHORE);
            try (ProcessSemaphore.Lease lease = semaphore.acquireLease()) {
                event.set();
                waitAndSignal(thread);
            }
            event.clear();
            meet(thread);
            is(thread, ELSEWHERE);
            Words.getAndAddInt(memory.address() + PASSES, 1);
        }

        private void goOn(int thread, boolean isCalm) throws Exception {
            while (true) {
                round(thread);
                if (isCalm) {
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }

        /** What a victim does on one of its threads; the process ends if it cannot go on. */
        private void suffer(int thread) {
            try {
                round(thread);
                Words.getAndAddInt(memory.address() + WORKING, 1);
                goOn(thread, false);
            } catch (Throwable thrown) {
                thrown.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }
    }

    @Override
    public int round(int most) throws Exception {
        int count = Math.min(most, AT_ONCE);
        Words.setIntVolatile(shared.memory.address() + WORKING, 0);
        List<JvmProcess> all = new ArrayList<>();
        Shared own = shared;
        for (int i = 0; i < count; i++) {
            int first = i * THREADS;
            all.add(Victims.start("lock-user-" + i, () -> {
                Thread.ofPlatform().daemon().start(() -> own.suffer(first + 1));
                own.suffer(first);
            }));
        }
        Victims.await("victims work with " + shared, () -> {
            all.forEach(Victims::requireAlive);
            return shared.counter(WORKING) == THREADS * count;
        });
        victims.kill("lock users", random, all);
        kills += count;
        for (int thread = 0; thread < THREADS * count; thread++) {
            phases[Words.getIntVolatile(shared.at(PHASES, thread))]++;
        }
        int before = shared.counter(PASSES);
        Victims.await("the survivor goes on with " + shared, () -> {
            Victims.requireAlive(survivor);
            return shared.counter(PASSES) - before > 2;
        });
        assertEquals(0, shared.counter(MISTAKES), "two were inside a lock at once");
        return count;
    }

    @Override
    public void finish() throws Exception {
        victims.kill("lock users", random, List.of(survivor));
        for (int index = 0; index < LOCKS; index++) {
            shared.underLock(SURVIVOR, index);
            assertFalse(shared.locks.get(index).isLocked(), shared.locks.get(index)::toString);
            assertEquals(Words.getInt(shared.at(LEFT, index)), Words.getInt(shared.at(RIGHT, index)));
        }
        assertEquals(2, shared.semaphore.availablePermits(), "leases of the dead came back");
        shared.barrier.reset();
        assertThrows(BrokenBarrierException.class, () -> shared.barrier.await(Duration.ZERO));
        assertTrue(shared.condition.getWaitQueueLength() <= THREADS * kills + 1);
    }

    /** Such as {@code threads died holding a lock 12, at a barrier 3; 80 rounds, 14 locks recovered}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (int phase = 0; phase < phases.length; phase++) {
            parts.add(PHASE_NAMES.get(phase) + " " + phases[phase]);
        }
        return "threads died " + String.join(", ", parts) + "; " + shared.counter(PASSES) + " rounds, " + shared
                .counter(RECOVERIES) + " locks recovered";
    }
}
