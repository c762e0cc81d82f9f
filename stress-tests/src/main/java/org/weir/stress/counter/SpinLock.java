package org.weir.stress.counter;

import org.weir.memory.SharedInt;

/**
 * The simplest lock that is right: one cell, 0 when free and 1 when held. Whoever changes it from 0 to 1 has it.
 *
 * <p>
 * The compare-and-set that takes the lock is volatile and the write that gives it back is a release, so what the last
 * holder wrote, the next one sees. While the lock is held a waiter only reads, so that the line stays in its cache, and
 * nobody is woken: a holder that loses its CPU makes the others burn theirs, and one that dies keeps the lock for ever.
 */
final class SpinLock {
    private static final int FREE = 0;
    private static final int HELD = 1;

    private final SharedInt word = SharedInt.create(FREE);

    /** Takes the lock, however long it takes. Not reentrant. */
    void lock() {
        while (!word.compareAndSet(FREE, HELD)) {
            while (word.getOpaque() == HELD) {
                Thread.onSpinWait();
            }
        }
    }

    /** Gives it back. The caller holds it. */
    void unlock() {
        word.setRelease(FREE);
    }
}
