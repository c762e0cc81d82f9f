package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rates of outcomes as dots with their intervals on one logarithmic axis; what was never seen is a hollow triangle at
 * its upper bound, for a logarithmic axis has no zero. Places along the axis are percentages of the picture's width, so
 * that it fits any width without its letters shrinking.
 *
 * @param id prefix of the ids within the picture
 * @param title what it shows
 * @param description the same facts in words
 * @param height in CSS pixels
 * @param axis where the axis lies, in CSS pixels from the top
 * @param ticks the decades, rising
 * @param lanes one for each outcome and harness, from the top
 * @param left how many outcomes are not shown for their number
 */
public record Chart(String id, String title, String description, int height, int axis, List<Tick> ticks,
        List<Lane> lanes, int left) {
    private static final int MOST_OUTCOMES = 16;
    private static final int LANE = 38;
    private static final int GAP = 8;
    private static final double MARGIN = 5;

    /** A decade; {@code minor} ones carry no letters where there is little room. */
    public record Tick(String at, String label, boolean minor) {}

    /** An outcome as one harness saw it; {@code top} is in pixels, the rest are places along the axis. */
    public record Lane(int top, String outcome, String figures, String style, Shape shape, String at, String low,
            String high) {}

    /** How a lane's rate is drawn. */
    public enum Shape {
        /** Seen between processes. */
        DOT,
        /** Seen between threads. */
        SQUARE,
        /** Never seen. */
        TRIANGLE
    }

    static Chart of(String id, List<ScenarioResult> results) {
        List<ScenarioResult> sampled = results.stream().filter(result -> result.samples() > 0).toList();
        Set<String> all = new LinkedHashSet<>();
        sampled.forEach(result -> result.outcomes().forEach(outcome -> all.add(outcome.id())));
        Set<String> shown = new LinkedHashSet<>();
        sampled.forEach(result -> ResultView.mostTelling(result.outcomes(), MOST_OUTCOMES)
                .forEach(outcome -> shown.add(outcome.id())));

        int decades = decades(sampled, shown);
        List<Lane> lanes = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int top = 0;
        for (String outcome : shown) {
            boolean first = true;
            for (ScenarioResult result : sampled) {
                for (OutcomeResult found : result.outcomes()) {
                    if (found.id().equals(outcome)) {
                        Lane lane = lane(found, result, top, first, sampled.size() > 1, decades);
                        lanes.add(lane);
                        words.add(Words.line(outcome) + ", " + result.harness() + ": " + figures(found, result));
                        first = false;
                        top += LANE;
                    }
                }
            }
            top += GAP;
        }
        return new Chart(id, "Rate of each outcome of " + Words.line(results.getFirst().displayName()),
                String.join("; ", words) + ".", top + 26, top, ticks(decades), lanes, all.size() - shown.size());
    }

    private static int decades(List<ScenarioResult> results, Set<String> shown) {
        double least = results.stream()
                .flatMap(result -> result.outcomes().stream())
                .filter(outcome -> shown.contains(outcome.id()))
                .mapToDouble(outcome -> outcome.count() == 0 ? outcome.high() : outcome.low())
                .filter(rate -> rate > 0)
                .min()
                .orElse(0.1);
        return Math.max(1, (int) Math.ceil(-Math.log10(least)));
    }

    private static Lane lane(OutcomeResult outcome, ScenarioResult result, int top, boolean first, boolean several,
            int decades) {
        boolean seen = outcome.count() > 0;
        Shape shape = !seen ? Shape.TRIANGLE : result.harness().equals("processes") ? Shape.DOT : Shape.SQUARE;
        return new Lane(top, first ? shortened(Words.line(outcome.id())) : "",
                (several ? result.harness() + ": " : "") + figures(outcome, result), Mark.of(outcome).style(), shape,
                place(seen ? outcome.rate() : outcome.high(), decades), place(outcome.low(), decades),
                place(outcome.high(), decades));
    }

    private static String figures(OutcomeResult outcome, ScenarioResult result) {
        String of = Figures.count(outcome.count()) + " of " + Figures.count(result.samples());
        return outcome.count() == 0 ? of + ", at most " + Words.rate(outcome.high())
                : of + ", " + Words.rate(outcome.rate(), outcome.interval());
    }

    private static String shortened(String id) {
        return id.length() <= 24 ? id : id.substring(0, 23) + "\u2026";
    }

    private static List<Tick> ticks(int decades) {
        int step = (decades + 9) / 10;
        return IntStream.rangeClosed(0, decades)
                .filter(exponent -> exponent % step == 0)
                .map(i -> -i)
                .sorted()
                .mapToObj(exponent -> new Tick(place(Math.pow(10, exponent), decades), label(exponent),
                        decades / step > 4 && exponent / step % 2 != 0))
                .toList();
    }

    private static String label(int exponent) {
        return exponent == 0 ? "1" : exponent == -1 ? "0.1" : exponent == -2 ? "0.01" : "1e" + exponent;
    }

    private static String place(double rate, int decades) {
        double share = rate <= 0 ? 0 : Math.clamp(1 + Math.log10(rate) / decades, 0, 1);
        return String.format(Locale.ROOT, "%.2f%%", MARGIN + share * (100 - 2 * MARGIN));
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Whether both processes and threads are drawn. */
    public boolean compares() {
        return lanes.stream()
                .map(Lane::shape)
                .filter(shape -> !Objects.equals(shape, Shape.TRIANGLE))
                .distinct()
                .count() > 1;
    }
}
