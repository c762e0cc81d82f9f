package org.weir.process;

import java.time.Duration;

/** Durations as people write them. */
final class Times {

    private Times() {}

    /** Such as {@code 250 ms} or {@code 1.5 s}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
    }

    /** In nanoseconds; the longest there is, about 292 years, for longer ones. */
    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException _) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
