package org.weir.reports.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.reports.stats.Count;
import org.weir.results.HistoryEvent;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

class PictureTest {
    private static Rates.Lane lane(String name, long k, long n) {
        Count count = new Count(k, n);
        return new Rates.Lane(name, "", count, count.interval(), "pass", Rates.Kind.PROCESSES);
    }

    private static List<Double> places(Picture picture, String sign) {
        return Pattern.compile("<use href=\"#m-" + sign + "\"[^>]* x=\"([0-9.]+)%\"")
                .matcher(picture.svg())
                .results()
                .map((MatchResult match) -> Double.parseDouble(match.group(1)))
                .toList();
    }

    @Test
    void shouldPlaceRatesByTheirLogarithm() {
        List<Double> dots = places(Rates.draw("t", List.of(lane("a", 100_000, 1_000_000),
                lane("b", 10_000, 1_000_000), lane("c", 1_000, 1_000_000)), ""), "dot");

        assertEquals(3, dots.size());
        assertEquals(dots.get(0) - dots.get(1), dots.get(1) - dots.get(2), 0.02);
        assertTrue(dots.get(2) >= 0 && dots.get(0) <= 100);
    }

    @Test
    void shouldPlaceWhatWasNeverSeenAtItsBoundAsATriangle() {
        Picture picture = Rates.draw("t", List.of(lane("seen", 500, 1_000), lane("not", 0, 1_000)), "");

        assertEquals(1, places(picture, "dot").size());
        assertEquals(1, places(picture, "bound").size());
        assertTrue(places(picture, "bound").getFirst() < places(picture, "dot").getFirst());
        assertTrue(picture.svg().contains("0 of 1,000, at most 0.00299"));
        assertTrue(picture.caption().contains("upper bound"));
    }

    @Test
    void shouldDrawNothingWithoutSamples() {
        assertTrue(Rates.draw("t", List.of(lane("a", 0, 0)), "").isEmpty());
        assertTrue(Timeline.draw("t", "d", List.of()).isEmpty());
    }

    @Test
    void shouldEscapeWhateverIsWritten() {
        Picture picture = Rates.draw("<t>", List.of(lane("</svg><script>'\"&", 1, 2)), "");

        assertFalse(picture.svg().contains("<script"));
        assertTrue(picture.svg().contains("&lt;/svg&gt;&lt;script&gt;&#39;&#34;&amp;"));
    }

    @Test
    void shouldPlaceSizesByTheirLogarithmAndMarksAmongThem() {
        Axis axis = Axis.at(List.of(512.0, 4096.0, 65536.0), true);

        assertEquals(3.0 / 7, axis.share(4096), 1e-9);
        assertEquals(0, axis.share(512), 1e-9);
        assertTrue(axis.within(100_000).isEmpty());
        assertEquals(List.of("512", "4,096", "64 Ki"), axis.ticks().stream().map(Axis.Tick::label).toList());
    }

    @Test
    void shouldBeginStraightAxesAtZero() {
        Axis axis = Axis.values(70, 95, false);

        assertEquals("0", axis.ticks().getFirst().label());
        assertEquals(0, axis.ticks().getFirst().share());
        assertTrue(axis.share(95) > 0.9);
    }

    @Test
    void shouldLeaveTheLineOutWhereAGapIs() {
        List<Plot.Point> points = List.of(new Plot.Point(0, 0.1, 0, 0.2, true),
                new Plot.Point(0.5, 0.2, 0.1, 0.3, true),
                new Plot.Point(1, 0.3, 0.2, 0.4, false));

        assertEquals(3, new Plot(Axis.shares(), Axis.shares(), 100).curve("a", Rates.Kind.PROCESSES, points, List.of())
                .picture("t", "d", "c")
                .svg()
                .split("class=\"curve").length);
        Picture broken = new Plot(Axis.shares(), Axis.shares(), 100)
                .curve("a", Rates.Kind.PROCESSES, points, List.of(1))
                .picture("t", "d", "c");
        assertEquals(2, broken.svg().split("class=\"curve").length);
        assertTrue(broken.svg().contains("curve unsure"));
    }

    @Test
    void shouldGiveEachProcessALaneAndEachEventItsNumber() {
        Picture picture = Timeline.draw("t", "d", List.of(new HistoryEvent("writer", "", "actor", "", 0, 100),
                new HistoryEvent("reader", "", "actor", "", 10, 300),
                new HistoryEvent("writer", "", "fault", "", 100, 100)));

        assertEquals(3, picture.svg().split("<g><text y").length);
        assertEquals(2, Pattern.compile("class=\"bar [^>]*")
                .matcher(picture.svg())
                .results()
                .mapToInt(bar -> bar.group().split("M").length - 1)
                .sum());
        assertEquals(2, picture.svg().split("class=\"tick fail").length);
        assertTrue(picture.caption().contains("nanoseconds"));
    }
}
