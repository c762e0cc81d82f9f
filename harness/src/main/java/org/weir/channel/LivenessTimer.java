package org.weir.channel;

import java.util.concurrent.TimeUnit;

/**
 * When it is time to ask the kernel again which processes live. Who sleeps asks whenever a slice of sleep has passed; who
 * looks at a channel again and again without sleeping has to ask as often, or he would never learn of a death.
 *
 * <p>Safe for use by several threads, of which more than one may be told that it is time.
 */
final class LivenessTimer {

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(50);

    private volatile long last = System.nanoTime();

    /** Whether 50 ms have passed since this was answered with yes, or since the beginning. */
    boolean isDue() {
        long now = System.nanoTime();
        if (now - last < PERIOD) {
            return false;
        }
        last = now;
        return true;
    }
}
