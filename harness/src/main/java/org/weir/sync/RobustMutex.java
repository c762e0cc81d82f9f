package org.weir.sync;

/**
 * A short lock at an address inside a larger shared object, for the primitives of Weir: whoever takes it from a dead
 * process holds it, is told, and repairs what the lock protects before giving it back. Allocates nothing.
 *
 * <p>The memory at the address is {@value #BYTES} bytes at a multiple of 8, zero at first. One object serves every lock
 * of this process. Not reentrant; barging. Everything that a holder did before {@link #release} is seen by the next one,
 * in whatever process. Safe for use by several threads.
 */
public final class RobustMutex {

    /** The size of a lock in bytes. */
    public static final int BYTES = OwnedWord.BYTES;

    private final OwnedWord words = OwnedWord.ofCurrentRealm();

    private RobustMutex() {}

    /** What came of an attempt to take the lock. */
    public enum Acquisition {
        /** The calling thread holds it. */
        ACQUIRED,
        /** The calling thread holds it; its former owner died while it held it, perhaps in the middle of a change. */
        OWNER_DIED,
        /** The deadline has passed and the calling thread does not hold it. */
        TIMED_OUT
    }

    /** For locks in the current realm. */
    public static RobustMutex ofCurrentRealm() {
        return new RobustMutex();
    }

    /** Takes the lock, however long that takes, whether or not the thread is interrupted. */
    public Acquisition acquire(long address) {
        return acquire(address, Deadlines.NEVER);
    }

    /**
     * Takes the lock, waiting for it until {@code deadlineNanos}, whether or not the thread is interrupted.
     *
     * @param deadlineNanos a value of {@link System#nanoTime()}
     */
    public Acquisition acquire(long address, long deadlineNanos) {
        return acquisition(words.take(address, deadlineNanos, OwnedWord.OnDeath.TAKE_OVER));
    }

    /**
     * Takes the lock, waiting for it until {@code deadlineNanos}.
     *
     * @param deadlineNanos a value of {@link System#nanoTime()}
     * @throws InterruptedException if the thread is interrupted before or while it waits; it does not hold the lock
     */
    public Acquisition acquireInterruptibly(long address, long deadlineNanos) throws InterruptedException {
        return acquisition(words.takeInterruptibly(address, deadlineNanos, OwnedWord.OnDeath.TAKE_OVER));
    }

    /** Takes the lock if it is free, or its owner is dead; {@link Acquisition#TIMED_OUT} otherwise. */
    public Acquisition tryAcquire(long address) {
        return acquisition(words.takeNow(address, OwnedWord.OnDeath.TAKE_OVER));
    }

    private static Acquisition acquisition(OwnedWord.Result result) {
        if (result == OwnedWord.Outcome.TAKEN) {
            return Acquisition.ACQUIRED;
        }
        if (result == OwnedWord.Outcome.TAKEN_OVER) {
            return Acquisition.OWNER_DIED;
        }
        if (result == OwnedWord.Outcome.TIMED_OUT) {
            return Acquisition.TIMED_OUT;
        }
        throw new IllegalStateException("There is no lock at this address: its word is one that no lock has.");
    }

    /** Gives the lock back. The calling thread must hold it: nothing checks it. */
    public void release(long address) {
        words.giveBackRepaired(address);
    }

    /** Whether somebody holds it, dead or alive. */
    public static boolean isLocked(long address) {
        return OwnedWord.isTaken(address);
    }

    /** Who holds the lock at {@code address}, for people: {@code "free"}, {@code "held by ..."}. */
    public String describe(long address) {
        return words.describe(address);
    }
}
