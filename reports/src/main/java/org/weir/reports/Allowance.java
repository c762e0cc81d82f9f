package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much a page may still hold, so that it stays small enough to be opened at once and to be sent: what is too much is
 * left out, and the page says so, where it would be and in {@link #left}.
 */
final class Allowance {
    private static final double LEAST = 0.005;
    /** The shares of the full allowance that are tried, one after the other, until a page is small enough. */
    static final List<Double> SHARES = IntStream.range(0, 40).mapToObj(step -> Math.pow(LEAST, step / 39.0)).toList();

    private static final int FEWEST_ROWS = 3;
    private static final int MORE_ROWS = 3;
    private static final int FEWEST_NOTABLE = 4;
    private static final int SHORTEST = 300;
    private static final int SECTIONS = 250;
    /** How many results may have sections: more than the largest builds have. */
    private static final int MOST_RESULTS = 450;
    private static final int FEWEST_RESULTS = 110;
    /** The share beneath which fewer scenarios have sections. */
    private static final double TIGHT = 0.01;
    private static final int NOTABLE = 48;
    /** The share beneath which even what is notable is cut short. */
    private static final double SCARCE = 0.05;

    private final double share;
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private int sections = SECTIONS;
    private int results;
    private int rows;
    private int lanes;
    private int source;
    private int diagnostics;
    private int launches;
    private int witnesses;
    private int notableWitnesses;
    private int rates;
    private int again;
    private int lists;
    private int extras;
    private int longestSource = 8_000;

    /**
     * A part of the full allowance.
     *
     * @param share above 0, at most 1
     */
    Allowance(double share) {
        this.share = share;
        results = share >= TIGHT ? MOST_RESULTS
                : FEWEST_RESULTS + (int) ((MOST_RESULTS - FEWEST_RESULTS) * (share - LEAST) / (TIGHT - LEAST));
        rows = 400 + (int) (6_000 * share);
        lanes = 400 + (int) (4_000 * share);
        lists = (int) (150_000 * Math.sqrt(share));
        source = (int) (220_000 + 400_000 * share);
        diagnostics = (int) (200_000 * share);
        launches = (int) (800 * share);
        witnesses = (int) (48 * share);
        notableWitnesses = FEWEST_NOTABLE + (int) ((NOTABLE - FEWEST_NOTABLE) * share);
        rates = (int) (600_000 * Math.cbrt(share));
        again = (int) (400_000 * share * share);
        extras = (int) (400_000 * share);
    }

    /** Whether one more scenario, with that many results, may have a section; the first may. */
    boolean section(int of) {
        boolean first = sections == SECTIONS;
        results -= of;
        return --sections >= 0 && (first || results >= 0);
    }

    /** Even tables are cut short on a page that is very full. */
    private int fewestRows() {
        return FEWEST_ROWS + (int) Math.min(MORE_ROWS, 20 * share);
    }

    /** How many of some rows may be shown; those of what is notable first of all. */
    int rows(int wanted, int most, boolean notable) {
        int given = Math.min(wanted, Math.max(notable && share > SCARCE ? most : fewestRows(), Math.min(most, rows)));
        rows -= given;
        return given;
    }

    /** Whether outcomes that have no row may be listed, {@code n} of them in a text of that length. */
    boolean list(int n, int length) {
        boolean room = length <= lists;
        lists -= room ? length : 0;
        left("row of an outcome", "rows of outcomes", room ? 0 : n, 0);
        return room;
    }

    /** How many of some lanes of a picture may be drawn. */
    int lanes(int wanted, int most) {
        int given = Math.min(wanted, Math.max(4, Math.min(most, lanes)));
        lanes -= given;
        return given;
    }

    /** How many of some rows of launches may be shown. */
    int launches(int wanted, int most) {
        int given = Math.min(wanted, Math.max(0, Math.min(most, launches)));
        launches -= given;
        return left("row of a launch", "rows of launches", wanted - given, given);
    }

    /** The picture, or none if there is no room for it. */
    Picture extra(Picture picture) {
        extras -= picture.svg().length();
        return shown(picture, extras >= 0);
    }

    /** What a picture of rates tells. */
    enum Telling {
        /** Something is wrong. */
        WRONG,
        /** Rates beside one another. */
        RATES,
        /** No more than a curve shows, or one row of a table. */
        AGAIN
    }

    /** The picture of rates, or none if there is no room for it and it shows nothing that is wrong. */
    Picture rates(Picture picture, Telling telling) {
        int size = picture.svg().length();
        if (telling == Telling.AGAIN) {
            again -= size;
            left("picture of what a curve or a row of a table shows too",
                    "pictures of what a curve or a row of a table shows too", again >= 0 || size == 0 ? 0 : 1, 0);
            return again >= 0 ? picture : Picture.NONE;
        }
        boolean room = rates >= size || telling == Telling.WRONG;
        rates -= room ? size : 0;
        return shown(picture, room);
    }

    private Picture shown(Picture picture, boolean room) {
        if (!room && !picture.isEmpty()) {
            left("picture", "pictures", 1, 0);
        }
        return room ? picture : picture.leftOut();
    }

    /** How many of some witnesses may be shown; one at least if something is wrong, and of most of what is notable. */
    int witnesses(int wanted, boolean wrong, boolean notable) {
        boolean kept = notable && wanted > 0 && --notableWitnesses >= 0;
        int given = Math.min(wanted, Math.max(wrong || kept ? 1 : 0, Math.min(3, witnesses)));
        witnesses -= given;
        return left("recorded sample", "recorded samples", wanted - given, given);
    }

    /** Whether there is still room for what is not needed to understand a verdict. */
    boolean roomy() {
        return extras > 0;
    }

    /** Whether sources may show what stands elsewhere on the page too. */
    boolean wholeSources() {
        return share == 1;
    }

    /** Whether sources may have the comment of their class. */
    boolean comments() {
        return share > 0.5;
    }

    /** Shares the room for sources among them: the longest are cut first. */
    void share(List<Integer> sources) {
        int low = 0;
        int high = longestSource;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            long sum = sources.stream().mapToLong(length -> Math.min(length, middle)).sum();
            if (sum <= source) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        longestSource = low;
    }

    /** As much of a source as may be shown, cut at the end of a line. */
    String source(String text) {
        String cut = longestSource < SHORTEST && text.length() > longestSource ? "" : cut(text, longestSource);
        left("source", "sources or ends of them", cut.length() < text.length() ? 1 : 0, 0);
        return cut;
    }

    /** As much of a diagnostic as may be shown, cut at the end of a line. */
    String diagnostic(String text) {
        String cut = cut(text, Math.max(SHORTEST, Math.min(12_000, diagnostics)));
        diagnostics -= cut.length();
        left("end of a dump", "ends of dumps", cut.length() < text.length() ? 1 : 0, 0);
        return cut;
    }

    private int left(String one, String many, int n, int given) {
        if (n > 0) {
            left.merge(one + "/" + many, n, Integer::sum);
        }
        return given;
    }

    /** What was left out so far, such as {@code 12 pictures}; none if everything is shown. */
    List<String> left() {
        List<String> words = new ArrayList<>();
        left.forEach((names, n) -> words
                .add(Figures.count(n, names.substring(0, names.indexOf('/')),
                        names.substring(names.indexOf('/') + 1))));
        return words;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = text.lastIndexOf('\n', most);
        int safe = end > 0 ? end : Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, safe);
    }
}
