package org.weir.reports.stats;

/** What to expect of a repetition. */
public final class Odds {
    private Odds() {}

    /**
     * The probability that an outcome is seen at least once: {@code 1 - (1 - rate)^samples}.
     *
     * @param rate the outcome's rate, 0 to 1
     * @param samples how many independent samples are taken, at least 0
     */
    public static double ofSeeing(double rate, long samples) {
        return samples == 0 || rate == 0 ? 0 : -Math.expm1(samples * Math.log1p(-rate));
    }
}
