package org.weir.reports.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

class LabelTest {

    @Test
    void shouldKeepShortLettersOnOneLine() {
        assertEquals(List.of(new Label("unlocked", "processes")), Label.lines("unlocked", "processes"));
    }

    @Test
    void shouldBreakLongLettersAtSpacesAndLoseNone() {
        String name = "deferred and immediate transactions, kind=immediate";
        List<Label> lines = Label.lines(name, "processes: 3 of 44, 0.0682");

        assertEquals(3, lines.size());
        assertEquals(name, lines.stream()
                .map(Label::name)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" ")));
        assertEquals("processes: 3 of 44, 0.0682", lines.getLast().rest());
    }

    @Test
    void shouldBreakWhatHasNoSpacesAndEndAfterFourLines() {
        List<Label> lines = Label.lines("x".repeat(1000), "y");

        assertEquals(4, lines.size());
        assertTrue(lines.getLast().name().endsWith("x\u2026"));
        assertTrue(lines.stream().allMatch(line -> line.name().length() <= 37));
    }

    @Test
    void shouldNotTakeAPairOfSurrogatesApart() {
        assertEquals("\ud83d\ude00\u2026", Label.shortened("\ud83d\ude00\ud83d\ude00", 3));
        assertEquals("\ud83d\ude00", Label.shortened("\ud83d\ude00", 2));
    }

    @Test
    void shouldMakeOneEmptyLineOfBlanks() {
        assertEquals(List.of(new Label("", "")), Label.lines(" ".repeat(100), ""));
    }
}
