package org.weir.scenario;

import java.util.List;

/**
 * A parameter of a scenario: a parameter of its constructor.
 *
 * @param name its name
 * @param type a primitive, {@code String} or an enum
 * @param values its values as text, in order of declaration; never empty
 */
public record ParamModel(String name, Class<?> type, List<String> values) {}
