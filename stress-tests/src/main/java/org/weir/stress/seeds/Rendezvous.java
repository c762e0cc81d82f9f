package org.weir.stress.seeds;

import org.weir.memory.SharedInt;

import java.util.concurrent.locks.LockSupport;

/**
 * A place at which actors wait for each other, so that what they do next they do at the same time: one cell that counts
 * who has come. Used once a sample; waiting spins, and sleeps by turns where there are fewer CPUs than actors.
 */
final class Rendezvous {
    private final SharedInt came = SharedInt.create();
    private final int parties;

    /** @param parties how many come */
    Rendezvous(int parties) {
        this.parties = parties;
    }

    /** Returns when all have come. */
    void await() {
        came.getAndAdd(1);
        for (int spins = 1; came.get() < parties; spins++) {
            if (spins % 1000 == 0) {
                LockSupport.parkNanos(10_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
