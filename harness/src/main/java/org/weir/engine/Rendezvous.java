package org.weir.engine;

import org.weir.os.Futex;

/**
 * Where the workers of a launch wait for each other.
 *
 * <p>
 * With a CPU for each of them they spin on words of their own lines: one store and one read a peer, and nobody is
 * descheduled. With fewer CPUs a spinning worker would hold back the one it waits for, so they sleep on a futex after
 * the last arrival has been missed.
 *
 * <p>
 * No wait ends by itself: a peer that never comes is the coordinator's to find, by the phases that stand still, and to
 * end. {@link SegmentLayout#waiting} tells it who is waiting and who is at work.
 */
final class Rendezvous {
    private static final int PATIENCE = 20_000;
    private static final int LONG_WAIT = 200_000;
    private static final long NAP_NANOS = 50_000_000L;

    private final SegmentLayout segment;
    private final int worker;
    private final int actors;
    private final boolean spin;

    Rendezvous(SegmentLayout segment, int worker, boolean spin) {
        this.segment = segment;
        this.worker = worker;
        this.actors = segment.actors();
        this.spin = spin;
    }

    /** Arrives at a barrier and returns when all have; everything they wrote before is visible after. */
    void barrier(int phase) {
        if (!spin) {
            sleepAtBarrier(phase);
            return;
        }
        Cells.putIntVolatile(segment.phase(worker), phase);
        for (int peer = 0; peer < actors; peer++) {
            long address = segment.phase(peer);
            int spins = 0;
            while (Cells.getIntAcquire(address) - phase < 0) {
                spins = relax(spins);
            }
            if (spins > LONG_WAIT) {
                Cells.putInt(segment.waiting(worker), 0);
            }
        }
    }

    /** How a meeting went. */
    enum Meeting {
        /** Others had to be awaited. */
        FIRST,
        /** Everybody else was there already: this worker knows one cache-line transfer earlier than they that all are. */
        LAST,
        /** Somebody did not come for so long that it has probably lost its CPU. */
        ALONE
    }

    /** Arrives at a meeting within a stride and returns when all have, or when that takes too long to be of use. */
    Meeting meet(long at) {
        Cells.putLongRelease(segment.progress(worker), at);
        Meeting meeting = Meeting.LAST;
        for (int peer = 0; peer < actors; peer++) {
            long address = segment.progress(peer);
            if (Cells.getLongAcquire(address) < at) {
                meeting = Meeting.FIRST;
                int spins = 0;
                while (Cells.getLongAcquire(address) < at) {
                    if (++spins > PATIENCE) {
                        return Meeting.ALONE;
                    }
                }
            }
        }
        return meeting;
    }

    /** Excuses this worker from all meetings up to {@code last}: nobody waits for it there. */
    void excuse(long last) {
        Cells.putLongRelease(segment.progress(worker), last);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a yield, not a signal: whoever shares this CPU may be the one waited for
    private int relax(int spins) {
        if (spins == LONG_WAIT) {
            Cells.putInt(segment.waiting(worker), 1);
        }
        if (spins > PATIENCE) {
            Thread.yield();
        }
        return spins <= LONG_WAIT ? spins + 1 : spins;
    }

    private void sleepAtBarrier(int phase) {
        Cells.putIntVolatile(segment.phase(worker), phase);
        int generation = Cells.getIntVolatile(segment.generation());
        if (Cells.getAndAddInt(segment.arrivals(), 1) == actors - 1) {
            Cells.putIntVolatile(segment.arrivals(), 0);
            Cells.putIntVolatile(segment.generation(), generation + 1);
            Futex.wake(segment.generation(), Integer.MAX_VALUE);
            return;
        }
        int naps = 0;
        while (Cells.getIntVolatile(segment.generation()) == generation) {
            if (naps++ == 1) {
                Cells.putIntVolatile(segment.waiting(worker), 1);
            }
            Futex.await(segment.generation(), generation, System.nanoTime() + NAP_NANOS);
        }
        if (naps > 1) {
            Cells.putIntVolatile(segment.waiting(worker), 0);
        }
    }
}
