package org.weir.scenario;

/**
 * A field of a scenario's result type.
 *
 * @param name the field's name, such as {@code r1}
 * @param type its type: a primitive, {@code String} or {@code Object}
 * @param writer the index of the one actor that writes it; -1 if only the arbiter does, or nobody
 */
public record ResultField(String name, Class<?> type, int writer) {}
