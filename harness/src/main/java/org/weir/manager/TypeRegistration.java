package org.weir.manager;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A user's type of managed objects.
 *
 * @param type the interface of its proxies
 * @param methods the names of the methods that may be called; all of the interface if that is empty
 */
record TypeRegistration(String name, Class<?> type, Manager.Factory<?> factory, Set<String> methods)
        implements
            Serializable {

    TypeRegistration {
        methods = Set.copyOf(methods);
    }

    /** @throws IllegalArgumentException if {@code type} is no interface, or has no method of a name that is exposed */
    static TypeRegistration of(String name, Class<?> type, Manager.Factory<?> factory, String... exposed) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(factory, "factory");
        if (!type.isInterface()) {
            throw new IllegalArgumentException("Proxies implement an interface; " + type.getName() + " is none.");
        }
        for (String method : exposed) {
            if (Arrays.stream(type.getMethods()).noneMatch(each -> each.getName().equals(method))) {
                throw new IllegalArgumentException(type.getName() + " has no method '" + method + "' to expose.");
            }
        }
        return new TypeRegistration(name, type, factory, Set.of(exposed));
    }

    Optional<Set<String>> exposed() {
        return methods.isEmpty() ? Optional.empty() : Optional.of(methods);
    }
}
