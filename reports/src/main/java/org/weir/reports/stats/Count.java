package org.weir.reports.stats;

import org.weir.outcome.Binomial;
import org.weir.outcome.Interval;

/**
 * How many of how many.
 *
 * @param k samples that count, 0 to {@code n}
 * @param n all samples
 */
public record Count(long k, long n) {
    /** Nothing of nothing. */
    public static final Count NONE = new Count(0, 0);

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code k} is not in 0..n
     */
    public Count {
        if (k < 0 || k > n) {
            throw new IllegalArgumentException("not a count of samples: " + k + " of " + n);
        }
    }

    /** Both together. */
    public Count plus(Count other) {
        return new Count(Math.addExact(k, other.k), Math.addExact(n, other.n));
    }

    /** The share, 0 to 1; 0 without samples. */
    public double rate() {
        return n == 0 ? 0 : (double) k / n;
    }

    /** {@link Binomial#interval}. */
    public Interval interval() {
        return Binomial.interval(k, n);
    }
}
