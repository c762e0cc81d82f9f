package org.weir.channel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How long to look before one sleeps, and until when. */
final class Backoff {

    /** About what a sleep and a wake cost. On a single CPU the other side cannot move while one looks. */
    private static final long SPIN_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0;
    private static final int LOOKS_PER_CLOCK = 16;

    private Backoff() {}

    /** Looks at {@code condition} for a short time; returns whether it came true. */
    static boolean spin(BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return true;
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < SPIN_NANOS) {
            for (int i = 0; i < LOOKS_PER_CLOCK; i++) {
                if (condition.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        }
        return false;
    }

    /** The end of {@code timeout} on the scale of {@link System#nanoTime()}; what overflows means never. */
    static long deadline(Duration timeout) {
        return deadline(TimeUnit.NANOSECONDS.convert(timeout));
    }

    static long deadline(long nanos) {
        long now = System.nanoTime();
        long deadline = now + Math.max(0, nanos);
        return deadline < now ? Long.MAX_VALUE : deadline;
    }
}
