package org.weir.outcome;

import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.GTest;

import java.util.List;
import java.util.stream.Stream;

/**
 * How the rate of an outcome differs between two runs: the ratio of the rates with its interval, and the probability of a
 * difference as large as that if there was none.
 *
 * <p>
 * Samples of one launch are correlated, so that counts of different launches spread more than those of independent samples
 * do. By their {@link Dispersion} the statistic of the G-test is divided, and then compared with an F distribution. Without
 * launches to tell, {@link #degrees} is 0, and a small p says less.
 *
 * @param before counts before
 * @param after counts after
 * @param ratio the rate after by the rate before; 0 to positive infinity, 1 if neither was seen
 * @param low lower bound of its 95% interval, 0 or more
 * @param high upper bound of its 95% interval, possibly infinite
 * @param p probability, 0 to 1
 * @param test what gave {@code p}
 * @param dispersion by how much the variance is larger than that of independent samples, 1 or more
 * @param degrees the degrees of freedom that the dispersion was measured with
 */
public record RateChange(Bootstrap.Launch before, Bootstrap.Launch after, double ratio, double low, double high,
        double p, Test test, double dispersion, int degrees) {
    private static final double ENOUGH = 10;
    private static final double TAIL = (1 - Binomial.CONFIDENCE) / 2;

    /** What gave a probability. */
    public enum Test {
        /** Fisher's exact test, where a count is small. */
        FISHER("Fisher's exact test"),
        /** The exact test of how few counts, or few samples, are divided, where Fisher's has too many to add up. */
        BINOMIAL("exact binomial test"),
        /** The likelihood ratio test of the table of counts. */
        G("G-test"),
        /** The G-test with its statistic divided by the dispersion. */
        SCALED_G("G-test by dispersion");

        private final String words;

        Test(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Compares two runs.
     *
     * @param before the launches before; all together have at least one sample
     * @param after the launches after; all together have at least one sample
     * @throws IllegalArgumentException if one has no sample
     */
    public static RateChange between(List<Bootstrap.Launch> before, List<Bootstrap.Launch> after) {
        Bootstrap.Launch a = sum(before);
        Bootstrap.Launch b = sum(after);
        if (a.samples() == 0 || b.samples() == 0) {
            throw new IllegalArgumentException("a rate of no samples cannot be compared");
        }
        Dispersion spread = Dispersion.of(List.of(before, after));
        double dispersion = spread.factor();
        int degrees = spread.degrees();
        double ratio = a.count() + b.count() == 0 ? 1 : rate(b) / rate(a);
        Test test = test(a, b, dispersion);
        double[] interval = interval(a, b, dispersion, degrees);
        return new RateChange(a, b, ratio, Math.min(interval[0], ratio), Math.max(interval[1], ratio),
                Math.clamp(p(test, a, b, dispersion, degrees), 0, 1), test, dispersion, degrees);
    }

    /**
     * Holm's correction for looking at many differences at once: if none is there, the probability that any corrected value
     * lies below a level is at most that level.
     *
     * @param p probabilities, in any order
     * @return the corrected ones, in the same order
     */
    public static double[] holm(double[] p) {
        List<Integer> ascending = Stream.iterate(0, i -> i + 1)
                .limit(p.length)
                .sorted((i, j) -> Double.compare(p[i], p[j]))
                .toList();
        double[] corrected = new double[p.length];
        double least = 0;
        for (int rank = 0; rank < p.length; rank++) {
            int i = ascending.get(rank);
            least = Math.max(least, Math.min(1, p[i] * (p.length - rank)));
            corrected[i] = least;
        }
        return corrected;
    }

    private static Bootstrap.Launch sum(List<Bootstrap.Launch> launches) {
        return new Bootstrap.Launch(launches.stream().mapToLong(Bootstrap.Launch::count).sum(),
                launches.stream().mapToLong(Bootstrap.Launch::samples).sum());
    }

    private static double rate(Bootstrap.Launch launch) {
        return (double) launch.count() / launch.samples();
    }

    private static Test test(Bootstrap.Launch a, Bootstrap.Launch b, double dispersion) {
        if (dispersion > 1) {
            return Test.SCALED_G;
        }
        double all = (double) a.samples() + b.samples();
        double seen = (double) a.count() + b.count();
        double outcomes = Math.min(seen, all - seen);
        double samples = Math.min(a.samples(), b.samples());
        return outcomes * samples / all >= ENOUGH || Math.min(outcomes, samples) > Integer.MAX_VALUE ? Test.G
                : all <= Integer.MAX_VALUE ? Test.FISHER : Test.BINOMIAL;
    }

    private static double p(Test test, Bootstrap.Launch a, Bootstrap.Launch b, double dispersion, int degrees) {
        if (a.count() + b.count() == 0 || a.count() + b.count() == a.samples() + b.samples()) {
            return 1;
        }
        long[][] table = {{a.count(), a.samples() - a.count()}, {b.count(), b.samples() - b.count()}};
        return switch (test) {
            case FISHER -> FisherExactTest.withDefaults()
                    .test(new int[][]{{(int) table[0][0], (int) table[0][1]}, {(int) table[1][0], (int) table[1][1]}})
                    .getPValue();
            case BINOMIAL -> binomial(table);
            case G -> GTest.withDefaults().test(table).getPValue();
            case SCALED_G -> FDistribution.of(1, degrees)
                    .survivalProbability(GTest.withDefaults().test(table).getStatistic() / dispersion);
        };
    }

    /**
     * Fisher's test of a table whose smallest sum of a row or a column is a small part of the others: given the sums, its cells
     * are as good as binomial, each of so many with the share of the other dimension.
     */
    private static double binomial(long[][] table) {
        long[] rows = {table[0][0] + table[0][1], table[1][0] + table[1][1]};
        long[] columns = {table[0][0] + table[1][0], table[0][1] + table[1][1]};
        double all = (double) rows[0] + rows[1];
        int row = rows[1] <= rows[0] ? 1 : 0;
        int column = columns[0] <= columns[1] ? 0 : 1;
        boolean byRow = rows[row] < columns[column];
        return BinomialTest.withDefaults()
                .test((int) (byRow ? rows[row] : columns[column]), (int) table[row][column],
                        (byRow ? columns[column] : rows[row]) / all)
                .getPValue();
    }

    private static double[] interval(Bootstrap.Launch a, Bootstrap.Launch b, double dispersion, int degrees) {
        if (a.count() + b.count() == 0) {
            return new double[]{0, Double.POSITIVE_INFINITY};
        }
        if (Math.min(a.count(), b.count()) / dispersion < ENOUGH) {
            return conditional(a, b, dispersion);
        }
        double quantile = degrees > 0 && dispersion > 1 ? TDistribution.of(degrees).inverseSurvivalProbability(TAIL)
                : NormalDistribution.of(0, 1).inverseSurvivalProbability(TAIL);
        double variance = 1.0 / a.count() - 1.0 / a.samples() + 1.0 / b.count() - 1.0 / b.samples();
        double reach = quantile * Math.sqrt(dispersion * variance);
        double ratio = rate(b) / rate(a);
        return new double[]{ratio * Math.exp(-reach), ratio * Math.exp(reach)};
    }

    /**
     * For few counts: given how many there are in all, the share of those after is binomial, and its Clopper-Pearson interval
     * gives that of the ratio. Correlated counts count for fewer.
     */
    private static double[] conditional(Bootstrap.Launch a, Bootstrap.Launch b, double dispersion) {
        double before = a.count() / dispersion;
        double after = b.count() / dispersion;
        double samples = (double) a.samples() / b.samples();
        return new double[]{after == 0 ? 0 : lowOdds(after, before + 1) * samples,
                before == 0 ? Double.POSITIVE_INFINITY : samples / lowOdds(before, after + 1)};
    }

    /** The odds {@code x / (1 - x)} at the lower bound of a beta variable, by the smaller of the two. */
    private static double lowOdds(double one, double other) {
        if (one <= other) {
            double low = Binomial.lowerQuantile(one, other, TAIL);
            return low / (1 - low);
        }
        double rest = Binomial.upperQuantile(other, one, TAIL);
        return (1 - rest) / rest;
    }
}
