package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** An array in the server: of fixed length, and of values of one class. */
final class ArrayTarget implements Target {

    private final List<Object> elements;
    private final String type;

    ArrayTarget(String type, Collection<?> elements) {
        this.type = type;
        this.elements = new ArrayList<>();
        elements.forEach(element -> this.elements.add(checked(element)));
    }

    private Object checked(@Nullable Object element) {
        Objects.requireNonNull(element, "A managed array holds no null.");
        if (!element.getClass().getName().equals(type)) {
            throw new ArrayStoreException("An array of " + type + " cannot hold an object of "
                    + element.getClass().getName() + ".");
        }
        return element;
    }

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "length" -> elements.size();
            case "get" -> elements.get((int) arguments.get(0));
            case "set" -> elements.set((int) arguments.get(0), checked(arguments.get(1)));
            case "indexOf" -> elements.indexOf(arguments.get(0));
            default -> throw Target.unexposed(operation, "an array");
        };
    }

    @Override
    public synchronized List<Object> snapshot() {
        return new ArrayList<>(elements);
    }
}
