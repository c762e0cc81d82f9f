package org.weir.outcome;

import org.apache.commons.statistics.distribution.BetaDistribution;

import java.util.function.DoublePredicate;

/**
 * Confidence intervals of a rate of which {@code k} of {@code n} independent samples are known. Samples of one launch
 * are correlated, so that an interval of pooled counts is narrower than what a repetition will show; see
 * {@link Bootstrap}.
 */
public final class Binomial {
    /** The confidence of every interval that Weir prints. */
    public static final double CONFIDENCE = 0.95;

    private Binomial() {}

    /**
     * The two-sided Clopper-Pearson interval: the rates at which a count of at least {@code k}, and one of at most
     * {@code k}, has a probability of more than {@code (1 - confidence) / 2} each. It covers the true rate with at least
     * the stated confidence, whatever the rate. For {@code k = 0} and {@code k = n} it is computed from its closed form; for
     * {@code n = 0} it is 0..1.
     *
     * @param k how many samples had the outcome, 0 to {@code n}
     * @param n the number of samples
     * @param confidence between 0 and 1, both excluded
     */
    public static Interval clopperPearson(long k, long n, double confidence) {
        checkCounts(k, n);
        checkConfidence(confidence);
        double tail = (1 - confidence) / 2;
        return new Interval(lower(k, n, tail), upper(k, n, tail));
    }

    /**
     * The greatest rate at which seeing nothing in {@code n} samples still has a probability of
     * {@code 1 - confidence}: the one-sided bound {@code 1 - (1 - confidence)^(1/n)}, at 95% about {@code 3 / n}.
     *
     * @param n the number of samples; 0 gives 1
     * @param confidence between 0 and 1, both excluded
     */
    public static double upperBoundIfUnseen(long n, double confidence) {
        checkCounts(0, n);
        checkConfidence(confidence);
        return n == 0 ? 1 : -Math.expm1(Math.log1p(-confidence) / n);
    }

    /**
     * The interval that Weir prints beside a count: two-sided 95% Clopper-Pearson for an outcome that was seen, 0 to the
     * one-sided 95% bound for one that was not.
     */
    public static Interval interval(long k, long n) {
        return k == 0 ? new Interval(0, upperBoundIfUnseen(n, CONFIDENCE)) : clopperPearson(k, n, CONFIDENCE);
    }

    /**
     * The least number of samples in which an outcome of this rate is seen with the given probability.
     *
     * @param rate above 0, at most 1
     * @param confidence between 0 and 1, both excluded
     */
    public static long samplesToSee(double rate, double confidence) {
        checkConfidence(confidence);
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("a rate must lie in 0..1, 0 excluded, is " + rate);
        }
        return Math.max(1, (long) Math.ceil(Math.log1p(-confidence) / Math.log1p(-rate)));
    }

    private static double lower(long k, long n, double tail) {
        if (k == 0) {
            return 0;
        }
        if (k == n) {
            return Math.exp(Math.log(tail) / n);
        }
        if (k > n - k) {
            return 1 - upper(n - k, n, tail);
        }
        return lowerQuantile((double) k, (double) (n - k) + 1, tail);
    }

    private static double upper(long k, long n, double tail) {
        if (k == n) {
            return 1;
        }
        if (k == 0) {
            return -Math.expm1(Math.log(tail) / n);
        }
        if (k > n - k) {
            return 1 - lower(n - k, n, tail);
        }
        return upperQuantile((double) k + 1, (double) (n - k), tail);
    }

    /** The value that a beta variable does not exceed with the probability {@code tail}; one near 0 is exact, one near 1 not. */
    static double lowerQuantile(double alpha, double beta, double tail) {
        BetaDistribution distribution = BetaDistribution.of(alpha, beta);
        return least(p -> distribution.cumulativeProbability(p) >= tail);
    }

    /** The value that a beta variable exceeds with the probability {@code tail}; one near 0 is exact, one near 1 not. */
    static double upperQuantile(double alpha, double beta, double tail) {
        BetaDistribution distribution = BetaDistribution.of(alpha, beta);
        return least(p -> distribution.survivalProbability(p) <= tail);
    }

    /*
     * The inverse that comes with the distribution stops at an absolute error of 1e-9, which is more than many a rate that
     * is measured here. Non-negative doubles are ordered as their bits are, so that halving the range of bits finds the
     * least double for which a monotone predicate holds, in 62 steps whatever the magnitude.
     */
    private static double least(DoublePredicate holds) {
        long below = Double.doubleToRawLongBits(0.0);
        long above = Double.doubleToRawLongBits(1.0);
        while (above - below > 1) {
            long middle = (below + above) >>> 1;
            if (holds.test(Double.longBitsToDouble(middle))) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return Double.longBitsToDouble(above);
    }

    private static void checkCounts(long k, long n) {
        if (k < 0 || n < 0 || k > n) {
            throw new IllegalArgumentException("not a count of samples: " + k + " of " + n);
        }
    }

    private static void checkConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence must lie between 0 and 1, is " + confidence);
        }
    }
}
