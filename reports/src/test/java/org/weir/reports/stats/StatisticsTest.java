package org.weir.reports.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Against values that were published, or that follow from a closed form. */
class StatisticsTest {

    /** Physicians' Health Study as in Agresti, Categorical Data Analysis: 189 of 11,034 and 104 of 11,037: 1.82 (1.43, 2.31). */
    @Test
    void shouldGiveTheIntervalOfKatzThatIsInTheTextbook() {
        RateRatio ratio = RateRatio.of(new Count(189, 11_034), new Count(104, 11_037));

        assertEquals(1.818, ratio.ratio(), 0.0005);
        assertEquals(1.433, ratio.low(), 0.0005);
        assertEquals(2.306, ratio.high(), 0.0005);
        assertEquals(RateRatio.KATZ, ratio.method());
        assertTrue(ratio.isDifferent());
    }

    /** The limits of 9 of 30 by Clopper and Pearson are 0.14735 and 0.49396; rates of 9 and 21 samples of equal number. */
    @Test
    void shouldGiveTheConditionalIntervalFromTheBinomialOne() {
        RateRatio ratio = RateRatio.of(new Count(9, 1_000), new Count(21, 1_000));

        assertEquals(RateRatio.CONDITIONAL, ratio.method());
        assertEquals(0.1473452 / (1 - 0.1473452), ratio.low(), 1e-5);
        assertEquals(0.4939590 / (1 - 0.4939590), ratio.high(), 1e-5);
    }

    /** With nothing seen on one side the limits have closed forms: of 0 of 5 the upper one is 1 - 0.025^(1/5). */
    @Test
    void shouldBoundTheRatioWhereOneOutcomeWasNeverSeen() {
        double limit = 1 - Math.pow(0.025, 1.0 / 5);

        RateRatio none = RateRatio.of(new Count(0, 2_000), new Count(5, 1_000));
        assertEquals(0, none.low());
        assertEquals(0.5 * limit / (1 - limit), none.high(), 1e-9);
        RateRatio only = RateRatio.of(new Count(5, 1_000), new Count(0, 2_000));
        assertEquals(Double.POSITIVE_INFINITY, only.high());
        assertEquals(1 / none.high(), only.low(), 1e-9);
        assertTrue(Double.isNaN(RateRatio.of(new Count(0, 10), new Count(0, 10)).ratio()));
        assertFalse(RateRatio.of(new Count(0, 10), new Count(0, 10)).isDifferent());
        assertThrows(IllegalArgumentException.class, () -> RateRatio.of(Count.NONE, new Count(1, 2)));
    }

    /** Gale and Sampson 1995, the example of prosody: 120 of 30,902 occurrences are of classes seen once: 0.003883. */
    @Test
    void shouldEstimateTheUnseenMassAsGaleAndSampsonDo() {
        List<Long> counts = new ArrayList<>(Collections.nCopies(120, 1L));
        counts.add(30_902L - 120);
        counts.add(0L);

        Unseen unseen = Unseen.of(counts);
        assertEquals(0.003883, unseen.mass(), 5e-7);
        assertEquals(120, unseen.once());
    }

    @Test
    void shouldFallBackToTheRuleOfThreeWhereNothingWasSeenOnce() {
        Unseen unseen = Unseen.of(List.of(500L, 500L));

        assertEquals(0, unseen.mass());
        assertEquals(3.0 / 1000, unseen.bound(), 1e-5);
        assertEquals(1, Unseen.of(List.of()).mass());
    }

    /** The two bets of the Chevalier de Mere: a six in four throws, a double six in twenty-four. */
    @Test
    void shouldGiveTheOddsOfTheChevalier() {
        assertEquals(0.5177, Odds.ofSeeing(1.0 / 6, 4), 5e-5);
        assertEquals(0.4914, Odds.ofSeeing(1.0 / 36, 24), 5e-5);
        assertEquals(1 - Math.exp(-1), Odds.ofSeeing(1e-12, 1_000_000_000_000L), 1e-9);
        assertEquals(0, Odds.ofSeeing(0, 10));
        assertEquals(1, Odds.ofSeeing(1, 1));
    }

    @Test
    void shouldTakeQuantilesOfTheFirstFields() {
        Numbers numbers = Numbers.ofFirstFields(Map.of("10, x", 5L, "20, x", 90L, "-3.5", 5L, "hung(a)", 7L, "30", 0L));

        assertEquals(100, numbers.total());
        assertEquals(3, numbers.distinct());
        assertEquals(-3.5, numbers.quantile(0.05));
        assertEquals(10, numbers.quantile(0.06));
        assertEquals(20, numbers.quantile(0.5));
        assertEquals(List.of(new Numbers.Step(-3.5, 0.05), new Numbers.Step(10, 0.1), new Numbers.Step(20, 1)),
                numbers.steps(10));
        assertEquals(1, numbers.steps(2).getLast().share());
        assertTrue(Numbers.parse("1e999").isEmpty() && Numbers.parse("0x1p3").isEmpty() && Numbers.parse("").isEmpty());
    }
}
