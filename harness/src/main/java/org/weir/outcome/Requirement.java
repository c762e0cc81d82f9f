package org.weir.outcome;

import java.util.Objects;

/**
 * An outcome that has to be seen for a scenario to pass: what {@code @MustObserve} says.
 *
 * @param id an exact outcome id, or a pattern that has to match one in full
 * @param minRate the least share of samples with it, 0 to 1; 0 means that seeing it once is enough
 */
public record Requirement(String id, double minRate) {
    /** Checks the ranges. */
    public Requirement {
        Objects.requireNonNull(id, "id");
        if (!(minRate >= 0 && minRate <= 1)) {
            throw new IllegalArgumentException("minRate must lie in 0..1, is " + minRate);
        }
    }

    /** Whether an outcome with this id counts for it. */
    public boolean isMetBy(String outcome) {
        return new IdMatcher(id).matches(outcome);
    }
}
