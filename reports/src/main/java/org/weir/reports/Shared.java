package org.weir.reports;

import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is to be said of every result of the same sampler alike, so that it is said once.
 *
 * @param sentences by who sampled
 */
record Shared(Map<String, Set<String>> sentences) {
    /** Nothing is said once. */
    static final Shared NOTHING = new Shared(Map.of());

    /**
     * What all results of a sampler have in common.
     *
     * @param results the results
     * @param fewest how many results a sampler must have, for it to be worth it
     * @param said what is to be said of a result
     */
    static Shared of(List<ScenarioResult> results, int fewest, Function<ScenarioResult, List<String>> said) {
        Map<String, List<ScenarioResult>> bySampler = new LinkedHashMap<>();
        results.forEach(result -> bySampler.computeIfAbsent(result.harness(), _ -> new ArrayList<>()).add(result));
        Map<String, Set<String>> sentences = new LinkedHashMap<>();
        bySampler.forEach((sampler, sampled) -> {
            if (sampled.size() >= fewest) {
                Set<String> common = new LinkedHashSet<>(said.apply(sampled.getFirst()));
                sampled.forEach(result -> common.retainAll(said.apply(result)));
                if (!common.isEmpty()) {
                    sentences.put(sampler, common);
                }
            }
        });
        return new Shared(sentences);
    }

    Set<String> by(String sampler) {
        return sentences.getOrDefault(sampler, Set.of());
    }

    /** What is left to say of a result. */
    List<String> without(String sampler, List<String> said) {
        return said.stream().filter(sentence -> !by(sampler).contains(sentence)).toList();
    }
}
