package org.weir.reports;

import org.weir.reports.picture.Picture;

/**
 * How much a page may still hold, so that it stays small enough to be opened at once and to be sent: what is too much is
 * left out, and the page says so.
 */
final class Allowance {
    private static final int SHORTEST = 400;

    private int sections = 250;
    private int rows = 1_600;
    private int lanes = 1_000;
    private int source = 45_000;
    private int diagnostics = 100_000;
    private int details = 110;
    private int witnesses = 12;
    private int rates = 75_000;
    private int extras = 40_000;

    /** Whether one more scenario may have a section. */
    boolean section() {
        return --sections >= 0;
    }

    /** How many of some rows may be shown. */
    int rows(int wanted, int most) {
        int given = Math.min(wanted, Math.max(8, Math.min(most, rows)));
        rows -= given;
        return given;
    }

    /** How many of some lanes of a picture may be drawn. */
    int lanes(int wanted, int most) {
        int given = Math.min(wanted, Math.max(4, Math.min(most, lanes)));
        lanes -= given;
        return given;
    }

    /** How many of some details, such as the rows of launches, may be shown. */
    int details(int wanted, int most) {
        int given = Math.min(wanted, Math.max(0, Math.min(most, details)));
        details -= given;
        return given;
    }

    /** The picture, or none if there is no room for it. */
    Picture extra(Picture picture) {
        extras -= picture.svg().length();
        return extras < 0 ? Picture.NONE : picture;
    }

    /** The picture of rates, or none if there is no room for it and it shows nothing that is wrong. */
    Picture rates(Picture picture, boolean wrong) {
        if (rates < picture.svg().length() && !wrong) {
            return Picture.NONE;
        }
        rates -= picture.svg().length();
        return picture;
    }

    /** How many of some witnesses may be shown; one at least if something is wrong. */
    int witnesses(int wanted, boolean wrong) {
        int given = Math.min(wanted, Math.max(wrong ? 1 : 0, Math.min(3, witnesses)));
        witnesses -= given;
        return given;
    }

    /** Whether there is still room for what is not needed to understand a verdict. */
    boolean roomy() {
        return extras > 0;
    }

    /** As much of a source as may be shown, cut at the end of a line. */
    String source(String text) {
        String cut = source < SHORTEST ? "" : cut(text, Math.min(8_000, source));
        source -= cut.length();
        return cut;
    }

    /** As much of a diagnostic as may be shown, cut at the end of a line. */
    String diagnostic(String text) {
        String cut = cut(text, Math.max(SHORTEST, Math.min(12_000, diagnostics)));
        diagnostics -= cut.length();
        return cut;
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
