package org.weir.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The interval of a pooled rate that allows for samples of one launch being correlated: the cluster bootstrap, whose
 * unit is the launch. Launches are drawn with replacement, as many as there are, their counts pooled, and the interval
 * is that of the middle of the pooled rates (the percentile method). With a handful of launches it is narrower than its
 * confidence says; it is for showing how much launches differ, not for a verdict.
 */
public final class Bootstrap {
    /** How many times the launches are drawn by {@link #interval}. */
    public static final int DRAWS = 2_000;

    private Bootstrap() {}

    /**
     * One launch's share of an outcome.
     *
     * @param count samples with the outcome
     * @param samples samples in all, at least {@code count}
     */
    public record Launch(long count, long samples) {
        /** Checks the ranges. */
        public Launch {
            if (count < 0 || count > samples) {
                throw new IllegalArgumentException("not a count of samples: " + count + " of " + samples);
            }
        }
    }

    /** The 95% interval from {@link #DRAWS} draws. */
    public static Optional<Interval> interval(List<Launch> launches, long seed) {
        return interval(launches, Binomial.CONFIDENCE, DRAWS, seed);
    }

    /**
     * The interval of the pooled rate.
     *
     * @param launches the launches; those without samples are left out
     * @param confidence between 0 and 1, both excluded
     * @param draws how many times the launches are drawn, at least 1
     * @param seed the same seed gives the same interval
     * @return empty if fewer than two launches have samples, or if none saw the outcome: then drawing says nothing
     */
    public static Optional<Interval> interval(List<Launch> launches, double confidence, int draws, long seed) {
        if (!(confidence > 0 && confidence < 1) || draws < 1) {
            throw new IllegalArgumentException("confidence must lie between 0 and 1, is " + confidence
                    + "; draws must be positive, is " + draws);
        }
        List<Launch> counted = launches.stream().filter(launch -> launch.samples() > 0).toList();
        if (counted.size() < 2 || counted.stream().allMatch(launch -> launch.count() == 0)) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] rates = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            rates[draw] = pooledRate(counted, random);
        }
        Arrays.sort(rates);
        double tail = (1 - confidence) / 2;
        int low = (int) Math.floor(tail * (draws - 1));
        return Optional.of(new Interval(rates[low], rates[draws - 1 - low]));
    }

    private static double pooledRate(List<Launch> launches, SplittableRandom random) {
        double count = 0;
        double samples = 0;
        for (int i = 0; i < launches.size(); i++) {
            Launch launch = launches.get(random.nextInt(launches.size()));
            count += launch.count();
            samples += launch.samples();
        }
        return count / samples;
    }
}
