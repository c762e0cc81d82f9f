package org.weir.outcome;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts samples per outcome id. Not safe for use by several threads. Counts that leave the range of a long throw. */
public final class Tally {
    private final Map<String, Long> counts = new HashMap<>();
    private long total;

    /** A tally of nothing. */
    public Tally() {}

    /** A tally of these counts. */
    public static Tally of(Map<String, Long> counts) {
        Tally tally = new Tally();
        counts.forEach(tally::add);
        return tally;
    }

    /**
     * Counts {@code n} more samples with an outcome. Adding 0 leaves the tally as it is.
     *
     * @throws IllegalArgumentException if {@code n} is negative
     * @throws ArithmeticException if the total leaves the range of a long; the tally is as it was then
     */
    public void add(String id, long n) {
        if (n < 0) {
            throw new IllegalArgumentException("a count cannot be negative: " + n + " of \"" + id + "\"");
        }
        if (n > 0) {
            total = Math.addExact(total, n);
            counts.merge(id, n, Long::sum);
        }
    }

    /** Adds all counts of another tally, which stays as it is. */
    public void merge(Tally other) {
        Math.addExact(total, other.total);
        Map.copyOf(other.counts).forEach(this::add);
    }

    /** How many samples had the outcome; 0 if it was never counted. */
    public long count(String id) {
        return counts.getOrDefault(id, 0L);
    }

    /** How many samples were counted. */
    public long total() {
        return total;
    }

    /** An unmodifiable copy of the counts, all of them positive, in order of ids. */
    public SortedMap<String, Long> snapshot() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    @Override
    public String toString() {
        return total + " " + snapshot();
    }
}
