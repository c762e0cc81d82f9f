package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.reports.stats.Count;
import org.weir.results.OutcomeTable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as the page words them. */
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Samples below which a rate says nothing that the count does not say better. */
    static final int FEW = 10;

    private Words() {}

    /** Text of one line, with escapes for what cannot be printed; {@code (empty)} for none. */
    static String line(String text) {
        return text.isEmpty() ? "(empty)" : OutcomeTable.printable(text);
    }

    /** The id of an outcome; the pattern that takes what no other does in words. */
    static String outcome(String id) {
        return id.equals(".*") ? "anything else" : line(id);
    }

    /** A rate with as many digits as its interval has; of fewer than {@value #FEW} samples the count, which is what is known. */
    static String share(Count count) {
        return count.n() < FEW ? Figures.count(count.k()) + " of " + Figures.count(count.n())
                : rate(count.rate(), count.interval());
    }

    /** Text of several lines, with escapes for what cannot be printed but line ends and tabs. */
    static String block(String text) {
        return text.lines()
                .map(line -> OutcomeTable.printable(line.replace("\t", "    ")))
                .collect(Collectors.joining("\n"));
    }

    /** Sentences: like {@link #block}, and no line ends within a number such as 1.2e-7. */
    static String prose(String text) {
        return block(text).replaceAll("(\\de-)(?=\\d)", "$1\u2060");
    }

    static String rate(double rate) {
        return minus(Figures.rate(rate));
    }

    /** A rate with as many digits as its interval has. */
    static String rate(double rate, Interval interval) {
        return minus(Figures.rate(rate, interval));
    }

    private static String minus(String rate) {
        return rate.replace("1-", "1 \u2212 ");
    }

    static String interval(Interval interval) {
        return minus(Figures.interval(interval).replace("<=", "\u2264").replace("..", " \u2026 "));
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** A number with as many digits as it takes: {@code 12}, {@code 1,234.5}. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** A time of a sample: {@code 350 ns}, {@code 12.5 us}, {@code 3.20 ms}. */
    static String time(long nanos) {
        long size = Math.abs(nanos);
        return size < 1_000 ? nanos + " ns"
                : size < 1_000_000 ? String.format(Locale.ROOT, "%.1f \u00b5s", nanos / 1e3)
                        : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    /** A probability in words: {@code 99.9%}; never more than {@code 99.99%}, for it is a lower bound. */
    static String chance(double probability) {
        return probability > 0.9999 ? "99.99%"
                : probability >= 0.99 ? String.format(Locale.ROOT, "%.2f%%", probability * 100)
                        : probability >= 0.001 ? String.format(Locale.ROOT, "%.2g%%", probability * 100)
                                : String.format(Locale.ROOT, "%.1e", probability);
    }

    static String duration(long nanos) {
        double seconds = nanos / 1e9;
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration whole = Duration.ofSeconds(Math.round(seconds));
        return whole.toHours() > 0 ? whole.toHours() + " h " + whole.toMinutesPart() + " min"
                : whole.toMinutes() + " min " + whole.toSecondsPart() + " s";
    }

    /** How many a second, with the prefix that leaves one to three digits before the point. */
    static String perSecond(long n, long nanos) {
        if (nanos <= 0) {
            return "unknown";
        }
        double rate = n / (nanos / 1e9);
        return rate >= 1e6 ? String.format(Locale.ROOT, "%.1f M/s", rate / 1e6)
                : rate >= 1e3 ? String.format(Locale.ROOT, "%.1f k/s", rate / 1e3)
                        : String.format(Locale.ROOT, "%.1f /s", rate);
    }
}
