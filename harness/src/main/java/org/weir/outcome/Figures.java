package org.weir.outcome;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {
    private Figures() {}

    /** A count with its thousands set apart: {@code 1,234,567}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A count and what is counted: {@code 1 launch}, {@code 2,000 launches}. */
    public static String count(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }

    /**
     * A rate with three significant digits: {@code 0.499}, {@code 3.10e-7}. What is not 0 is never shown as 0, and what is
     * not 1 never as 1: {@code 1-4.5e-7}.
     */
    public static String rate(double rate) {
        if (rate == 0 || rate == 1) {
            return rate == 0 ? "0" : "1";
        }
        if (rate > 0.999) {
            return "1-" + String.format(Locale.ROOT, "%.1e", 1 - rate).replace("e-0", "e-");
        }
        if (rate >= 0.001) {
            return String.format(Locale.ROOT, rate >= 0.1 ? "%.3f" : rate >= 0.01 ? "%.4f" : "%.5f", rate);
        }
        return String.format(Locale.ROOT, "%.2e", rate).replace("e-0", "e-");
    }

    /** An interval of rates: {@code 0.498..0.501}; one that begins at 0 is an upper bound: {@code <= 3.00e-9}. */
    public static String interval(Interval interval) {
        return interval.low() == 0 ? "<= " + rate(interval.high())
                : rate(interval.low()) + ".." + rate(interval.high());
    }
}
