package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Verdict;
import org.weir.results.OutcomeResult;

/**
 * How a verdict or a grade is told apart: by a shape and a word, and by colour too.
 *
 * @param word what it says
 * @param style the CSS classes of its colour and its shape, which the style sheet draws: most colours have one of their
 *              own, another is a second class
 */
public record Mark(String word, String style) {
    static Mark of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> new Mark("PASS", "pass");
            case FAIL -> new Mark("FAIL", "fail");
            case INCONCLUSIVE -> new Mark("INCONCLUSIVE", "inconclusive");
            case ERROR -> new Mark("ERROR", "error");
        };
    }

    static Mark of(OutcomeResult outcome) {
        Mark grade = of(outcome.expect());
        if (outcome.count() > 0) {
            return grade;
        }
        return outcome.mustObserve() ? new Mark(grade.word() + ", must be seen and was not", "inconclusive")
                : new Mark(grade.word() + ", never seen", never(outcome.expect()));
    }

    /** Of a share of tests or claims, all of which are as they should be or not. */
    static Mark of(boolean passed) {
        return of(passed ? Verdict.PASS : Verdict.FAIL);
    }

    private static Mark of(Expect expect) {
        return switch (expect) {
            case ACCEPTABLE -> new Mark("acceptable", "pass");
            case ACCEPTABLE_INTERESTING -> new Mark("interesting", "interesting");
            case FORBIDDEN -> new Mark("forbidden", "fail");
            case UNKNOWN -> new Mark("ungraded", "fail");
        };
    }

    private static String never(Expect expect) {
        return switch (expect) {
            case ACCEPTABLE -> "ticked";
            case ACCEPTABLE_INTERESTING -> "diamond";
            case FORBIDDEN, UNKNOWN -> "crossed";
        };
    }
}
