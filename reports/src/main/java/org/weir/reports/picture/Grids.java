package org.weir.reports.picture;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The grids of logarithmic axes, which pictures of rates share: a page has them once, and each picture refers to one.
 * Their places are shares of the picture that refers to them.
 */
public final class Grids {
    static final double MARGIN = 4;
    static final int MOST_DECADES = 18;

    private Grids() {}

    /** The elements for the definitions of a page. */
    public static String definitions() {
        return IntStream.rangeClosed(1, MOST_DECADES)
                .mapToObj(decades -> definition(new LogAxis(decades)))
                .collect(Collectors.joining());
    }

    private static String definition(LogAxis axis) {
        StringBuilder out = new StringBuilder("<g id=\"" + axis.id() + "\" class=\"scale\">");
        for (LogAxis.Tick tick : axis.ticks()) {
            String x = Svg.percent(place(axis, tick.rate()));
            out.append("<line x1=\"" + x + "\" x2=\"" + x + "\" y2=\"100%\"/><text");
            out.append(tick.minor() ? " class=\"minor\"" : "");
            out.append(" x=\"" + x + "\" y=\"100%\" dy=\"-8\">" + tick.label() + "</text>");
        }
        return out
                .append("<line class=\"axis\" x2=\"100%\" y1=\"100%\" y2=\"100%\" transform=\"translate(0,-24)\"/></g>")
                .toString();
    }

    static double place(LogAxis axis, double rate) {
        return MARGIN + axis.share(rate) * (100 - 2 * MARGIN);
    }
}
