package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class RateChangeTest {
    private static List<Bootstrap.Launch> one(long count, long samples) {
        return List.of(new Bootstrap.Launch(count, samples));
    }

    @Test
    void shouldTestSmallCountsExactly() {
        RateChange change = RateChange.between(one(3, 10), one(9, 10));
        assertEquals(RateChange.Test.FISHER, change.test());
        assertEquals(0.0198, change.p(), 1e-4, "the table 3 7 / 9 1");
        assertEquals(3, change.ratio(), 1e-12);
    }

    @Test
    void shouldTestLargeCountsByTheLikelihoodRatio() {
        RateChange change = RateChange.between(one(100, 1000), one(140, 1000));
        assertEquals(RateChange.Test.G, change.test());
        double g = 2 * (100 * Math.log(100 / 120.0) + 900 * Math.log(900 / 880.0) + 140 * Math.log(140 / 120.0)
                + 860 * Math.log(860 / 880.0));
        assertEquals(7.607, g, 0.001);
        assertEquals(0.00581, change.p(), 1e-5);
        double reach = 1.959964 * Math.sqrt(1 / 100.0 - 1 / 1000.0 + 1 / 140.0 - 1 / 1000.0);
        assertEquals(1.4 * Math.exp(-reach), change.low(), 1e-5);
        assertEquals(1.4 * Math.exp(reach), change.high(), 1e-5);
    }

    @Test
    void shouldTestFewCountsInMoreSamplesThanAnIntHolds() {
        RateChange change = RateChange.between(one(0, 4_000_000_000L), one(8, 4_000_000_000L));
        assertEquals(RateChange.Test.BINOMIAL, change.test());
        assertEquals(2 / 256.0, change.p(), 1e-9, "eight of eight on one side");
        assertEquals(Double.POSITIVE_INFINITY, change.ratio());
        assertEquals(Double.POSITIVE_INFINITY, change.high());
        double share = Math.exp(Math.log(0.025) / 8);
        assertEquals(share / (1 - share), change.low(), 1e-6);
    }

    @Test
    void shouldBoundARatioThatFellToNothing() {
        RateChange change = RateChange.between(one(8, 1000), one(0, 2000));
        assertEquals(0, change.ratio());
        assertEquals(0, change.low());
        double share = 1 - Math.exp(Math.log(0.025) / 8);
        assertEquals(share / (1 - share) * 0.5, change.high(), 1e-6);
    }

    @Test
    void shouldSeeNoChangeWhereNothingOrEverythingWasSeen() {
        assertEquals(1, RateChange.between(one(0, 10), one(0, 1000)).p());
        assertEquals(1, RateChange.between(one(10, 10), one(1000, 1000)).p());
        assertThrows(IllegalArgumentException.class, () -> RateChange.between(one(0, 0), one(0, 1)));
    }

    @Test
    void shouldNotTakeTheSpreadOfLaunchesForAChange() {
        List<Bootstrap.Launch> before = List.of(new Bootstrap.Launch(100, 100_000), new Bootstrap.Launch(900, 100_000),
                new Bootstrap.Launch(300, 100_000));
        List<Bootstrap.Launch> after = List.of(new Bootstrap.Launch(1200, 100_000),
                new Bootstrap.Launch(200, 100_000), new Bootstrap.Launch(500, 100_000));
        RateChange change = RateChange.between(before, after);
        assertEquals(RateChange.Test.SCALED_G, change.test());
        assertEquals(4, change.degrees());
        assertTrue(change.dispersion() > 100, change::toString);
        assertTrue(change.p() > 0.2, change::toString);
        assertTrue(change.low() < 1 && change.high() > 1, change::toString);
        assertTrue(RateChange.between(one(1300, 300_000), one(1900, 300_000)).p() < 1e-9,
                "the same counts in one launch each would be a change");
    }

    @Test
    void shouldFindAChangeThatIsLargerThanTheSpread() {
        List<Bootstrap.Launch> before = List.of(new Bootstrap.Launch(100, 100_000), new Bootstrap.Launch(120, 100_000),
                new Bootstrap.Launch(140, 100_000));
        List<Bootstrap.Launch> after = List.of(new Bootstrap.Launch(900, 100_000), new Bootstrap.Launch(990, 100_000),
                new Bootstrap.Launch(1080, 100_000));
        assertTrue(RateChange.between(before, after).p() < 0.001);
    }

    @Test
    void shouldRejectAtMostAsOftenAsItsLevelSays() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int rejected = 0;
        int runs = 1000;
        for (int run = 0; run < runs; run++) {
            List<List<Bootstrap.Launch>> sides = new ArrayList<>();
            for (int side = 0; side < 2; side++) {
                List<Bootstrap.Launch> launches = new ArrayList<>();
                for (int launch = 0; launch < 5; launch++) {
                    double mean = 400 * Math.exp(random.nextGaussian() * 0.5);
                    launches.add(new Bootstrap.Launch(
                            Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian())), 1_000_000));
                }
                sides.add(launches);
            }
            rejected += RateChange.between(sides.get(0), sides.get(1)).p() < 0.05 ? 1 : 0;
        }
        assertTrue(rejected < 90, rejected + " of " + runs + " with seed " + seed);
    }

    @Test
    void shouldCorrectByHolm() {
        assertArrayEquals(new double[]{0.03, 0.06, 0.06, 0.02},
                RateChange.holm(new double[]{0.01, 0.04, 0.03, 0.005}), 1e-12);
        assertArrayEquals(new double[]{1, 1}, RateChange.holm(new double[]{0.9, 0.6}), 1e-12);
        assertArrayEquals(new double[]{}, RateChange.holm(new double[]{}));
    }

    @Test
    void shouldMissMoreOftenWhatComesInClusters() {
        Dispersion none = Dispersion.of(List.of(List.of(new Bootstrap.Launch(10, 1000))));
        assertEquals(new Dispersion(1, 0), none);
        assertEquals(Math.exp(-3), none.missed(3), 1e-12);
        Dispersion clustered = Dispersion.of(
                List.of(List.of(new Bootstrap.Launch(0, 1000), new Bootstrap.Launch(20, 1000))));
        assertEquals(1, clustered.degrees());
        assertEquals(200 / (10 * 0.99), clustered.factor(), 1e-9);
        double f = clustered.factor();
        assertEquals(Math.pow(f, -20 / (f - 1)), clustered.missed(20), 1e-12);
        assertTrue(clustered.missed(20) > none.missed(20));
    }

    /** By the closed forms of the tails of Beta(1, n + 1) and Beta(2, n): what one or none of n + 1 has. */
    @Test
    void shouldBoundTheFallOfALargeCountToOne() {
        long n = 100_000_000;
        RateChange fall = RateChange.between(one(n, 2 * n), one(1, 2 * n));
        double low = fall.low() / (1 + fall.low());
        assertEquals(0.025, -Math.expm1((n + 1) * Math.log1p(-low)), 1e-9, fall::toString);
        double high = fall.high() / (1 + fall.high());
        assertEquals(0.025, Math.exp(n * Math.log1p(-high)) * (1 + n * high), 1e-9, fall::toString);

        RateChange rise = RateChange.between(one(1, 2 * n), one(n, 2 * n));
        assertEquals(1, rise.low() * fall.high(), 1e-9, rise::toString);
        assertEquals(1, rise.high() * fall.low(), 1e-9, rise::toString);
    }

    /** By the closed form of the tail of Beta(n, 1), which is x to the n. */
    @Test
    void shouldBoundWhatIsNewAndFrequent() {
        long n = 1_000_000_000;
        RateChange change = RateChange.between(one(0, 2 * n), one(n, 2 * n));
        double other = -Math.expm1(Math.log(0.025) / n);
        assertEquals(1, change.low() / ((1 - other) / other), 1e-9, change::toString);
        assertEquals(Double.POSITIVE_INFINITY, change.high());

        RateChange gone = RateChange.between(one(n, 2 * n), one(0, 2 * n));
        assertEquals(0, gone.low());
        assertEquals(1, gone.high() * change.low(), 1e-9, gone::toString);
    }

    @Test
    void shouldTestFewSamplesAgainstMoreThanAnIntHolds() {
        RateChange half = RateChange.between(one(5_000_000_000L, 10_000_000_000L), one(4, 4));
        assertEquals(RateChange.Test.BINOMIAL, half.test());
        assertEquals(2 / 16.0, half.p(), 1e-6, "four of four, or none, at one half");
        RateChange third = RateChange.between(one(1_000_000_000L, 3_000_000_000L), one(4, 4));
        assertEquals(1 / 81.0, third.p(), 1e-6, "four of four at a third");
    }

    @Test
    void shouldCompareWhereEvenTheFewAreMoreThanAnIntHolds() {
        long few = 3_000_000_000L;
        RateChange change = RateChange.between(one(few, Long.MAX_VALUE - few), one(0, few));
        assertEquals(RateChange.Test.G, change.test());
        assertTrue(change.p() >= 0 && change.p() <= 1, change::toString);
    }
}
