package org.weir.reports.stats;

import org.weir.outcome.Binomial;

import java.util.Collection;

/**
 * How much of the distribution has not been seen yet.
 *
 * @param mass the estimate of Good and Turing (Good 1953): the share of samples whose outcome was seen once; 0 if none
 *             was
 * @param bound the one-sided 95% upper bound of the rate of any single outcome that was not seen, about 3/n
 * @param once how many outcomes were seen exactly once
 * @param samples all samples
 */
public record Unseen(double mass, double bound, long once, long samples) {
    /**
     * From how often each outcome was seen.
     *
     * @param counts the counts, those of 0 among them or not
     */
    public static Unseen of(Collection<Long> counts) {
        long samples = counts.stream().mapToLong(Long::longValue).sum();
        long once = counts.stream().filter(count -> count == 1).count();
        return new Unseen(samples == 0 ? 1 : (double) once / samples,
                Binomial.upperBoundIfUnseen(samples, Binomial.CONFIDENCE), once, samples);
    }
}
