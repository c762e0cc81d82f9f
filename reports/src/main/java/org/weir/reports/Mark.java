package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Verdict;
import org.weir.results.OutcomeResult;

/**
 * How a verdict or a grade is told apart: by a shape and a word, and by colour too.
 *
 * @param shape one character
 * @param word what it says
 * @param style the CSS class of its colour
 */
public record Mark(String shape, String word, String style) {
    static Mark of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> new Mark("\u2713", "PASS", "pass");
            case FAIL -> new Mark("\u2717", "FAIL", "fail");
            case INCONCLUSIVE -> new Mark("?", "INCONCLUSIVE", "inconclusive");
            case ERROR -> new Mark("!", "ERROR", "error");
        };
    }

    static Mark of(OutcomeResult outcome) {
        Mark grade = of(outcome.expect());
        if (outcome.count() > 0) {
            return grade;
        }
        return outcome.mustObserve() ? new Mark("?", grade.word() + ", must be seen and was not", "inconclusive")
                : new Mark(grade.shape(), grade.word() + ", never seen", "unseen");
    }

    private static Mark of(Expect expect) {
        return switch (expect) {
            case ACCEPTABLE -> new Mark("\u2713", "acceptable", "pass");
            case ACCEPTABLE_INTERESTING -> new Mark("\u25c6", "interesting", "interesting");
            case FORBIDDEN -> new Mark("\u2717", "forbidden", "fail");
            case UNKNOWN -> new Mark("\u2717", "ungraded", "fail");
        };
    }
}
