package org.weir.outcome;

import java.util.List;

/**
 * By how much counts of launches spread more than those of independent samples would: Pearson's statistic of the launches
 * around the rate of their own run, by its degrees of freedom (McCullagh and Nelder, Generalized Linear Models, 4.5).
 *
 * @param factor how many times the variance is that of independent samples; at least 1
 * @param degrees degrees of freedom that it was measured with; 0 if there was nothing to measure it by, and the factor
 *                is 1 for want of better
 */
public record Dispersion(double factor, int degrees) {
    /**
     * Measures it.
     *
     * @param runs the launches of each run; those without samples are left out, as are runs in which all launches saw the
     *             outcome always or never
     */
    public static Dispersion of(List<List<Bootstrap.Launch>> runs) {
        double statistic = 0;
        int degrees = 0;
        for (List<Bootstrap.Launch> run : runs) {
            List<Bootstrap.Launch> counted = run.stream().filter(launch -> launch.samples() > 0).toList();
            double samples = counted.stream().mapToLong(Bootstrap.Launch::samples).sum();
            double rate = counted.stream().mapToLong(Bootstrap.Launch::count).sum() / samples;
            if (rate > 0 && rate < 1) {
                degrees += counted.size() - 1;
                for (Bootstrap.Launch launch : counted) {
                    double expected = rate * launch.samples();
                    double off = launch.count() - expected;
                    statistic += off * off / (expected * (1 - rate));
                }
            }
        }
        return new Dispersion(degrees == 0 ? 1 : Math.max(1, statistic / degrees), degrees);
    }

    /**
     * The probability that an outcome is not seen at all where so many are expected: that of a negative binomial count
     * whose variance is {@code factor} times its mean; without dispersion, of a Poisson count.
     *
     * @param expected how many are expected, 0 or more
     */
    public double missed(double expected) {
        return factor <= 1 ? Math.exp(-expected) : Math.exp(-expected * Math.log(factor) / (factor - 1));
    }
}
