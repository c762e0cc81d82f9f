package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.outcome.Bootstrap.Launch;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class BootstrapTest {

    @Test
    void shouldBeWiderThanThePooledIntervalWhenLaunchesDiffer() {
        List<Launch> launches = IntStream.range(0, 10)
                .mapToObj(i -> new Launch(i % 2 == 0 ? 100 : 900, 1_000))
                .toList();

        Interval bootstrapped = Bootstrap.interval(launches, 1).orElseThrow();
        Interval pooled = Binomial.interval(5_000, 10_000);

        assertTrue(bootstrapped.low() < pooled.low() - 0.1, bootstrapped::toString);
        assertTrue(bootstrapped.high() > pooled.high() + 0.1, bootstrapped::toString);
    }

    @Test
    void shouldHaveNoWidthWhenLaunchesAgree() {
        List<Launch> launches = List.of(new Launch(3, 10), new Launch(3, 10), new Launch(3, 10));

        assertEquals(Optional.of(new Interval(0.3, 0.3)), Bootstrap.interval(launches, 1));
    }

    @Test
    void shouldGiveTheSameIntervalForTheSameSeed() {
        List<Launch> launches = List.of(new Launch(1, 10), new Launch(5, 13), new Launch(9, 11), new Launch(2, 29));

        assertEquals(Bootstrap.interval(launches, 7), Bootstrap.interval(launches, 7));
    }

    @Test
    void shouldSayNothingFromOneLaunchOrFromAnOutcomeNeverSeen() {
        assertEquals(Optional.empty(), Bootstrap.interval(List.of(new Launch(1, 10), new Launch(0, 0)), 1));
        assertEquals(Optional.empty(), Bootstrap.interval(List.of(new Launch(0, 10), new Launch(0, 10)), 1));
    }

    @Test
    void shouldRefuseMoreOutcomesThanSamples() {
        assertThrows(IllegalArgumentException.class, () -> new Launch(2, 1));
    }
}
