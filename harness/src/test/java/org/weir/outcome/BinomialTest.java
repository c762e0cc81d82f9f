package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {

    /** The figures are what R prints for {@code binom.test(k, n)$conf.int}; 682 of 925 is the example of its manual. */
    @ParameterizedTest(name = "binom.test({0}, {1})")
    @CsvSource({"0, 10, 0, 0.3084971", "1, 10, 0.002528579, 0.445016117", "5, 10, 0.187086, 0.812914",
            "10, 10, 0.6915029, 1", "682, 925, 0.7076683, 0.7654066"})
    void shouldGiveTheIntervalOfBinomTestInR(long k, long n, double low, double high) {
        Interval interval = Binomial.clopperPearson(k, n, 0.95);

        assertEquals(low, interval.low(), 5e-8);
        assertEquals(high, interval.high(), 5e-8);
    }

    /** For a rare outcome the interval of the count is Garwood's for a Poisson variable (Biometrika 28, 1936). */
    @ParameterizedTest(name = "{0} in 10^12")
    @CsvSource({"1, 0.025318, 5.5716", "10, 4.7954, 18.390", "50, 37.11, 65.92"})
    void shouldKeepItsPrecisionForRatesFarBelowABillionth(long k, double low, double high) {
        long n = 1_000_000_000_000L;

        Interval interval = Binomial.clopperPearson(k, n, 0.95);

        assertEquals(low / n, interval.low(), 1e-4 * low / n);
        assertEquals(high / n, interval.high(), 1e-4 * high / n);
    }

    @Test
    void shouldGiveTheRuleOfThreeForAnOutcomeNeverSeen() {
        assertEquals(1 - Math.pow(0.05, 0.01), Binomial.upperBoundIfUnseen(100, 0.95), 1e-15);
        assertEquals(2.995732273553991e-10, Binomial.upperBoundIfUnseen(10_000_000_000L, 0.95), 1e-19);
        assertEquals(1, Binomial.upperBoundIfUnseen(0, 0.95));
    }

    @Test
    void shouldPrintTheOneSidedBoundForACountOfZeroOnly() {
        assertEquals(new Interval(0, Binomial.upperBoundIfUnseen(10, 0.95)), Binomial.interval(0, 10));
        assertEquals(Binomial.clopperPearson(1, 10, 0.95), Binomial.interval(1, 10));
    }

    @Test
    void shouldKnowNothingWithoutSamples() {
        assertEquals(new Interval(0, 1), Binomial.clopperPearson(0, 0, 0.95));
        assertEquals(new Interval(0, 1), Binomial.interval(0, 0));
    }

    @Test
    void shouldSayHowManySamplesARateNeeds() {
        assertEquals(59, Binomial.samplesToSee(0.05, 0.95));
        assertEquals(299, Binomial.samplesToSee(0.01, 0.95));
        assertEquals(1, Binomial.samplesToSee(1, 0.95));
        assertTrue(Binomial.upperBoundIfUnseen(299, 0.95) <= 0.01 && Binomial.upperBoundIfUnseen(298, 0.95) > 0.01);
    }

    @Test
    void shouldRefuseWhatIsNoCount() {
        assertAll(() -> assertThrows(IllegalArgumentException.class, () -> Binomial.clopperPearson(-1, 10, 0.95)),
                () -> assertThrows(IllegalArgumentException.class, () -> Binomial.clopperPearson(11, 10, 0.95)),
                () -> assertThrows(IllegalArgumentException.class, () -> Binomial.clopperPearson(1, 10, 1)),
                () -> assertThrows(IllegalArgumentException.class, () -> Binomial.upperBoundIfUnseen(-1, 0.95)),
                () -> assertThrows(IllegalArgumentException.class, () -> Binomial.samplesToSee(0, 0.95)));
    }
}
