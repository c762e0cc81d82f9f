package org.weir.os;

import java.lang.foreign.MemorySegment;

/**
 * Sleeping on, and waking the sleepers of, a 32-bit word in memory, across processes that map the same page.
 *
 * <p>The word is named by its address in this process, which must be mapped for as long as the call lasts and a
 * multiple of 4. The kernel compares and goes to sleep in one step: a waker that changes the word before it calls
 * {@link #wake} is never missed. A call blocks its carrier if made by a virtual thread, and {@link Thread#interrupt}
 * does not end it: wait in bounded slices and look again.
 */
public final class Futex {

    private static final int FUTEX_WAKE = 1;
    private static final int FUTEX_WAIT_BITSET = 9;
    private static final int MATCH_ANY = -1;
    private static final long SYS_FUTEX = systemCallNumber();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final MemorySegment SYSCALL = Native.function("syscall");

    private Futex() {}

    /** Why {@link #await} returned. None of them says anything about the word now: look at it again. */
    public enum Wakeup {
        /** Somebody called {@link #wake}. */
        WOKEN,
        /** The word did not hold the expected value, so the thread never slept. */
        VALUE_DIFFERS,
        /** The deadline has passed. */
        TIMED_OUT,
        /** A signal handler ran in this thread; the JVM's own do, rarely. */
        INTERRUPTED
    }

    /**
     * Sleeps while the word at {@code address} holds {@code expected}, until it is woken or {@code deadlineNanos} has
     * passed.
     *
     * @param deadlineNanos a value of {@link System#nanoTime()}, which on Linux is the kernel's monotonic clock; one
     *        in the past makes this a look without a sleep
     * @throws IllegalArgumentException if {@code address} is not a multiple of 4 or not mapped
     */
    public static Wakeup await(long address, int expected, long deadlineNanos) {
        Native.Scratch scratch = Native.scratch();
        MemorySegment deadline = scratch.buffer;
        long nanos = Math.max(0, deadlineNanos);
        deadline.set(Native.LONG, 0, nanos / NANOS_PER_SECOND);
        deadline.set(Native.LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
        long result = Native.call(SYSCALL, SYS_FUTEX, address, FUTEX_WAIT_BITSET, expected, deadline.address(), 0,
                MATCH_ANY);
        if (result == 0) {
            return Wakeup.WOKEN;
        }
        int errno = scratch.lastErrno();
        return switch (errno) {
            case Errno.EAGAIN -> Wakeup.VALUE_DIFFERS;
            case Errno.ETIMEDOUT -> Wakeup.TIMED_OUT;
            case Errno.EINTR -> Wakeup.INTERRUPTED;
            default -> throw refused("FUTEX_WAIT_BITSET", address, errno);
        };
    }

    /**
     * Wakes up to {@code count} threads, of any process, that sleep on the word at {@code address}.
     *
     * @return how many were woken
     * @throws IllegalArgumentException if {@code address} is not a multiple of 4 or not mapped
     */
    public static int wake(long address, int count) {
        long result = Native.call(SYSCALL, SYS_FUTEX, address, FUTEX_WAKE, count, 0, 0, 0);
        if (result < 0) {
            throw refused("FUTEX_WAKE", address, Native.scratch().lastErrno());
        }
        return (int) result;
    }

    private static IllegalArgumentException refused(String operation, long address, int errno) {
        return new IllegalArgumentException("futex(" + operation + ") on address 0x" + Long.toHexString(address)
                + " failed with " + Errno.name(errno) + "; the address must be mapped and a multiple of 4.");
    }

    private static long systemCallNumber() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> 202;
            case "aarch64", "riscv64" -> 98;
            case String other -> throw new UnsupportedOperationException(
                    "The number of the futex call is not known on " + other + "; Weir runs on amd64 and aarch64.");
        };
    }
}
