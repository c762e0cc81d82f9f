package org.weir.reports.picture;

import org.weir.reports.picture.Rates.Kind;

import java.util.ArrayList;
import java.util.List;

/** Values over values: curves with whiskers, and steps. */
public final class Plot {
    private static final double LEFT = 9;
    private static final double RIGHT = 97;
    private static final double TOP = 22;
    private static final int COLOURS = 6;
    private static final int LONGEST_NAME = 19;

    private final Axis across;
    private final Axis up;
    private final double height;
    private final Svg svg = new Svg();
    private final List<Picture.Entry> legend = new ArrayList<>();

    /**
     * An empty plot.
     *
     * @param across the horizontal axis
     * @param up the vertical axis
     * @param height in pixels
     */
    public Plot(Axis across, Axis up, int height) {
        this.across = across;
        this.up = up;
        this.height = height;
        double bottom = y(0);
        for (Axis.Tick tick : up.ticks()) {
            double y = y(tick.share());
            svg.line("grid", LEFT - 4, y, RIGHT, y);
            svg.text(tick.minor() ? "minor" : "", 0, y - 4, tick.label());
        }
        svg.open("across");
        for (Axis.Tick tick : across.ticks()) {
            double x = x(tick.share());
            svg.line("axis", x, bottom, x, bottom + 4);
            svg.text(style(tick), x, bottom + 18, tick.label());
        }
        svg.close();
        svg.line("axis", LEFT - 4, bottom, RIGHT, bottom);
    }

    /** On a narrow screen a long label at an end of the axis would not fit around its tick. */
    private static String style(Axis.Tick tick) {
        return tick.minor() ? "minor"
                : tick.share() > 0.95 && tick.label().length() > 3 ? "last"
                        : tick.share() < 0.05 && tick.label().length() > 6 ? "first" : "";
    }

    /**
     * A point of a curve, in places between 0 and 1.
     *
     * @param x across
     * @param y up: the value, or its upper bound if {@code seen} is false
     * @param low the lower end of its whisker
     * @param high the upper end of its whisker
     * @param seen whether it is a value, and not a bound
     */
    public record Point(double x, double y, double low, double high, boolean seen) {}

    /** A vertical line with a name, at a place between 0 and 1. */
    public Plot mark(double share, String name) {
        double x = x(share);
        svg.line("mark-line", x, TOP - 8, x, y(0));
        boolean left = share < 0.5;
        svg.text(left ? "mark-name" : "mark-name ends", left ? x + 0.6 : x - 0.6, TOP - 8,
                Label.shortened(name, LONGEST_NAME));
        return this;
    }

    /** Adds a curve; a part between a value and a bound is dashed. {@code gaps} has the points that no line leads to. */
    public Plot curve(String name, Kind kind, List<Point> points, List<Integer> gaps) {
        String style = "c" + legend.size() % COLOURS;
        double aside = legend.size() * 0.7;
        svg.open(style);
        String last = "";
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            String line = from.seen() && to.seen() ? "curve " + style : "curve unsure " + style;
            if (gaps.contains(i)) {
                last = "";
            } else {
                String end = " " + Svg.across(x(to.x()) + aside) + " " + Svg.down(y(to.y()));
                svg.path(line, line.equals(last) ? end
                        : "M" + Svg.across(x(from.x()) + aside) + " " + Svg.down(y(from.y())) + end);
                last = line;
            }
        }
        for (Point point : points) {
            double x = x(point.x()) + aside;
            if (point.seen()) {
                svg.line("interval " + style, x, y(point.low()), x, y(point.high()));
                svg.sign(Rates.sign(kind), x, y(point.y()));
            } else {
                svg.line("bound " + style, x, y(0), x, y(point.y())).sign(Svg.Sign.BELOW, x, y(point.y()));
            }
        }
        svg.close();
        legend.add(new Picture.Entry(Rates.sign(kind).id(), style, name));
        return this;
    }

    /** Adds steps: from each point level to the next, then up. */
    public Plot steps(String name, Kind kind, List<Point> points) {
        String style = "c" + legend.size() % COLOURS;
        StringBuilder path = new StringBuilder();
        String level = Svg.down(y(0));
        for (int i = 0; i < points.size(); i++) {
            String x = Svg.across(x(points.get(i).x()));
            String next = Svg.down(y(points.get(i).y()));
            path.append(i == 0 ? "M" + x + " " + level : next.equals(level) && i < points.size() - 1 ? "" : "H" + x);
            path.append(next.equals(level) ? "" : "V" + next);
            level = next;
        }
        svg.path("curve " + style, path.toString());
        legend.add(new Picture.Entry(Rates.sign(kind).id(), style, name));
        return this;
    }

    /** The picture. */
    public Picture picture(String title, String description, String caption) {
        return new Picture(svg.picture(title, description, height), caption,
                legend.size() > 1 ? legend : List.of());
    }

    private double x(double share) {
        return LEFT + share * (RIGHT - LEFT - 2);
    }

    private double y(double share) {
        return height - 24 - share * (height - 24 - TOP);
    }

    /** The horizontal axis. */
    public Axis across() {
        return across;
    }

    /** The vertical axis. */
    public Axis up() {
        return up;
    }
}
