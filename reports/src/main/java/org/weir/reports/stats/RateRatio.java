package org.weir.reports.stats;

import org.weir.outcome.Binomial;
import org.weir.outcome.Interval;

/**
 * How many times a rate is another one, with its 95% interval.
 *
 * <p>
 * Where both outcomes were seen at least {@value #ENOUGH} times the interval is that of Katz and others (1978): the
 * logarithm of the ratio is taken as normal with variance {@code 1/a - 1/n + 1/b - 1/m}. With fewer the counts are taken
 * as Poisson ones; given their sum, one of them is binomial, and its Clopper-Pearson interval gives the exact conditional
 * one of the ratio (Przyborowski and Wilenski 1940), which has no upper end if the other count is 0.
 *
 * @param ratio the ratio of the rates; infinite if only the first was seen, not a number if neither was
 * @param low the lower end, at least 0
 * @param high the upper end, possibly infinite
 * @param method the name of the method, in words
 */
public record RateRatio(double ratio, double low, double high, String method) {
    /** The name of Katz's method. */
    public static final String KATZ = "Katz log interval";
    /** The name of the conditional method. */
    public static final String CONDITIONAL = "exact conditional interval";

    private static final long ENOUGH = 10;
    private static final double Z = 1.959963984540054;

    /**
     * The ratio of the first rate to the second.
     *
     * @param first a count of at least one sample
     * @param second a count of at least one sample
     * @throws IllegalArgumentException if there are no samples
     */
    public static RateRatio of(Count first, Count second) {
        if (first.n() == 0 || second.n() == 0) {
            throw new IllegalArgumentException("a ratio needs samples: " + first + ", " + second);
        }
        double ratio = first.rate() / second.rate();
        return first.k() >= ENOUGH && second.k() >= ENOUGH ? katz(first, second, ratio)
                : conditional(first, second, ratio);
    }

    private static RateRatio katz(Count first, Count second, double ratio) {
        double error = Z * Math.sqrt(1.0 / first.k() - 1.0 / first.n() + 1.0 / second.k() - 1.0 / second.n());
        return new RateRatio(ratio, ratio * Math.exp(-error), ratio * Math.exp(error), KATZ);
    }

    private static RateRatio conditional(Count first, Count second, double ratio) {
        long both = first.k() + second.k();
        if (both == 0) {
            return new RateRatio(Double.NaN, 0, Double.POSITIVE_INFINITY, CONDITIONAL);
        }
        Interval share = Binomial.clopperPearson(first.k(), both, Binomial.CONFIDENCE);
        double scale = (double) second.n() / first.n();
        return new RateRatio(ratio, scale * odds(share.low()), scale * odds(share.high()), CONDITIONAL);
    }

    private static double odds(double share) {
        return share / (1 - share);
    }

    /** Whether the interval excludes 1. */
    public boolean isDifferent() {
        return low > 1 || high < 1;
    }
}
