package org.weir.outcome;

import java.util.List;

/**
 * What counts come to.
 *
 * @param verdict {@link Verdict#PASS}, {@link Verdict#FAIL} or {@link Verdict#INCONCLUSIVE}
 * @param reasons why, a sentence each, most important first; empty for a pass
 * @param outcomes every outcome declared, in order of declaration (what a pattern matched, most frequent first), then
 *                 every other one seen, most frequent first; at last what allows and decided nothing: a default rule
 */
public record Judgement(Verdict verdict, List<String> reasons, List<GradedOutcome> outcomes) {
    /** Copies the lists. */
    public Judgement {
        reasons = List.copyOf(reasons);
        outcomes = List.copyOf(outcomes);
    }
}
