package org.weir.outcome;

import java.util.List;

/**
 * The graded ids of a scenario.
 *
 * @param rules in order of declaration
 */
public record Grading(List<OutcomeRule> rules) {
    /** Copies the list. */
    public Grading {
        rules = List.copyOf(rules);
    }
}
