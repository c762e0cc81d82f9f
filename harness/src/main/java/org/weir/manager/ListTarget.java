package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A list in the server. Every operation is atomic, those with functions too. */
final class ListTarget implements Target {

    private List<@Nullable Object> elements;
    /**
     * Changes whenever the list does, but not by a {@code replaceIf} that came too late: two editors would fail each
     * other for ever.
     */
    private long version;

    ListTarget(Collection<?> elements) {
        this.elements = new ArrayList<>(elements);
    }

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "size" -> elements.size();
            case "get" -> elements.get(index(arguments, 0));
            case "find" -> find(index(arguments, 0));
            case "contains" -> elements.contains(arguments.get(0));
            case "containsAll" -> elements.containsAll(collection(arguments, 0));
            case "indexOf" -> elements.indexOf(arguments.get(0));
            case "lastIndexOf" -> elements.lastIndexOf(arguments.get(0));
            case "count" -> Collections.frequency(elements, arguments.get(0));
            case "slice" -> new ArrayList<>(elements.subList(index(arguments, 0), index(arguments, 1)));
            case "versioned" -> Arrays.asList(version, snapshot());
            case "replaceIf" -> replaceIf((long) arguments.get(0), collection(arguments, 1));
            default -> {
                Object result = change(operation, arguments);
                version++;
                yield result;
            }
        };
    }

    private @Nullable Object change(String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "set" -> elements.set(index(arguments, 0), arguments.get(1));
            case "add" -> elements.add(arguments.get(0));
            case "insert" -> {
                elements.add(index(arguments, 0), arguments.get(1));
                yield null;
            }
            case "addAll" -> elements.addAll(collection(arguments, 0));
            case "insertAll" -> elements.addAll(index(arguments, 0), collection(arguments, 1));
            case "removeAt" -> elements.remove(index(arguments, 0));
            case "remove" -> elements.remove(arguments.get(0));
            case "removeAll" -> elements.removeAll(collection(arguments, 0));
            case "retainAll" -> elements.retainAll(collection(arguments, 0));
            case "clear" -> {
                elements.clear();
                yield null;
            }
            case "reverse" -> {
                Collections.reverse(elements);
                yield null;
            }
            case "repeat" -> repeat(index(arguments, 0));
            case "sort", "removeIf", "replaceAll" -> transform(operation, arguments.get(0));
            default -> throw Target.unexposed(operation, "a list");
        };
    }

    private static int index(List<@Nullable Object> arguments, int place) {
        return (int) arguments.get(place);
    }

    @SuppressWarnings("unchecked")
    private static Collection<@Nullable Object> collection(List<@Nullable Object> arguments, int place) {
        return (Collection<@Nullable Object>) arguments.get(place);
    }

    /** The element in a list, or an empty one if the list has ended. */
    private List<@Nullable Object> find(int index) {
        return index < elements.size() ? Collections.singletonList(elements.get(index)) : List.of();
    }

    private @Nullable Object repeat(int times) {
        List<@Nullable Object> repeated = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeated.addAll(elements);
        }
        elements = repeated;
        return null;
    }

    private boolean replaceIf(long expected, Collection<@Nullable Object> replacement) {
        if (version != expected) {
            return false;
        }
        elements = new ArrayList<>(replacement);
        version++;
        return true;
    }

    /** Works on a copy: if the function throws, the list is as it was. */
    @SuppressWarnings("unchecked")
    private @Nullable Object transform(String operation, @Nullable Object function) {
        List<@Nullable Object> copy = new ArrayList<>(elements);
        Object result = switch (operation) {
            case "sort" -> {
                copy.sort((Comparator<Object>) function);
                yield null;
            }
            case "removeIf" -> copy.removeIf((Predicate<Object>) function);
            default -> {
                copy.replaceAll((UnaryOperator<Object>) function);
                yield null;
            }
        };
        elements = copy;
        return result;
    }

    @Override
    public synchronized List<@Nullable Object> snapshot() {
        return new ArrayList<>(elements);
    }
}
