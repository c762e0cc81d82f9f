package org.weir.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Operations on several channels at once. */
public final class Channels {

    private static final long FIRST_PAUSE = 1_000;
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private Channels() {}

    /**
     * Waits until at least one of {@code waitables} is ready, for at most {@code timeout}. Looks again and again, in
     * pauses of a microsecond at first and of a millisecond at last: a message is noticed within that time.
     *
     * @param waitables connections, process sentinels and other things, in any mixture
     * @param timeout zero or negative for one look; the longest duration there is means for ever
     * @return those that were ready when it looked, in the order of the collection; empty if the time is over
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    public static <W extends Waitable> List<W> waitAny(Collection<? extends W> waitables, Duration timeout)
            throws InterruptedException {
        List<W> all = List.copyOf(waitables);
        long nanos = TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(timeout, "timeout"));
        long start = System.nanoTime();
        long pause = FIRST_PAUSE;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long waited = System.nanoTime() - start;
            List<W> ready = new ArrayList<>();
            for (W each : all) {
                if (each.isReady()) {
                    ready.add(each);
                }
            }
            if (!ready.isEmpty() || waited >= nanos) {
                return ready;
            }
            LockSupport.parkNanos(Math.min(pause, nanos - waited));
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }
}
