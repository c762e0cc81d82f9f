package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** One value in the server. */
final class ValueTarget implements Target {

    private Object value;
    private long version;

    ValueTarget(Object value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        return switch (operation) {
            case "get" -> value;
            case "set" -> {
                replace(arguments.get(0));
                yield null;
            }
            case "compareAndSet" -> {
                boolean same = value.equals(arguments.get(0));
                if (same) {
                    replace(arguments.get(1));
                }
                yield same;
            }
            case "update" -> {
                @SuppressWarnings("unchecked")
                UnaryOperator<Object> function = (UnaryOperator<Object>) arguments.get(0);
                replace(function.apply(value));
                yield value;
            }
            case "versioned" -> List.of(version, value);
            case "replaceIf" -> {
                boolean same = version == (long) arguments.get(0);
                if (same) {
                    replace(arguments.get(1));
                }
                yield same;
            }
            default -> throw Target.unexposed(operation, "a value");
        };
    }

    private void replace(@Nullable Object replacement) {
        value = Objects.requireNonNull(replacement, "A managed value is never null.");
        version++;
    }

    @Override
    public synchronized Object snapshot() {
        return value;
    }
}
