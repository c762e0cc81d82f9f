package org.weir.outcome;

import org.openjdk.jcstress.annotations.Expect;

/**
 * One outcome of a scenario, seen or merely declared, with its grade and its rate.
 *
 * @param id the outcome id; for a declared pattern that nothing matched, the pattern, which is {@code .*} for a default
 *           rule that allows what it grades; one that forbids is left out
 * @param expect its grade
 * @param count how many samples had it; 0 if it was declared and never seen
 * @param rate {@code count / samples}; 0 without samples
 * @param interval {@link Binomial#interval}
 * @param description why it is graded so; may be empty
 * @param mustObserve whether the scenario requires it to be seen; if it was not, whether nothing else met the requirement
 */
public record GradedOutcome(String id, Expect expect, long count, double rate, Interval interval, String description,
        boolean mustObserve) {}
