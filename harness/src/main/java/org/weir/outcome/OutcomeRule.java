package org.weir.outcome;

import org.openjdk.jcstress.annotations.Expect;

import java.util.Objects;

/**
 * One graded id of a scenario: what {@code @Outcome(id = ..., expect = ..., desc = ...)} says of one id.
 *
 * @param id an exact outcome id, or a {@link java.util.regex.Pattern} that has to match an id in full; empty for the
 *           default rule, which grades what no other rule does
 * @param expect the grade
 * @param description why, in the author's words; may be empty
 */
public record OutcomeRule(String id, Expect expect, String description) {
    /** Checks that nothing is null. */
    public OutcomeRule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(expect, "expect");
        Objects.requireNonNull(description, "description");
    }

    /** Whether this rule grades whatever no other rule does. */
    public boolean isDefault() {
        return id.isEmpty();
    }
}
