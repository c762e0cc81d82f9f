package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class TallyTest {

    @Test
    void shouldCountPerOutcomeAndInAll() {
        Tally tally = new Tally();
        tally.add("2", 5);
        tally.add("1", 1);
        tally.add("2", 2);
        tally.add("3", 0);

        assertEquals(7, tally.count("2"));
        assertEquals(0, tally.count("3"));
        assertEquals(8, tally.total());
        assertEquals(List.of("1", "2"), List.copyOf(tally.snapshot().keySet()));
    }

    @Test
    void shouldMergeEvenWithItself() {
        Tally tally = Tally.of(Map.of("a", 1L, "b", 2L));

        tally.merge(tally);

        assertEquals(Map.of("a", 2L, "b", 4L), tally.snapshot());
        assertEquals(6, tally.total());
    }

    @Test
    void shouldStayAsItWasWhenACountLeavesTheRange() {
        Tally tally = Tally.of(Map.of("a", Long.MAX_VALUE));

        assertThrows(ArithmeticException.class, () -> tally.add("b", 1));
        assertThrows(ArithmeticException.class, () -> tally.merge(Tally.of(Map.of("b", 1L))));
        assertThrows(IllegalArgumentException.class, () -> tally.add("a", -1));
        assertEquals(Map.of("a", Long.MAX_VALUE), tally.snapshot());
    }

    @Test
    void shouldNotLetASnapshotChange() {
        Tally tally = Tally.of(Map.of("a", 1L));
        Map<String, Long> snapshot = tally.snapshot();
        tally.add("a", 1);

        assertEquals(Map.of("a", 1L), snapshot);
        assertThrows(UnsupportedOperationException.class, snapshot::clear);
    }
}
