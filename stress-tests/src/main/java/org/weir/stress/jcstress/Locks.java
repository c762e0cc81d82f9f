package org.weir.stress.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedBlock;
import org.weir.sync.FairProcessLock;
import org.weir.sync.ProcessLock;
import org.weir.sync.ProcessReadWriteLock;
import org.weir.sync.ReentrantProcessLock;
import org.weir.sync.RobustMutex;

import java.util.concurrent.locks.Lock;

/**
 * Locks, each one for all states of its test, so that it is always fought for; what it protects are plain fields of the
 * state.
 */
public final class Locks {
    private Locks() {}

    /** Two fields that only the lock protects. */
    abstract static class Protected {
        int first;
        int second;

        final void increment(Lock lock) {
            lock.lock();
            try {
                incrementInside();
            } finally {
                lock.unlock();
            }
        }

        final void incrementInside() {
            first++;
            second++;
        }
    }

    /** The barging lock. */
    @JCStressTest
    @State
    @Description("ProcessLock: no increment under the lock is lost.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both increments.")
    @Outcome(expect = FORBIDDEN, desc = "Two held the lock at a time, or one did not see what the other did.")
    public static class Exclusion extends Protected {
        private static final ProcessLock LOCK = ProcessLock.create();

        /** Increments. */
        @Actor
        public void one() {
            increment(LOCK);
        }

        /** Increments. */
        @Actor
        public void two() {
            increment(LOCK);
        }

        /** Looks. */
        @Arbiter
        public void last(II_Result r) {
            r.r1 = first;
            r.r2 = second;
        }
    }

    /** Without waiting. */
    @JCStressTest
    @State
    @Description("ProcessLock.tryLock: as many increments as it said that it had the lock.")
    @Outcome(id = {"0, 0, 0", "0, 1, 1", "1, 0, 1",
            "1, 1, 2"}, expect = ACCEPTABLE, desc = "Who got the lock has incremented.")
    @Outcome(expect = FORBIDDEN, desc = "Two held the lock at a time.")
    public static class Attempts extends Protected {
        private static final ProcessLock LOCK = ProcessLock.create();

        private int attempt() {
            if (!LOCK.tryLock()) {
                return 0;
            }
            try {
                incrementInside();
            } finally {
                LOCK.unlock();
            }
            return 1;
        }

        /** Tries. */
        @Actor
        public void one(III_Result r) {
            r.r1 = attempt();
        }

        /** Tries. */
        @Actor
        public void two(III_Result r) {
            r.r2 = attempt();
        }

        /** Looks. */
        @Arbiter
        public void last(III_Result r) {
            r.r3 = first;
        }
    }

    /** The reentrant lock, taken twice. */
    @JCStressTest
    @State
    @Description("ReentrantProcessLock: the lock is held until it was given back as often as it was taken.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both increments.")
    @Outcome(expect = FORBIDDEN, desc = "Two held the lock at a time, or one did not see what the other did.")
    public static class Reentrance extends Protected {
        private static final ReentrantProcessLock LOCK = ReentrantProcessLock.create();

        private void incrementTwiceInside() {
            LOCK.lock();
            try {
                LOCK.lock();
                try {
                    first++;
                } finally {
                    LOCK.unlock();
                }
                second++;
            } finally {
                LOCK.unlock();
            }
        }

        /** Increments. */
        @Actor
        public void one() {
            incrementTwiceInside();
        }

        /** Increments. */
        @Actor
        public void two() {
            incrementTwiceInside();
        }

        /** Looks. */
        @Arbiter
        public void last(II_Result r) {
            r.r1 = first;
            r.r2 = second;
        }
    }

    /** The lock that hands over. */
    @JCStressTest
    @State
    @Description("FairProcessLock: no increment under the lock is lost.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both increments.")
    @Outcome(expect = FORBIDDEN, desc = "Two held the lock at a time, or one did not see what the other did.")
    public static class Fairness extends Protected {
        private static final FairProcessLock LOCK = FairProcessLock.create();

        /** Increments. */
        @Actor
        public void one() {
            increment(LOCK);
        }

        /** Increments. */
        @Actor
        public void two() {
            increment(LOCK);
        }

        /** Looks. */
        @Arbiter
        public void last(II_Result r) {
            r.r1 = first;
            r.r2 = second;
        }
    }

    /** What the layer's own structures lock with. */
    @JCStressTest
    @State
    @Description("RobustMutex: no increment under the mutex is lost.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both increments.")
    @Outcome(expect = FORBIDDEN, desc = "Two held the mutex at a time, or one did not see what the other did.")
    public static class Mutex extends Protected {
        private static final RobustMutex MUTEX = RobustMutex.ofCurrentRealm();
        private static final SharedBlock WORD = SharedBlock.allocate("Mutex", RobustMutex.BYTES);

        private void increment() {
            long address = WORD.address();
            if (MUTEX.acquire(address) != RobustMutex.Acquisition.ACQUIRED) {
                throw new IllegalStateException(MUTEX.describe(address));
            }
            incrementInside();
            MUTEX.release(address);
        }

        /** Increments. */
        @Actor
        public void one() {
            increment();
        }

        /** Increments. */
        @Actor
        public void two() {
            increment();
        }

        /** Looks. */
        @Arbiter
        public void last(II_Result r) {
            r.r1 = first;
            r.r2 = second;
        }
    }

    /** One writes, one reads. */
    @JCStressTest
    @State
    @Description("ProcessReadWriteLock: a reader sees all of a change or nothing of it.")
    @Outcome(id = {"0, 0", "1, 1"}, expect = ACCEPTABLE, desc = "Before or after the writer.")
    @Outcome(expect = FORBIDDEN, desc = "A reader was inside together with the writer.")
    public static class Readers extends Protected {
        private static final ProcessReadWriteLock LOCK = ProcessReadWriteLock.create();

        /** Increments. */
        @Actor
        public void writer() {
            increment(LOCK.writeLock());
        }

        /** Looks. */
        @Actor
        public void reader(II_Result r) {
            LOCK.readLock().lock();
            try {
                r.r1 = first;
                r.r2 = second;
            } finally {
                LOCK.readLock().unlock();
            }
        }
    }

    /** Both write. */
    @JCStressTest
    @State
    @Description("ProcessReadWriteLock: no increment under the write lock is lost.")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments.")
    @Outcome(expect = FORBIDDEN, desc = "Two wrote at a time.")
    public static class Writers extends Protected {
        private static final ProcessReadWriteLock LOCK = ProcessReadWriteLock.create();

        /** Increments. */
        @Actor
        public void one() {
            increment(LOCK.writeLock());
        }

        /** Increments. */
        @Actor
        public void two() {
            increment(LOCK.writeLock());
        }

        /** Looks. */
        @Arbiter
        public void last(I_Result r) {
            r.r1 = first;
        }
    }
}
