package org.weir.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class OutcomeTableTest {

    @Test
    void shouldAlignColumnsAndMarkWhatDecides() {
        assertEquals("""
                   outcome  expect                    count  rate      95% interval        description
                   2        ACCEPTABLE              299,999  1-3.3e-6  1-1.9e-5..1-8.4e-8  Both survived.
                ?  1        ACCEPTABLE_INTERESTING        0  0         <= 9.99e-6          One was lost.
                !  0        FORBIDDEN                     1  3.33e-6   8.44e-8..1.86e-5    Out of nothing.
                """.strip(), OutcomeTable.of(Fixtures.counter(Map.of("2", 299_999L, "0", 1L)).outcomes()).strip());
    }

    @Test
    void shouldKeepEveryOutcomeOnItsLine() {
        assertEquals("   outcome         expect      count  rate  95% interval  description\n"
                + "   a\\nb\\u001b[31m  ACCEPTABLE      1  1     0.0250..1     c\\td",
                OutcomeTable
                        .of(List.of(new OutcomeResult("a\nb\u001b[31m", ACCEPTABLE, 1, 1, 0.025, 1, "c\td", false))));
    }

    @Test
    void shouldSayThatThereAreNone() {
        assertEquals("no outcomes", OutcomeTable.of(List.of()));
    }
}
