package org.weir.results;

import org.openjdk.jcstress.annotations.Expect;

/**
 * One outcome of a scenario, seen or merely declared.
 *
 * @param id the outcome id; for a declared pattern that nothing matched, the pattern
 * @param expect its grade
 * @param count how many samples had it; 0 if it was declared and never seen
 * @param rate {@code count / samples}, 0 to 1
 * @param low lower bound of the two-sided 95% Clopper-Pearson interval of the rate
 * @param high upper bound of the two-sided 95% Clopper-Pearson interval; for a count of 0 the one-sided 95% bound
 * @param description why it is graded so, in the author's words; may be empty
 * @param mustObserve whether the scenario requires it to be seen
 */
public record OutcomeResult(String id, Expect expect, long count, double rate, double low, double high,
        String description, boolean mustObserve) {}
