package org.weir.reports.picture;

import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.reports.stats.Count;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rates as dots with their intervals on one logarithmic axis; what was never seen is a hollow triangle at its upper
 * bound, for a logarithmic axis has no zero.
 */
public final class Rates {
    private static final int LANE = 38;
    private static final int TIGHT = 30;
    private static final int GAP = 10;
    private static final int LINE = 14;
    private static final int MOST_WORDS = 4;
    private static final int LONGEST_BARE_NAME = 24;

    private Rates() {}

    /** The sign of a rate that was seen. */
    public enum Kind {
        /** Between processes. */
        PROCESSES,
        /** Between threads. */
        THREADS,
        /** Between processes of Python. */
        PYTHON
    }

    /**
     * A rate with a lane of its own.
     *
     * @param name what is counted; empty if it is the same as in the lane above
     * @param who whose rate it is; may be empty
     * @param count the count
     * @param interval of its rate
     * @param style the class of its colour
     * @param kind its sign
     */
    public record Lane(String name, String who, Count count, Interval interval, String style, Kind kind) {}

    /**
     * Draws lanes from the top.
     *
     * @param title what it shows
     * @param lanes the rates; those without samples are not drawn
     * @param more what the caption says besides how to read it; may be empty
     */
    public static Picture draw(String title, List<Lane> lanes, String more) {
        return draw(title, lanes, more, true);
    }

    /** The same without count and rate in letters, and with long names cut, for where a table has them whole. */
    public static Picture bare(String title, List<Lane> lanes, String more) {
        return draw(title, lanes, more, false);
    }

    private static Picture draw(String title, List<Lane> lanes, String more, boolean figures) {
        List<Lane> drawn = lanes.stream().filter(lane -> lane.count().n() > 0).toList();
        if (drawn.isEmpty()) {
            return Picture.NONE;
        }
        LogAxis axis = LogAxis
                .downTo(Math.max(1e-18, drawn.stream().mapToDouble(Rates::least).min().orElse(0.1)));
        double bottom = 0;
        List<Double> tops = new ArrayList<>();
        for (Lane lane : drawn) {
            bottom += lane.name().isEmpty() || bottom == 0 ? 0 : GAP;
            tops.add(bottom);
            bottom += (lane.name().isEmpty() ? TIGHT : LANE) + (lines(lane, figures).size() - 1) * LINE;
        }
        bottom += 4;
        Svg svg = new Svg().use(axis.id());
        for (int i = 0; i < drawn.size(); i++) {
            draw(svg, axis, drawn.get(i), tops.get(i), figures);
        }
        String words = !figures ? "The figures are beneath."
                : drawn.stream().limit(MOST_WORDS).map(Rates::words).collect(Collectors.joining("; "))
                        + (drawn.size() > MOST_WORDS ? "; and " + (drawn.size() - MOST_WORDS) + " more." : ".");
        return new Picture(svg.picture(title, words, bottom + 24), caption(drawn, more), List.of());
    }

    private static void draw(Svg svg, LogAxis axis, Lane lane, double top, boolean figures) {
        double y = top + (lane.name().isEmpty() ? 22 : 28) - LINE;
        String colour = lane.style().equals("pass") ? "" : lane.style();
        svg.open(colour);
        for (Label line : lines(lane, figures)) {
            y += LINE;
            svg.label(y - 13, line);
        }
        Count count = lane.count();
        if (count.k() == 0) {
            double x = Grids.place(axis, lane.interval().high());
            svg.line(("bound " + colour).strip(), 0, y, x, y).sign(Svg.Sign.BOUND, x, y);
        } else {
            double low = Grids.place(axis, lane.interval().low());
            double high = Grids.place(axis, lane.interval().high());
            if (high - low > 1) {
                svg.path(("interval " + colour).strip(),
                        "M" + Svg.across(low) + " " + Svg.down(y - 5) + "v10m0-5H" + Svg.across(high) + "m0-5v10");
            }
            svg.sign(sign(lane.kind()), Grids.place(axis, count.rate()), y);
        }
        svg.close();
    }

    private static List<Label> lines(Lane lane, boolean figures) {
        return figures ? Label.lines(lane.name(), figures(lane))
                : Label.lines(Label.shortened(lane.name(), LONGEST_BARE_NAME), lane.who());
    }

    static Svg.Sign sign(Kind kind) {
        return switch (kind) {
            case PROCESSES -> Svg.Sign.DOT;
            case THREADS -> Svg.Sign.SQUARE;
            case PYTHON -> Svg.Sign.DIAMOND;
        };
    }

    /** A count with its rate, or with its bound if nothing was seen. */
    public static String figures(Count count, Interval interval) {
        String of = Figures.count(count.k()) + " of " + Figures.count(count.n());
        return count.k() == 0 ? of + ", at most " + Figures.rate(interval.high())
                : of + ", " + Figures.rate(count.rate(), interval);
    }

    private static String figures(Lane lane) {
        return (lane.who().isEmpty() ? "" : lane.who() + ": ") + figures(lane.count(), lane.interval());
    }

    private static String words(Lane lane) {
        return (lane.name().isEmpty() ? "" : lane.name() + ", ") + figures(lane);
    }

    private static double least(Lane lane) {
        return lane.count().k() == 0 ? lane.interval().high() : lane.interval().low();
    }

    private static String caption(List<Lane> lanes, String more) {
        List<String> words = new ArrayList<>(List.of("Share of samples."));
        if (lanes.stream().map(Lane::kind).distinct().count() > 1) {
            words.add(signs(lanes.stream().map(Lane::kind).distinct().sorted().toList()));
        }
        if (lanes.stream().anyMatch(lane -> lane.count().k() == 0)) {
            words.add("Hollow: upper bound, never seen.");
        }
        if (!more.isEmpty()) {
            words.add(more);
        }
        return String.join(" ", words);
    }

    static String signs(List<Kind> kinds) {
        return kinds.stream().map(kind -> switch (kind) {
            case PROCESSES -> "dots are processes";
            case THREADS -> "squares are threads";
            case PYTHON -> "diamonds are Python";
        }).collect(Collectors.collectingAndThen(Collectors.joining(", "), Rates::sentence));
    }

    private static String sentence(String words) {
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
