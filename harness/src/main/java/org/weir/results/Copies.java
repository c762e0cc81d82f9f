package org.weir.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** What the records of results check and copy. */
final class Copies {
    private Copies() {}

    /** An unmodifiable copy that keeps its order. */
    static <K, V> Map<K, V> ordered(Map<K, V> map) {
        Map<K, V> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(Objects.requireNonNull(key), Objects.requireNonNull(value)));
        return Collections.unmodifiableMap(copy);
    }

    static void checkSum(String what, long stated, LongStream parts) {
        long sum = parts.reduce(0, Math::addExact);
        if (stated != sum) {
            throw new IllegalArgumentException(what + " come to " + sum + ", not to the stated " + stated + " samples");
        }
    }
}
