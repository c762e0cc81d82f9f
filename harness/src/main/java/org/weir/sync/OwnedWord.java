package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.Member;
import org.weir.memory.MemberInfo;
import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.Words;
import org.weir.os.Futex;

/**
 * A word of 8 bytes in shared memory that at most one thread of one process owns: the protocol under every lock.
 *
 * <p><b>The word.</b> The low half is a futex: 30 bits of {@link Member#id} of the owner, {@link #WAITERS} if somebody
 * may be asleep, and {@link #INCONSISTENT} if the owner took it from a dead one and has not said yet that all is well.
 * The high half is the owner's thread, which means something to the owner's process only. All zero is free;
 * {@link #BROKEN} has no owner and never changes again.
 *
 * <pre>
 *   free  --take-->  owned  --give back-->  free
 *                    owned, owner dead  --take over-->  owned, INCONSISTENT  --consistent-->  owned
 *                                                       owned, INCONSISTENT  --give back-->  BROKEN
 * </pre>
 *
 * <p><b>Who owns it is never in doubt,</b> because owner, thread and flags change in one compare-and-set of the whole
 * word. A lock that stores its owner after it was taken has a window in which it is held by nobody, and a death in it
 * is never noticed. As an id is never given out twice, a word with a dead owner can only change by being taken over, or
 * by the waiters' bit: no ABA.
 *
 * <p><b>Sleeping.</b> A waiter looks {@link Spin#LOOKS} times, then sets {@code WAITERS} and sleeps on the low half.
 * Giving back exchanges the word for 0 and, if {@code WAITERS} was set, wakes one. Whoever was asleep takes the word
 * with {@code WAITERS} set, since others may sleep too; the price is one wake for nobody at the end. Nothing is handed
 * over: a running thread may take the word before the one that was woken (barging), and so a lock that two processes
 * fight for is taken many times in a row by the one that is awake, which is where its throughput comes from.
 *
 * <p><b>Death.</b> Every moment at which a process can be killed:
 * <ol>
 * <li>After the taking set, anywhere until the exchange that gives it back: the word names a dead owner. Before its
 * first sleep and after each that nobody ended, a waiter asks the kernel whether the owner lives, so each finds out
 * within {@link Deadlines#SLICE}.
 * <li>Between the exchange and the wake: the word is free and sleepers sleep on, until their slice ends.
 * <li>A waiter that was woken, before it takes the word: the wake is lost, which is the same.
 * <li>A sleeper: its {@code WAITERS} bit stays until the word is given back, and costs one call.
 * <li>Who took over from a dead owner: it is a dead owner itself, and can be taken over from.
 * </ol>
 * An owner may give the word back and end between a look at the word and the answer of the kernel: the word is abandoned
 * only if it names the dead one still.
 *
 * <p>A thread that ends in a living process keeps what it owns: that is an error of the program, not a death.
 *
 * <p>One object serves all words of a process. Safe for use by several threads; allocates nothing unless an owner is to
 * be named.
 */
final class OwnedWord {

    /** The size in bytes, and what the address is a multiple of. */
    static final int BYTES = Long.BYTES;

    /** Somebody may be asleep. */
    static final long WAITERS = 1L << 31;

    /** Taken from a dead owner. */
    static final long INCONSISTENT = 1L << 30;

    /** Given back inconsistent. */
    static final long BROKEN = INCONSISTENT;

    private static final long FREE = 0;
    private static final int OWNER = (1 << Member.ID_BITS) - 1;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int NOBODY = 0;

    private final Members members;
    private final int self;

    /** What came of an attempt to take a word. */
    sealed interface Result {}

    /** How an attempt ended, where there is nothing more to say. */
    enum Outcome implements Result {
        TAKEN, TAKEN_OVER, TIMED_OUT, BROKEN
    }

    /**
     * The word is that of a dead owner, or was when it was looked at; another one may have taken it over since.
     *
     * @param owner its {@link Member#id}
     * @param thread its thread, in its process
     */
    record Abandoned(int owner, long thread) implements Result {}

    /** What to do about a dead owner. */
    enum OnDeath {
        REFUSE, TAKE_OVER
    }

    private OwnedWord(Members members) {
        this.members = members;
        this.self = members.self().id();
    }

    /** For words that lie in the current realm. */
    static OwnedWord ofCurrentRealm() {
        return new OwnedWord(Realm.current().members());
    }

    /** The word as it is when the calling thread owns it and nobody waits. */
    private long claim() {
        return Thread.currentThread().threadId() << Integer.SIZE | self;
    }

    /** Takes the word if it is free, in one step. */
    boolean tryTake(long address) {
        return Words.compareAndSetLong(address, FREE, claim());
    }

    /** Looks, and takes the word if that is possible now. */
    Result takeNow(long address, OnDeath onDeath) {
        while (true) {
            long word = Words.compareAndExchangeLong(address, FREE, claim());
            if (word == FREE) {
                return Outcome.TAKEN;
            }
            int owner = ownerOf(word);
            if (owner == NOBODY) {
                return Outcome.BROKEN;
            }
            if (isAlive(owner)) {
                return Outcome.TIMED_OUT;
            }
            if (onDeath == OnDeath.REFUSE) {
                long now = Words.getLongVolatile(address);
                if (ownerOf(now) == owner) {
                    return new Abandoned(owner, threadOf(now));
                }
            } else if (takeOver(address, word)) {
                return Outcome.TAKEN_OVER;
            }
        }
    }

