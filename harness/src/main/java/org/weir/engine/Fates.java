package org.weir.engine;

import org.weir.scenario.OutcomeId;

import java.util.List;

/** Puts together the id of a sample, in the form that {@link OutcomeId} describes. */
final class Fates {
    private Fates() {}

    /**
     * The id of a sample.
     *
     * @param fates what became of the actors that did not return, in order of actors
     * @param values the text of every result field, in order; a field whose writer left no value has its initial one
     */
    static String id(List<String> fates, List<String> values) {
        if (fates.isEmpty()) {
            return values.isEmpty() ? OutcomeId.RETURNED : OutcomeId.ofResult(String.join(", ", values));
        }
        String all = String.join(" & ", fates);
        return values.isEmpty() ? all : all + ": " + String.join(", ", values);
    }
}
