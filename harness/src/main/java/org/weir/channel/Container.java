package org.weir.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The collections with a form of their own; any other class of collection is left to Java serialization. */
enum Container {
    LIST(0), FIXED_LIST(1), HASH_SET(2), LINKED_SET(3), FIXED_SET(4), HASH_MAP(5), LINKED_MAP(6), FIXED_MAP(7);

    private static final List<Container> ALL = List.of(values());

    private static final Map<Class<?>, Container> BY_CLASS = Map.of(ArrayList.class, LIST, Arrays.asList().getClass(),
            LIST, HashSet.class, HASH_SET, LinkedHashSet.class, LINKED_SET, HashMap.class, HASH_MAP,
            LinkedHashMap.class, LINKED_MAP);

    private static final ClassValue<Optional<Container>> OF_CLASS = new ClassValue<>() {
        @Override
        protected Optional<Container> computeValue(Class<?> type) {
            return Optional.ofNullable(BY_CLASS.get(type)).or(() -> fixed(type));
        }
    };

    /** The classes behind {@code Collections.emptyList()} and so on. */
    private static final Set<String> UNMODIFIABLE = Set.of("EmptyList", "EmptySet", "EmptyMap", "SingletonList",
            "SingletonSet", "SingletonMap", "UnmodifiableList", "UnmodifiableRandomAccessList", "UnmodifiableSet",
            "UnmodifiableMap");

    private final int code;

    Container(int code) {
        this.code = code;
    }

    static Optional<Container> of(Class<?> type) {
        return OF_CLASS.get(type);
    }

    static Optional<Container> ofCode(int code) {
        return code < 0 || code >= ALL.size() ? Optional.empty() : Optional.of(ALL.get(code));
    }

    /** What a frame has for it; the place among {@link #values()}. */
    int code() {
        return code;
    }

    boolean isMap() {
        return this == HASH_MAP || this == LINKED_MAP || this == FIXED_MAP;
    }

    boolean isSet() {
        return this == HASH_SET || this == LINKED_SET || this == FIXED_SET;
    }

    private static Optional<Container> fixed(Class<?> type) {
        if (!isUnmodifiable(type)) {
            return Optional.empty();
        }
        if (List.class.isAssignableFrom(type)) {
            return Optional.of(FIXED_LIST);
        }
        if (Set.class.isAssignableFrom(type)) {
            return Optional.of(FIXED_SET);
        }
        return Map.class.isAssignableFrom(type) ? Optional.of(FIXED_MAP) : Optional.empty();
    }

    private static boolean isUnmodifiable(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.util.ImmutableCollections$")
                || (name.startsWith("java.util.Collections$") && UNMODIFIABLE.contains(type.getSimpleName()));
    }
}
