package org.weir.forms;

import org.weir.outcome.Verdict;
import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.util.List;
import java.util.Locale;

/** A run's verdict as a small picture for the head of a document. It needs no other file, and says in words what it shows. */
public final class Badge {
    private static final String NAME = "weir";
    private static final double CHARACTER = 6.6;
    private static final int PADDING = 6;

    private Badge() {}

    /** The picture, as SVG. */
    public static String of(ResultsReader.Results results) {
        List<Verdict> verdicts = results.results().stream().map(ScenarioResult::verdict).toList();
        boolean complete = results.summary().map(summary -> verdicts.size() >= summary.planned()).orElse(false);
        Verdict worst = Verdict.of(verdicts);
        Verdict verdict = complete || worst == Verdict.FAIL ? worst : Verdict.ERROR;
        long n = verdicts.stream().filter(each -> each == verdict).count();
        String words = switch (verdict) {
            case PASS -> n + " passed";
            case FAIL -> n + " of " + verdicts.size() + " failed";
            case INCONCLUSIVE -> n + " of " + verdicts.size() + " inconclusive";
            case ERROR -> complete ? n + " of " + verdicts.size() + " in error" : "incomplete";
        };
        return svg(words, colour(verdict));
    }

    /** With white letters on them, all have a contrast of at least 4.5 to 1. */
    private static String colour(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "#1a7f37";
            case FAIL -> "#b3261e";
            case INCONCLUSIVE -> "#8a5a00";
            case ERROR -> "#6f3fa0";
        };
    }

    private static String svg(String words, String colour) {
        int left = width(NAME);
        int right = width(words);
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%5$s: %6$s">
                <title>%5$s: %6$s</title>
                <rect width="%2$d" height="20" fill="#444"/>
                <rect x="%2$d" width="%3$d" height="20" fill="%4$s"/>
                <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
                <text x="%7$d" y="14">%5$s</text>
                <text x="%8$d" y="14">%6$s</text>
                </g>
                </svg>
                """, left + right, left, right, colour, NAME, words, left / 2, left + right / 2);
    }

    private static int width(String text) {
        return (int) Math.ceil(text.length() * CHARACTER) + 2 * PADDING;
    }
}
