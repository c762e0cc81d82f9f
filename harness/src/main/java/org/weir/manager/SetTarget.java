package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A set in the server, in the order in which elements came. Every operation is atomic. */
final class SetTarget implements Target {

    private Set<@Nullable Object> elements;
    /** As that of a list. */
    private long version;

    SetTarget(Collection<?> elements) {
        this.elements = new LinkedHashSet<>(elements);
    }

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "size" -> elements.size();
            case "contains" -> elements.contains(arguments.get(0));
            case "containsAll" -> elements.containsAll(collection(arguments));
            case "elements" -> new ArrayList<>(elements);
            case "versioned" -> List.of(version, new ArrayList<>(elements));
            case "replaceIf" -> replaceIf((long) arguments.get(0), (Collection<?>) arguments.get(1));
            default -> {
                Object result = change(operation, arguments);
                version++;
                yield result;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object change(String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "add" -> elements.add(arguments.get(0));
            case "remove" -> elements.remove(arguments.get(0));
            case "addAll" -> elements.addAll(collection(arguments));
            case "removeAll" -> elements.removeAll(new LinkedHashSet<>(collection(arguments)));
            case "retainAll" -> elements.retainAll(new LinkedHashSet<>(collection(arguments)));
            case "clear" -> {
                elements.clear();
                yield null;
            }
            case "removeIf" -> {
                Set<@Nullable Object> copy = new LinkedHashSet<>(elements);
                boolean changed = copy.removeIf((Predicate<Object>) arguments.get(0));
                elements = copy;
                yield changed;
            }
            case "takeFirst" -> elements.isEmpty() ? List.of() : takeFirst();
            default -> throw Target.unexposed(operation, "a set");
        };
    }

    private boolean replaceIf(long expected, Collection<?> replacement) {
        if (version != expected) {
            return false;
        }
        elements = new LinkedHashSet<>(replacement);
        version++;
        return true;
    }

    private List<@Nullable Object> takeFirst() {
        List<@Nullable Object> first = new ArrayList<>();
        first.add(elements.iterator().next());
        elements.remove(first.get(0));
        return first;
    }

    @SuppressWarnings("unchecked")
    private static Collection<@Nullable Object> collection(List<@Nullable Object> arguments) {
        return (Collection<@Nullable Object>) arguments.get(0);
    }

    @Override
    public synchronized Set<@Nullable Object> snapshot() {
        return new LinkedHashSet<>(elements);
    }
}
