package org.weir.reports.picture;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rates from 10^-decades to 1, by their logarithm.
 *
 * @param decades how many powers of ten it spans, at least 1
 */
record LogAxis(int decades) {
    /** A power of ten; {@code minor} ones carry no letters where there is little room. */
    record Tick(double rate, String label, boolean minor) {}

    /** An axis that shows a rate, if it is above 0. */
    static LogAxis downTo(double least) {
        return new LogAxis(least <= 0 || least >= 1 ? 1 : Math.max(1, (int) Math.ceil(-Math.log10(least) - 1e-9)));
    }

    /** The place of a rate: 0 at the axis' lower end, which is also that of all below, 1 at a rate of 1. */
    double share(double rate) {
        return rate <= 0 ? 0 : Math.clamp(1 + Math.log10(rate) / decades, 0, 1);
    }

    List<Tick> ticks() {
        int step = (decades + 9) / 10;
        return IntStream.rangeClosed(0, decades)
                .map(i -> decades - i)
                .filter(exponent -> exponent % step == 0)
                .mapToObj(exponent -> new Tick(Math.pow(10, -exponent), label(exponent),
                        decades / step > 4 && exponent / step % 2 != 0))
                .toList();
    }

    /** The grid of this axis, which the page defines once: see {@link Grids}. */
    String id() {
        return "g" + decades;
    }

    private static String label(int exponent) {
        return exponent == 0 ? "1" : exponent == 1 ? "0.1" : exponent == 2 ? "0.01" : "1e-" + exponent;
    }
}
