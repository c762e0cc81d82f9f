package org.weir.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Chooses how far apart the actors of a resource sample start, and learns where rare outcomes turn up.
 *
 * <p>
 * Some races want starts aligned to microseconds, some want a distance of milliseconds. Each sample draws the skews of
 * its actors uniformly from 0 to a largest skew; which largest skew is chosen like the arm of a bandit: every fourth
 * time at random, else the one whose samples so far brought the most weight per sample, where the weight of an outcome
 * is the inverse of how often it was seen.
 */
final class Skews {
    private static final long[] LARGEST = {0, 2_000, 20_000, 200_000, 2_000_000, 20_000_000};
    private static final int EXPLORE_ONE_IN = 4;
    private static final double LEARNING = 0.05;

    private final RandomGenerator random;
    private final double[] score = new double[LARGEST.length];
    private final long[] tries = new long[LARGEST.length];
    private final Map<String, Long> seen = new HashMap<>();
    private int chosen;

    Skews(RandomGenerator random) {
        this.random = random;
    }

    /** Chooses the largest skew of the next sample. */
    void next() {
        chosen = 0;
        for (int i = 0; i < LARGEST.length; i++) {
            if (tries[i] == 0) {
                chosen = i;
                return;
            }
            if (score[i] > score[chosen]) {
                chosen = i;
            }
        }
        if (random.nextInt(EXPLORE_ONE_IN) == 0) {
            chosen = random.nextInt(LARGEST.length);
        }
    }

    /** A skew for one actor, in nanoseconds. */
    long draw() {
        return LARGEST[chosen] == 0 ? 0 : random.nextLong(LARGEST[chosen] + 1);
    }

    /** Takes in what the sample came to. */
    void learn(String outcome) {
        long count = seen.merge(outcome, 1L, Long::sum);
        tries[chosen]++;
        double weight = Math.max(LEARNING, 1.0 / tries[chosen]);
        score[chosen] += weight * (1.0 / count - score[chosen]);
    }
}
