package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

import org.weir.outcome.Binomial;
import org.weir.outcome.Bootstrap;
import org.weir.outcome.Interval;

import java.util.List;
import java.util.stream.IntStream;

class IntervalProperties {
    private static final long MOST = 100_000_000_000L;

    /** The promise of Clopper and Pearson, computed and not sampled: for every rate, the counts whose interval holds it. */
    @Property(tries = 300)
    void theTrueRateIsCoveredWithTheStatedConfidence(@ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @Scale(9) @DoubleRange(min = 0, max = 1) double rate,
            @ForAll @Scale(9) @DoubleRange(min = 0.5, max = 0.999) double confidence) {
        double covered = IntStream.rangeClosed(0, n)
                .filter(k -> holds(Binomial.clopperPearson(k, n, confidence), rate))
                .mapToDouble(k -> probability(k, n, rate))
                .sum();

        assertTrue(covered >= confidence - 1e-9, () -> "covered with " + covered);
    }

    @Property
    void theObservedRateLiesWithin(@ForAll @LongRange(min = 0, max = MOST) long a,
            @ForAll @LongRange(min = 1, max = MOST) long b) {
        long k = Math.min(a, b);
        long n = Math.max(a, b);

        assertTrue(holds(Binomial.clopperPearson(k, n, 0.95), (double) k / n));
        assertTrue(holds(Binomial.interval(k, n), (double) k / n));
    }

    @Property
    void bothBoundsGrowWithTheCount(@ForAll @LongRange(min = 1, max = MOST) long n,
            @ForAll @LongRange(min = 0, max = MOST) long anyCount) {
        long k = anyCount % n;
        Interval fewer = Binomial.clopperPearson(k, n, 0.95);
        Interval more = Binomial.clopperPearson(k + 1, n, 0.95);

        assertTrue(fewer.low() <= more.low() && fewer.high() <= more.high(), () -> fewer + " and " + more);
    }

    @Property
    void moreConfidenceIsWider(@ForAll @LongRange(min = 0, max = 1_000_000) long a,
            @ForAll @LongRange(min = 1, max = 1_000_000) long b,
            @ForAll @Scale(9) @DoubleRange(min = 0.5, max = 0.99) double some) {
        Interval narrow = Binomial.clopperPearson(Math.min(a, b), Math.max(a, b), some);
        Interval wide = Binomial.clopperPearson(Math.min(a, b), Math.max(a, b), (some + 1) / 2);

        assertTrue(wide.low() <= narrow.low() && narrow.high() <= wide.high(), () -> narrow + " and " + wide);
    }

    @Property
    void theSameRateFromMoreSamplesIsNarrower(@ForAll @IntRange(min = 0, max = 1_000) int a,
            @ForAll @IntRange(min = 1, max = 1_000) int b, @ForAll @IntRange(min = 2, max = 1_000) int times) {
        long k = Math.min(a, b);
        long n = Math.max(a, b);

        assertTrue(width(Binomial.clopperPearson(k * times, n * times, 0.95)) < width(
                Binomial.clopperPearson(k, n, 0.95)));
    }

    @Property
    void successesMirrorFailures(@ForAll @LongRange(min = 0, max = 1_000_000) long a,
            @ForAll @LongRange(min = 1, max = 1_000_000) long b) {
        long k = Math.min(a, b);
        long n = Math.max(a, b);
        Interval successes = Binomial.clopperPearson(k, n, 0.95);
        Interval failures = Binomial.clopperPearson(n - k, n, 0.95);

        assertEquals(successes.low(), 1 - failures.high(), 1e-12);
        assertEquals(successes.high(), 1 - failures.low(), 1e-12);
    }

    @Property
    void noneAndAllReachTheEnds(@ForAll @LongRange(min = 1, max = MOST) long n,
            @ForAll @Scale(9) @DoubleRange(min = 0.5, max = 0.999) double confidence) {
        Interval none = Binomial.clopperPearson(0, n, confidence);
        Interval all = Binomial.clopperPearson(n, n, confidence);

        assertEquals(0, none.low());
        assertEquals(1, all.high());
        assertEquals((1 - confidence) / 2, Math.exp(n * Math.log1p(-none.high())), 1e-9);
        assertEquals(none.high(), 1 - all.low(), 1e-12);
    }

    @Property
    void theBoundOfTheUnseenLeavesItUnseenWithWhatIsLeftOfTheConfidence(@ForAll @LongRange(min = 1, max = MOST) long n,
            @ForAll @Scale(9) @DoubleRange(min = 0.5, max = 0.999) double confidence) {
        double bound = Binomial.upperBoundIfUnseen(n, confidence);

        assertEquals(1 - confidence, Math.exp(n * Math.log1p(-bound)), 1e-9);
        assertTrue(bound <= Binomial.clopperPearson(0, n, confidence).high());
    }

    @Property
    void theSamplesThatARateNeedsAreTheLeastThatBoundIt(
            @ForAll @Scale(9) @DoubleRange(min = 1e-6, max = 0.9) double rate) {
        long needed = Binomial.samplesToSee(rate, 0.95);

        assertTrue(Binomial.upperBoundIfUnseen(needed, 0.95) <= rate * (1 + 1e-12));
        Assume.that(needed > 1);
        assertTrue(Binomial.upperBoundIfUnseen(needed - 1, 0.95) > rate * (1 - 1e-12));
    }

    @Property(tries = 200)
    void aBootstrapStaysBetweenTheLowestAndTheHighestLaunch(
            @ForAll List<@IntRange(min = 0, max = 1_000) Integer> counts, @ForAll long seed) {
        List<Bootstrap.Launch> launches = counts.stream().map(count -> new Bootstrap.Launch(count, 1_000)).toList();

        Bootstrap.interval(launches, 0.95, 200, seed).ifPresent(interval -> {
            double lowest = counts.stream().mapToInt(Integer::intValue).min().orElseThrow() / 1_000.0;
            double highest = counts.stream().mapToInt(Integer::intValue).max().orElseThrow() / 1_000.0;
            assertTrue(lowest <= interval.low() + 1e-12 && interval.high() <= highest + 1e-12, interval::toString);
        });
    }

    private static boolean holds(Interval interval, double rate) {
        return interval.low() <= rate && rate <= interval.high();
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
    }

    private static double probability(int k, int n, double rate) {
        double choices = 1;
        for (int i = 0; i < k; i++) {
            choices = choices * (n - i) / (i + 1);
        }
        return choices * Math.pow(rate, k) * Math.pow(1 - rate, n - k);
    }
}
