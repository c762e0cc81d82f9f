package org.weir.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Points in time on the scale of {@link System#nanoTime()}, which on Linux is positive, and the same in every process of
 * the machine.
 */
final class Deadlines {

    /** Further away than any process lives. */
    static final long NEVER = Long.MAX_VALUE;

    /** How long a waiter sleeps at most before it looks again: a process can die between its store and its wake. */
    static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

    private Deadlines() {}

    /** So many nanoseconds from now; a negative number counts as 0, one that overflows means {@link #NEVER}. */
    static long in(long nanos) {
        long now = System.nanoTime();
        long deadline = now + Math.max(0, nanos);
        return deadline < now ? NEVER : deadline;
    }

    /** So long from now; negative counts as 0, what overflows means {@link #NEVER}. */
    static long in(Duration timeout) {
        return in(nanos(timeout));
    }

    /** In nanoseconds, as far as a long goes. */
    static long nanos(Duration timeout) {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** How long until {@code deadline}; 0 if it has passed. */
    static long remaining(long deadline) {
        return deadline == NEVER ? NEVER : Math.max(0, Math.max(0, deadline) - System.nanoTime());
    }

    /** The end of the next slice of a wait: {@code deadline} if that comes first. */
    static long slice(long deadline) {
        return Math.min(deadline, System.nanoTime() + SLICE);
    }
}
