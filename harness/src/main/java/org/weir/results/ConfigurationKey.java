package org.weir.results;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What results of different runs have in common if they are of the same thing.
 *
 * @param scenario the scenario's fully qualified class name
 * @param params parameter values by name, in order of declaration
 * @param harness who sampled it, see {@link ScenarioResult#harness}
 */
public record ConfigurationKey(String scenario, Map<String, String> params, String harness) {
    /** Copies the map. */
    public ConfigurationKey {
        params = Copies.ordered(params);
    }

    /** That of a result. */
    public static ConfigurationKey of(ScenarioResult result) {
        return new ConfigurationKey(result.scenario(), result.params(), result.harness());
    }

    /** The class name without its package, and the parameters: {@code TornFrames[size=4097]}. */
    public String displayName() {
        String plain = scenario.substring(scenario.lastIndexOf('.') + 1);
        return params.isEmpty() ? plain
                : params.entrySet()
                        .stream()
                        .map(param -> param.getKey() + "=" + param.getValue())
                        .collect(Collectors.joining(",", plain + "[", "]"));
    }
}
