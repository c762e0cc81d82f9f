package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriesHookTest {

    @Test
    void shouldMultiplyTheTries() {
        assertEquals(2_000, TriesHook.scaled(100, "20"));
        assertEquals(10, TriesHook.scaled(100, "0.1"));
        assertEquals(1, TriesHook.scaled(30, "0.0001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "-1", "NaN", "1e300"})
    void shouldSayWhatItWants(String times) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> TriesHook.scaled(100, times));

        assertTrue(String.valueOf(refused.getMessage()).contains("-Dweir.tries"), refused::getMessage);
    }
}
