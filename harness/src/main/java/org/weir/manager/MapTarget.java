package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A map in the server, in the order in which keys came. Every operation is atomic, those with functions too. Each value
 * has a stamp, so that a client can replace what it has seen, also if equal values are not {@code equals}.
 */
final class MapTarget implements Target {

    private record Stamped(Object value, long stamp) {}

    static final String NO_NULLS = "A managed map has no null keys and no null values.";

    /** The stamp of what is not there. */
    static final long ABSENT = 0;

    private final SequencedMap<Object, Stamped> entries = new LinkedHashMap<>();
    private long lastStamp = ABSENT;

    MapTarget(Map<?, ?> initial) {
        initial.forEach(this::put);
    }

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "size" -> entries.size();
            case "keys" -> new ArrayList<>(entries.keySet());
            case "values" -> values();
            case "clear" -> {
                entries.clear();
                yield null;
            }
            case "putAll" -> {
                ((Map<?, ?>) first(arguments)).forEach(this::put);
                yield null;
            }
            case "takeLast" -> takeLast();
            case "containsValue" -> values().contains(first(arguments));
            case "replaceAll" -> replaceAll((BiFunction<?, ?, ?>) first(arguments));
            default -> ofKey(operation, first(arguments), arguments.subList(1, arguments.size()));
        };
    }

    private static Object first(List<@Nullable Object> arguments) {
        return Objects.requireNonNull(arguments.get(0), NO_NULLS);
    }

    private @Nullable Object ofKey(String operation, Object key, List<@Nullable Object> rest) {
        return switch (operation) {
            case "get" -> get(key);
            case "containsKey" -> entries.containsKey(key);
            case "put" -> put(key, first(rest));
            case "putIfAbsent" -> entries.containsKey(key) ? get(key) : put(key, first(rest));
            case "remove" -> value(entries.remove(key));
            case "removeValue" -> {
                boolean there = Objects.equals(get(key), first(rest));
                if (there) {
                    entries.remove(key);
                }
                yield there;
            }
            case "replace" -> entries.containsKey(key) ? put(key, first(rest)) : null;
            case "replaceValue" -> {
                boolean there = Objects.equals(get(key), first(rest));
                if (there) {
                    put(key, Objects.requireNonNull(rest.get(1), "value"));
                }
                yield there;
            }
            case "stamped" -> {
                Stamped stamped = entries.get(key);
                yield stamped == null ? Arrays.asList(ABSENT, null) : Arrays.asList(stamped.stamp, stamped.value);
            }
            case "exchange" -> exchange(key, (long) first(rest), rest.get(1));
            default -> compute(operation, key, rest);
        };
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object compute(String operation, Object key, List<@Nullable Object> rest) {
        Object old = get(key);
        switch (operation) {
            case "compute", "computeIfPresent" -> {
                return old == null && !operation.equals("compute") ? null
                        : store(key, ((BiFunction<Object, @Nullable Object, @Nullable Object>) first(rest)).apply(key,
                                old));
            }
            case "computeIfAbsent" -> {
                return old != null ? old : store(key, ((Function<Object, @Nullable Object>) first(rest)).apply(key));
            }
            case "merge" -> {
                BiFunction<Object, Object, @Nullable Object> remapping = (BiFunction<Object, Object, @Nullable Object>) Objects
                        .requireNonNull(rest.get(1));
                return store(key, old == null ? first(rest) : remapping.apply(old, first(rest)));
            }
            default -> throw Target.unexposed(operation, "a map");
        }
    }

    private @Nullable Object get(Object key) {
        return value(entries.get(key));
    }

    private static @Nullable Object value(@Nullable Stamped stamped) {
        return stamped == null ? null : stamped.value;
    }

    private @Nullable Object put(Object key, Object value) {
        return value(entries.put(Objects.requireNonNull(key, "key"), new Stamped(Objects.requireNonNull(value, "value"),
                ++lastStamp)));
    }

    private @Nullable Object store(Object key, @Nullable Object value) {
        if (value == null) {
            entries.remove(key);
        } else {
            put(key, value);
        }
        return value;
    }

    private boolean exchange(Object key, long expected, @Nullable Object value) {
        Stamped stamped = entries.get(key);
        if ((stamped == null ? ABSENT : stamped.stamp) != expected) {
            return false;
        }
        store(key, value);
        return true;
    }

    private List<Object> values() {
        List<Object> values = new ArrayList<>(entries.size());
        entries.values().forEach(stamped -> values.add(stamped.value));
        return values;
    }

    /** The key and the value that came last. */
    private List<Object> takeLast() {
        if (entries.isEmpty()) {
            return List.of();
        }
        Object key = entries.lastEntry().getKey();
        return Arrays.asList(key, value(entries.remove(key)));
    }

    /** Nothing is stored unless the function has made something of each value. */
    @SuppressWarnings("unchecked")
    private @Nullable Object replaceAll(BiFunction<?, ?, ?> function) {
        BiFunction<Object, Object, @Nullable Object> typed = (BiFunction<Object, Object, @Nullable Object>) function;
        Map<Object, Object> replaced = snapshot();
        replaced.replaceAll((key, value) -> Objects.requireNonNull(typed.apply(key, value), NO_NULLS));
        replaced.forEach(this::put);
        return null;
    }

    @Override
    public synchronized Map<Object, Object> snapshot() {
        Map<Object, Object> copy = new LinkedHashMap<>();
        entries.forEach((key, stamped) -> copy.put(key, stamped.value));
        return copy;
    }
}
