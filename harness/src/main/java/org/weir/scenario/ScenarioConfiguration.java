package org.weir.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A scenario with one value for each of its parameters.
 *
 * @param model the scenario
 * @param params values by parameter name, as text, in order of declaration
 */
public record ScenarioConfiguration(ScenarioModel model, Map<String, String> params) {

    static List<ScenarioConfiguration> of(ScenarioModel model) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (ParamModel param : model.params()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : param.values()) {
                    Map<String, String> next = new LinkedHashMap<>(combination);
                    next.put(param.name(), value);
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        return combinations.stream().map(combination -> new ScenarioConfiguration(model, combination)).toList();
    }

    /** The class name without its package, and the parameters: {@code TornFrames[size=4097]}. */
    public String displayName() {
        String name = model.type().getName().substring(model.type().getPackageName().length());
        String plain = name.startsWith(".") ? name.substring(1) : name;
        return params.isEmpty() ? plain
                : plain + params.entrySet()
                        .stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(",", "[", "]"));
    }
}
