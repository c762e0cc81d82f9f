package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Named values in the server. */
final class NamespaceTarget implements Target {

    private final SequencedMap<String, Object> attributes = new LinkedHashMap<>();

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        String name = (String) Objects.requireNonNull(arguments.get(0), "name");
        return switch (operation) {
            case "get" -> attributes.get(name);
            case "set" -> attributes.put(name, Objects.requireNonNull(arguments.get(1), "value"));
            case "delete" -> attributes.remove(name) != null;
            default -> throw Target.unexposed(operation, "a namespace");
        };
    }

    @Override
    public synchronized SequencedMap<String, Object> snapshot() {
        return new LinkedHashMap<>(attributes);
    }

    @Override
    public synchronized String text() {
        return attributes.entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", ", "Namespace(", ")"));
    }
}
