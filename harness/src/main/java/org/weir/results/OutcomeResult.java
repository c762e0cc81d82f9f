package org.weir.results;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.GradedOutcome;
import org.weir.outcome.Interval;

import java.util.Objects;

/**
 * One outcome of a scenario, seen or merely declared.
 *
 * @param id the outcome id; for a declared pattern that nothing matched, the pattern, which is {@code .*} for a default
 *           rule that allows what it grades; one that forbids is left out
 * @param expect its grade
 * @param count how many samples had it; 0 if it was declared and never seen
 * @param rate {@code count / samples}, 0 to 1
 * @param low lower bound of the two-sided 95% Clopper-Pearson interval of the rate
 * @param high upper bound of the two-sided 95% Clopper-Pearson interval; for a count of 0 the one-sided 95% bound
 * @param description why it is graded so, in the author's words; may be empty
 * @param mustObserve whether the scenario requires it to be seen; if it was not, whether nothing else met the requirement
 */
public record OutcomeResult(String id, Expect expect, long count, double rate, double low, double high,
        String description, boolean mustObserve) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the count is negative or a rate lies outside of its range
     */
    public OutcomeResult {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(expect, "expect");
        Objects.requireNonNull(description, "description");
        if (count < 0 || !(rate >= 0 && rate <= 1) || !(low >= 0 && low <= rate && rate <= high && high <= 1)) {
            throw new IllegalArgumentException("not a count with its rate and the rate's interval: " + count + ", "
                    + rate + ", " + low + ".." + high + " of outcome \"" + id + "\"");
        }
    }

    /** The result for a judged outcome. */
    public static OutcomeResult of(GradedOutcome outcome) {
        return new OutcomeResult(outcome.id(), outcome.expect(), outcome.count(), outcome.rate(),
                outcome.interval().low(), outcome.interval().high(), outcome.description(), outcome.mustObserve());
    }

    /** The interval of the rate. */
    public Interval interval() {
        return new Interval(low, high);
    }

    /** Whether it is an outcome that fails the scenario when it is seen. */
    public boolean forbidden() {
        return expect == Expect.FORBIDDEN || expect == Expect.UNKNOWN;
    }
}
