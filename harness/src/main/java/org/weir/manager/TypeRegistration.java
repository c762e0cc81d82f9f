package org.weir.manager;

import java.io.Serializable;
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

    Optional<Set<String>> exposed() {
        return methods.isEmpty() ? Optional.empty() : Optional.of(methods);
    }
}
