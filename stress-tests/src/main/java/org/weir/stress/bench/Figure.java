package org.weir.stress.bench;

import java.util.List;
import java.util.Locale;

/**
 * The same measurement of several rounds.
 *
 * @param perSecond one a round, in no order; at least one
 */
record Figure(List<Double> perSecond) {
    Figure {
        perSecond = perSecond.stream().sorted().toList();
        if (perSecond.isEmpty()) {
            throw new IllegalArgumentException("no round was measured");
        }
    }

    double median() {
        int middle = perSecond.size() / 2;
        return perSecond.size() % 2 == 1 ? perSecond.get(middle)
                : (perSecond.get(middle - 1) + perSecond.get(middle)) / 2;
    }

    /** The median and the range, {@code 76.0 M (71.2 M .. 80.4 M)}. */
    @Override
    public String toString() {
        return scaled(median()) + " (" + scaled(perSecond.getFirst()) + " .. " + scaled(perSecond.getLast()) + ")";
    }

    private static String scaled(double value) {
        return value >= 1e6 ? String.format(Locale.ROOT, "%.1f M", value / 1e6)
                : value >= 1e3 ? String.format(Locale.ROOT, "%.1f k", value / 1e3)
                        : String.format(Locale.ROOT, "%.1f", value);
    }
}
