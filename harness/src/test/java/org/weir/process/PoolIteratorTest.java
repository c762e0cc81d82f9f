package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Results as they come, and what comes in their place. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PoolIteratorTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CANCELLED = 3;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnAfterACancellation(boolean ordered) throws Exception {
        ArrayDeque<Integer> arguments = new ArrayDeque<>(List.of(0, 1, 2, CANCELLED, 4, 5));
        PoolIterator<Integer> results = PoolIterator.of(1, ordered, Chunks.of(arguments, 1),
                chunk -> chunk.contains(CANCELLED)
                        ? CompletableFuture.failedFuture(new CancellationException("of a task"))
                        : CompletableFuture.completedFuture(List.copyOf(chunk)));
        List<Integer> before = new ArrayList<>();
        for (int i = 0; i < CANCELLED; i++) {
            before.add(results.next(LONG));
        }
        assertThrows(CancellationException.class, () -> results.next(LONG));

        assertTrue(results.hasNext());
        assertEquals(4, results.next(LONG));
        assertEquals(5, results.next(LONG));
        assertFalse(results.hasNext());
        assertEquals(List.of(0, 1, 2), before);
    }
}
