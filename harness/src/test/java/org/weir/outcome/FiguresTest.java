package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.5, 0.500", "0.0123456, 0.0123", "0.00123456, 0.00123", "0.000999, 9.99e-4",
            "3.1e-10, 3.10e-10", "0.99949, 1-5.1e-4", "0.9999999, 1-1.0e-7"})
    void shouldShowThreeDigitsAndNeverRoundToNothingOrAll(double rate, String text) {
        assertEquals(text, Figures.rate(rate));
    }

    @Test
    void shouldSetThousandsApart() {
        assertEquals("1,234,567", Figures.count(1_234_567));
        assertEquals("1 launch", Figures.count(1, "launch", "launches"));
        assertEquals("0 launches", Figures.count(0, "launch", "launches"));
    }

    @Test
    void shouldShowAnIntervalFromZeroAsAnUpperBound() {
        assertEquals("<= 3.00e-9", Figures.interval(new Interval(0, 3e-9)));
        assertEquals("0.100..0.200", Figures.interval(new Interval(0.1, 0.2)));
    }

    @Test
    void shouldShowAsManyDigitsAsTellTheBoundsApart() {
        assertEquals("0.4999..0.5001", Figures.interval(new Interval(0.49994, 0.50006)));
        assertEquals("0.500000..0.500000", Figures.interval(new Interval(0.5, 0.5000000001)));
        assertEquals("0.02847", Figures.rate(0.02847, new Interval(0.02846, 0.02848)));
    }
}
