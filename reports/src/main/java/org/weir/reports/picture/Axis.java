package org.weir.reports.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A straight axis: from values to places between 0 and 1, and the places that carry letters. */
public final class Axis {
    private static final int LETTERS = 27;

    private final double low;
    private final double high;
    private final boolean logarithmic;
    private final List<Tick> ticks;

    private Axis(double low, double high, boolean logarithmic, List<Tick> ticks) {
        this.low = low;
        this.high = high;
        this.logarithmic = logarithmic;
        this.ticks = List.copyOf(ticks);
    }

    /**
     * A place with letters.
     *
     * @param share the place, 0 to 1
     * @param label the letters
     * @param minor whether they are left out where there is little room
     */
    public record Tick(double share, String label, boolean minor) {}

    /** Rates by their logarithm, down to a power of ten below the least of them. */
    public static Axis rates(double least) {
        LogAxis axis = LogAxis.downTo(least);
        double low = Math.pow(10, -axis.decades());
        List<Tick> ticks = axis.ticks()
                .stream()
                .map(tick -> new Tick(axis.share(tick.rate()), tick.label(), tick.minor()))
                .toList();
        return new Axis(low, 1, true, ticks);
    }

    /** Shares from 0 to 1. */
    public static Axis shares() {
        return new Axis(0, 1, false, List.of(new Tick(0, "0", false), new Tick(0.25, "25%", true),
                new Tick(0.5, "50%", false), new Tick(0.75, "75%", true), new Tick(1, "100%", false)));
    }

    /** Letters at given values, and room for all of them. */
    public static Axis at(List<Double> values, boolean logarithmic) {
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        boolean log = logarithmic && low > 0;
        Axis bare = new Axis(low, high, log, List.of());
        List<Tick> ticks = new ArrayList<>();
        double last = -1;
        for (double value : values.stream().sorted().distinct().toList()) {
            double share = bare.share(value);
            boolean room = share - last >= 0.075 || last < 0;
            if (room) {
                ticks.add(new Tick(share, label(value), ticks.size() % 2 != 0));
                last = share;
            }
        }
        return new Axis(low, high, log, ticks);
    }

    /** Names at even distances, in order. */
    public static Axis names(int n) {
        return new Axis(0, Math.max(1, n - 1), false, List.of());
    }

    /** Names at even distances, in order, with as many of their letters as there is room for. */
    public static Axis names(List<String> names) {
        double last = Math.max(1, names.size() - 1);
        boolean many = names.size() > 4;
        int room = Math.clamp(LETTERS / Math.max(1, many ? Math.ceilDiv(names.size(), 2) : names.size()), 3, 14);
        return new Axis(0, last, false, IntStream.range(0, names.size())
                .mapToObj(i -> new Tick(i / last, Label.shortened(names.get(i), room), many && i % 2 != 0))
                .toList());
    }

    /** Round values between two; from 0 if {@code logarithmic} is not asked for or not possible. */
    public static Axis values(double least, double greatest, boolean logarithmic) {
        return logarithmic && least > 0 ? powers(least, greatest) : rounds(Math.min(0, least), greatest);
    }

    /** Round values between two, wherever 0 is. */
    public static Axis range(double least, double greatest) {
        return rounds(least, greatest);
    }

    private static Axis powers(double least, double greatest) {
        int first = (int) Math.floor(Math.log10(least) + 1e-9);
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(greatest) - 1e-9));
        int step = (last - first + 7) / 8;
        Axis bare = new Axis(Math.pow(10, first), Math.pow(10, last), true, List.of());
        return new Axis(bare.low, bare.high, true, IntStream.rangeClosed(first, last)
                .filter(e -> (e - first) % step == 0)
                .mapToObj(e -> new Tick(bare.share(Math.pow(10, e)), label(Math.pow(10, e)),
                        (last - first) / step > 4 && (e - first) / step % 2 != 0))
                .toList());
    }

    private static Axis rounds(double least, double greatest) {
        double span = greatest > least ? greatest - least : Math.max(1, Math.abs(least));
        double power = Math.pow(10, Math.floor(Math.log10(span / 4)));
        double step = span / 4 / power >= 5 ? 5 * power : span / 4 / power >= 2 ? 2 * power : power;
        double low = Math.floor(least / step + 1e-9) * step;
        double high = Math.ceil((least + span) / step - 1e-9) * step;
        Axis bare = new Axis(low, high, false, List.of());
        int n = (int) Math.round((high - low) / step);
        return new Axis(low, high, false, IntStream.rangeClosed(0, n)
                .mapToObj(i -> new Tick(bare.share(low + i * step), label(low + i * step), n > 5 && i % 2 != 0))
                .toList());
    }

    /** The letters of a number: {@code 512}, {@code 64 Ki}, {@code 2.5}, {@code 1e9}. */
    static String label(double value) {
        double size = Math.abs(value);
        if (size >= 10_000 && value % 1024 == 0) {
            return size >= 1 << 20 && value % (1 << 20) == 0 ? plain(value / (1 << 20)) + " Mi"
                    : plain(value / 1024) + " Ki";
        }
        return size >= 1e7 || (size > 0 && size < 1e-4)
                ? String.format(Locale.ROOT, "%.0e", value).replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
                : plain(value);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4g", value).replaceAll("0+$", "");
    }

    /** The place of a value, 0 to 1; what lies outside is put at the end. */
    public double share(double value) {
        if (high <= low) {
            return 0.5;
        }
        double share = logarithmic
                ? value <= 0 ? 0 : (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return Math.clamp(share, 0, 1);
    }

    /** The place of a value; empty if it lies outside. */
    public Optional<Double> within(double value) {
        return value < low || value > high ? Optional.empty() : Optional.of(share(value));
    }

    List<Tick> ticks() {
        return ticks;
    }
}
