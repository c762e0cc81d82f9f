package org.weir.channel;

import org.weir.memory.Words;
import org.weir.os.Futex;

/**
 * A futex at an address that tells sleepers that something they wait for may have come about. Its lowest bit says that
 * somebody may be asleep, the others count the wakes.
 *
 * <p>A waiter announces itself ({@link #announce}), <em>then</em> looks once more for what it waits for, then sleeps
 * until the word differs from what the announcement returned. A signaller makes the thing true with a volatile store,
 * <em>then</em> looks at the bit: one of the two sees the other. The bit is cleared and the count moved in one step, so
 * that an announcement that came before the clearing does not fall asleep after it. A flag beside the count would lose
 * wakes there. Nobody sleeps longer than {@value #SLICE_MILLIS} ms, because a signaller may die before its call.
 */
final class EventCount {

    static final int BYTES = Integer.BYTES;

    private static final int WAITERS = 1;
    private static final int STEP = 2;
    private static final int SLICE_MILLIS = 50;
    private static final long SLICE = SLICE_MILLIS * 1_000_000L;

    private EventCount() {}

    /** Says that the caller is about to sleep; what it returns goes to {@link #await}. */
    static int announce(long address) {
        while (true) {
            int word = Words.getIntVolatile(address);
            if ((word & WAITERS) != 0 || Words.compareAndSetInt(address, word, word | WAITERS)) {
                return word | WAITERS;
            }
        }
    }

    /**
     * Sleeps until a signal after the announcement, the deadline or the end of the slice.
     *
     * @return false at the end of a slice, when it is time to look whether the others live
     */
    static boolean await(long address, int announced, long deadline) {
        long slice = System.nanoTime() + SLICE;
        return Futex.await(address, announced, Math.min(slice, deadline)) != Futex.Wakeup.TIMED_OUT;
    }

    /** Wakes all sleepers. A volatile store has made true what they wait for. */
    static void signalAll(long address) {
        int word = Words.getIntVolatile(address);
        while ((word & WAITERS) != 0) {
            if (Words.compareAndSetInt(address, word, (word + STEP) & ~WAITERS)) {
                Futex.wake(address, Integer.MAX_VALUE);
                return;
            }
            word = Words.getIntVolatile(address);
        }
    }

    /** Wakes {@code count} sleepers. A volatile store has made true what they wait for. */
    static void signal(long address, int count) {
        int word = Words.getIntVolatile(address);
        while ((word & WAITERS) != 0) {
            int next = word + STEP;
            if (Words.compareAndSetInt(address, word, next)) {
                if (Futex.wake(address, count) < count
                        && Words.compareAndSetInt(address, next, (next + STEP) & ~WAITERS)) {
                    Futex.wake(address, Integer.MAX_VALUE); // who announced itself since the first wake, and sleeps
                }
                return;
            }
            word = Words.getIntVolatile(address);
        }
    }
}
