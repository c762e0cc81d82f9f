package org.weir.sync;

/**
 * How long to spin before one sleeps. The pauses double, so that the first looks catch a lock that is given back at
 * once, and the later ones leave its cache line to the holder: each look costs it the line, about 0.1 microseconds.
 * In all they come to about the time that a sleep and a wake take.
 */
final class Spin {

    /** How many looks. On a single CPU the holder cannot move while one spins. */
    static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 8 : 0;

    private Spin() {}

    /** Pauses before look number {@code look}, from 0. */
    static void pause(int look) {
        for (int i = 1 << look; i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
