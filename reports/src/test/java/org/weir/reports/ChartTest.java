package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class ChartTest {
    private static double place(String percent) {
        return Double.parseDouble(percent.substring(0, percent.length() - 1));
    }

    @Test
    void shouldPlaceRatesByTheirLogarithm() {
        Chart chart = Chart.of("c", List.of(Runs.unlockedCounter()));

        assertEquals("95.00%", chart.ticks().getLast().at());
        assertEquals("1", chart.ticks().getLast().label());
        assertEquals(2, chart.lanes().size());
        Chart.Lane lost = chart.lanes().getLast();
        assertEquals(Chart.Shape.DOT, lost.shape());
        assertTrue(place(lost.at()) < place(chart.lanes().getFirst().at()));
        assertTrue(place(lost.low()) <= place(lost.at()) && place(lost.at()) <= place(lost.high()));
    }

    @Test
    void shouldPlaceWhatWasNeverSeenAtItsBoundWithinThePicture() {
        Chart chart = Chart.of("c", List.of(Runs.storeBuffering("processes", 131_072_000L)));
        Chart.Lane unseen = chart.lanes().getLast();

        assertEquals(Chart.Shape.TRIANGLE, unseen.shape());
        assertEquals(unseen.high(), unseen.at());
        assertTrue(place(unseen.at()) >= 5, unseen::at);
    }

    @Test
    void shouldKeepDecadesEvenlyApartOnOneAxisForAll() {
        Chart chart = Chart.of("c", List.of(Runs.storeBuffering("processes", 131_072_000L),
                Runs.storeBuffering("threads, shared cells", 27_000_000L)));
        List<Double> places = chart.ticks().stream().map(tick -> place(tick.at())).toList();

        assertEquals("1e-8", chart.ticks().getFirst().label());
        for (int i = 2; i < places.size(); i++) {
            assertEquals(places.get(1) - places.get(0), places.get(i) - places.get(i - 1), 0.02);
        }
        assertEquals(8, chart.lanes().size());
    }

    @Test
    void shouldDrawNothingWithoutSamples() {
        assertTrue(Chart.of("c", List.of(Runs.diverging())).isEmpty());
    }
}
