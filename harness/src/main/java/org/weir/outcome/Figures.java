package org.weir.outcome;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {
    private static final int MOST_MORE = 3;

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
        return rate(rate, 0);
    }

    /**
     * An interval of rates, {@code 0.498..0.501}, with as many more digits as it takes to tell its bounds apart, up to six
     * in all; one that begins at 0 is an upper bound: {@code <= 3.00e-9}.
     */
    public static String interval(Interval interval) {
        if (interval.low() == 0) {
            return "<= " + rate(interval.high());
        }
        int more = more(interval);
        return rate(interval.low(), more) + ".." + rate(interval.high(), more);
    }

    /** A rate with as many digits as {@link #interval(Interval)} gives its interval. */
    public static String rate(double rate, Interval interval) {
        return rate(rate, more(interval));
    }

    private static int more(Interval interval) {
        int more = 0;
        while (more < MOST_MORE && rate(interval.low(), more).equals(rate(interval.high(), more))) {
            more++;
        }
        return more;
    }

    private static String rate(double rate, int more) {
        if (rate == 0 || rate == 1) {
            return rate == 0 ? "0" : "1";
        }
        if (rate > 0.999) {
            return "1-" + scientific(1 - rate, 1 + more);
        }
        if (rate < 0.001) {
            return scientific(rate, 2 + more);
        }
        int decimals = 3 + more + (rate >= 0.1 ? 0 : rate >= 0.01 ? 1 : 2);
        return String.format(Locale.ROOT, "%." + decimals + "f", rate);
    }

    private static String scientific(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "e", value).replace("e-0", "e-");
    }
}
