package org.weir.outcome;

/**
 * A confidence interval of a rate.
 *
 * @param low the lower bound, 0 to 1
 * @param high the upper bound, {@code low} to 1
 */
public record Interval(double low, double high) {
    /** Checks the ranges. */
    public Interval {
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new IllegalArgumentException("not an interval of rates: " + low + ".." + high);
        }
    }
}
