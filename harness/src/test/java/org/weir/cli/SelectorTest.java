package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class SelectorTest {
    private static final List<String> NAMES = List.of("a.Counter", "a.b.Counter", "a.b.Torn$Frames", "ab.Ring", "Bare");

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "Counter,     a.Counter a.b.Counter",
            "a.Counter,   a.Counter",
            "a.b,         a.b.Counter a.b.Torn$Frames",
            "a,           a.Counter a.b.Counter a.b.Torn$Frames",
            "Frames,      a.b.Torn$Frames",
            "Torn.Frames, a.b.Torn$Frames",
            "a.b.Torn$Frames, a.b.Torn$Frames",
            "Torn$*,      a.b.Torn$Frames",
            "R?ng,        ab.Ring",
            "a.*,         a.Counter a.b.Counter a.b.Torn$Frames",
            "*ar*,        Bare",
            "Bare,        Bare",
            "C.unter,     ``",
            "counter,     ``",
            "B,           ``",
    })
    void shouldMeanSimpleNamesFullNamesPackagesAndGlobs(String selector, String expected) {
        assertEquals(expected, String.join(" ", new Selector(selector).in(NAMES)));
    }

    @Test
    void shouldNameTheNearest() {
        String message = new Selector("Conter").meansNothing(NAMES);
        assertTrue(message.contains("the nearest are a.Counter, a.b.Counter, "), message);
        assertTrue(new Selector("ring").meansNothing(NAMES).contains("the nearest are ab.Ring, "), message);
    }
}