    /** Takes the word, as {@link #takeInterruptibly} does, whatever becomes of the thread's interrupt. */
    Result take(long address, long deadline, OnDeath onDeath) {
        if (tryTake(address)) {
            return Outcome.TAKEN;
        }
        try {
            return takeSlowly(address, deadline, onDeath, false);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Takes the word, waiting for it until {@code deadline}.
     *
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    Result takeInterruptibly(long address, long deadline, OnDeath onDeath) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return tryTake(address) ? Outcome.TAKEN : takeSlowly(address, deadline, onDeath, true);
    }

    private Result takeSlowly(long address, long deadline, OnDeath onDeath, boolean interruptibly)
            throws InterruptedException {
        long claim = claim();
        for (int look = 0; look < Spin.LOOKS; look++) {
            Spin.pause(look);
            if (Words.getLongVolatile(address) == FREE && Words.compareAndSetLong(address, FREE, claim)) {
                return Outcome.TAKEN;
            }
        }
        int knownToLive = self;
        while (true) {
            long word = Words.getLongVolatile(address);
            int owner = ownerOf(word);
            if (word == FREE) {
                if (Words.compareAndSetLong(address, FREE, claim)) {
                    return Outcome.TAKEN;
                }
            } else if (owner == NOBODY) {
                return Outcome.BROKEN;
            } else if (owner != knownToLive && !isAlive(owner)) {
                if (onDeath == OnDeath.REFUSE) {
                    long now = Words.getLongVolatile(address);
                    if (ownerOf(now) == owner) {
                        return new Abandoned(owner, threadOf(now));
                    }
                } else if (takeOver(address, word)) {
                    return Outcome.TAKEN_OVER;
                }
            } else {
                if (interruptibly && Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (Deadlines.remaining(deadline) <= 0) {
                    return Outcome.TIMED_OUT;
                }
                long waited = word | WAITERS;
                if (waited == word || Words.compareAndSetLong(address, word, waited)) {
                    claim |= WAITERS;
                    boolean woken = Futex.await(address, (int) waited,
                            Deadlines.slice(deadline)) != Futex.Wakeup.TIMED_OUT;
                    knownToLive = woken ? owner : self;
                }
            }
        }
    }

    private boolean takeOver(long address, long word) {
        return Words.compareAndSetLong(address, word, claim() | INCONSISTENT | (word & WAITERS));
    }

    /** Says that what a dead owner left is in order again. The calling thread owns the word. */
    void makeConsistent(long address) {
        Words.getAndBitwiseAndInt(address, (int) ~INCONSISTENT);
    }

    /**
     * Gives the word back; breaks it if it is inconsistent.
     *
     * @return false if the calling thread does not own it, and nothing was changed
     */
    boolean giveBack(long address) {
        long word = Words.getLong(address);
        if ((word & ~WAITERS) == claim()) {
            if ((Words.getAndSetLong(address, FREE) & WAITERS) != 0) {
                FaultPoint.reached(FaultPoint.LOCK_RELEASED);
                Futex.wake(address, 1);
            }
            return true;
        }
        if (isHeldInconsistent(address)) {
            Words.setLongVolatile(address, BROKEN);
            Futex.wake(address, ALL);
            return true;
        }
        return false;
    }

    /** Gives back a word that the calling thread owns for certain, consistent or not. */
    void giveBackRepaired(long address) {
        if ((Words.getAndSetLong(address, FREE) & WAITERS) != 0) {
            Futex.wake(address, 1);
        }
    }

    /** Whether the calling thread owns it. */
    boolean isHeld(long address) {
        return (Words.getLongVolatile(address) & ~(WAITERS | INCONSISTENT)) == claim();
    }

    /** Whether the calling thread owns it, and has taken it from a dead owner and not made it consistent. */
    boolean isHeldInconsistent(long address) {
        return (Words.getLongVolatile(address) & ~WAITERS) == (claim() | INCONSISTENT);
    }

    /** Whether its owner has not taken it from a dead one, or has made it consistent since. */
    static boolean isConsistent(long address) {
        return (Words.getLongVolatile(address) & INCONSISTENT) == 0;
    }

    /** Whether it is owned, by whomever, dead or alive, or broken. */
    static boolean isTaken(long address) {
        return Words.getLongVolatile(address) != FREE;
    }

    /** The {@link Member#id} of the owner, dead or alive; 0 if there is none. */
    private static int ownerOf(long word) {
        return (int) word & OWNER;
    }

    /** The thread of the owner, in its process. */
    private static long threadOf(long word) {
        return word >>> Integer.SIZE;
    }

    private boolean isAlive(int owner) {
        return owner == self || members.isAlive(owner);
    }

    /** Who owns it, for people. */
    String describe(long address) {
        long word = Words.getLongVolatile(address);
        int owner = ownerOf(word);
        if (owner == NOBODY) {
            return word == FREE ? "free" : "broken";
        }
        String recovering = (word & INCONSISTENT) == 0 ? "" : ", which recovers it";
        if ((word & ~(WAITERS | INCONSISTENT)) == claim()) {
            return "held by this thread" + recovering;
        }
        String thread = "thread #" + threadOf(word);
        if (owner == self) {
            return "held by " + thread + " of this process" + recovering;
        }
        String process = members.info(owner).map(MemberInfo::toString).orElse("a process that has ended");
        return isAlive(owner) ? "held by " + thread + " of " + process + recovering : "abandoned by " + process;
    }
}
