package org.weir.stress.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;

class FigureTest {
    @Test
    void shouldTakeTheMiddleOfAnOddNumberOfRounds() {
        assertEquals(3, new Figure(List.of(5.0, 1.0, 3.0, 100.0, 2.0)).median());
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertEquals(2.5, new Figure(List.of(4.0, 1.0, 3.0, 2.0)).median());
    }

    @Test
    void shouldShowMedianAndRangeWithAUnit() {
        assertEquals("2.5 M (900.0 .. 12.0 M)", new Figure(List.of(900.0, 12e6, 2.5e6)).toString());
    }

    @Test
    void shouldRefuseToSumUpNothing() {
        assertThrows(IllegalArgumentException.class, () -> new Figure(List.of()));
    }
}
