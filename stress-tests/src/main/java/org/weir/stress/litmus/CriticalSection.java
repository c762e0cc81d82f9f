package org.weir.stress.litmus;

import org.weir.memory.SharedInt;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A section in which at most one of two actors may be, and which notices when both are: each says that it is in, looks
 * for the other a few times, and says that it is out. To miss a meeting is possible, to invent one is not.
 */
final class CriticalSection {
    /** How often an actor passes in one sample. */
    private static final int ROUNDS = 50;
    /** How often an actor that may not enter looks again before it gives this round up. */
    static final int PATIENCE = 1_000;

    private static final int LOOKS = 8;

    private final SharedInt first = SharedInt.create();
    private final SharedInt second = SharedInt.create();
    private final SharedInt met = SharedInt.create();
    private final SharedInt came = SharedInt.create();

    /** Waits for the other actor, so that both begin at once, and then tries to pass so many times. */
    void rounds(int me, IntConsumer pass) {
        meet();
        for (int round = 0; round < ROUNDS; round++) {
            pass.accept(me);
        }
    }

    private void meet() {
        came.getAndAdd(1);
        for (int spins = 1; came.get() < 2; spins++) {
            if (spins % 1000 == 0) {
                LockSupport.parkNanos(10_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Passes through. */
    void pass(int me) {
        SharedInt mine = me == 0 ? first : second;
        SharedInt others = me == 0 ? second : first;
        mine.setOpaque(1);
        for (int i = 0; i < LOOKS; i++) {
            if (others.getOpaque() != 0) {
                met.setOpaque(1);
            }
        }
        mine.setRelease(0);
    }

    /** 1 if the two met inside. */
    int met() {
        return met.get();
    }
}
