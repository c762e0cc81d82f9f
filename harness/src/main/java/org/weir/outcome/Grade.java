package org.weir.outcome;

import org.openjdk.jcstress.annotations.Expect;

import java.util.Optional;

/**
 * What a scenario's rules say of one outcome id.
 *
 * @param expect the grade; {@link Expect#FORBIDDEN} if no rule names the id
 * @param description why, in the author's words; may be empty
 * @param rule the rule that decided; empty if none did
 */
public record Grade(Expect expect, String description, Optional<OutcomeRule> rule) {
    /** Whether seeing the outcome fails the scenario. */
    public boolean isForbidden() {
        return isForbidden(expect);
    }

    static boolean isForbidden(Expect expect) {
        return expect == Expect.FORBIDDEN || expect == Expect.UNKNOWN;
    }
}
