package org.weir.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long a launch may sample, and whom to tell how it goes.
 *
 * @param end the {@code System.nanoTime()} at which sampling ends
 * @param wanted end after so many samples; {@code Long.MAX_VALUE} for no such limit
 * @param stopping whether the run has to end early
 * @param watcher is told of samples and counts now and then
 */
record Clock(long end, long wanted, AtomicBoolean stopping, Watcher watcher) {
    /** Is told how a launch goes. */
    @FunctionalInterface
    interface Watcher {
        /**
         * Some time has passed.
         *
         * @param counts all counts of the launch so far
         * @param nanos time spent sampling in this launch
         */
        void sampled(Map<String, Long> counts, long nanos);
    }

    /** How often the watcher is told. */
    static final long TELL_NANOS = Duration.ofMillis(250).toNanos();

    /** The same, ending no sooner than a while from now. */
    Clock atLeast(Duration least) {
        long soonest = System.nanoTime() + least.toNanos();
        return end - soonest >= 0 ? this : new Clock(soonest, wanted, stopping, watcher);
    }

    boolean isOver(long samples) {
        return stopping.get() || samples >= wanted || System.nanoTime() - end >= 0;
    }
}
