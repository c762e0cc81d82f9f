package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TerminalTest {
    @ParameterizedTest
    @CsvSource({
            "xterm, '',   '',   true,  true,  true,  true",
            "xterm, 1,    '',   true,  true,  true,  false",
            "xterm, '',   true, true,  true,  false, false",
            "dumb,  '',   '',   true,  true,  false, false",
            "xterm, '',   '',   false, true,  false, false",
            "xterm, '',   '',   true,  false, false, true",
    })
    void shouldRewriteAndColourOnlyWhereThatIsWanted(String term, String noColor, String ci, boolean terminal,
            boolean errorToDevice, boolean rewrites, boolean colours) {
        Map<String, String> environment = Map.of("TERM", term, "NO_COLOR", noColor, "CI", ci);
        assertEquals(new Terminal(rewrites, colours, 80), Terminal.of(environment, terminal, errorToDevice));
    }

    @Test
    void shouldNeverLetALineWrap() {
        Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm", "COLUMNS", "10"));
        assertEquals("\r\033[K123456789", Terminal.of(environment, true, true).rewritten("1234567890abc"));
    }

    @Test
    void shouldTakeWordsApartAsAShellDoes() {
        assertEquals(List.of("-Xint", "-Da=b c", "-De=\"", "", "x\\y"),
                ShellWords.split("  -Xint '-Da=b c' -De=\\\" \"\" 'x\\y' "));
        assertThrows(UsageException.class, () -> ShellWords.split("a \"b"));
    }
}
