package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Objects of all kinds that a codec sends. */
@SuppressWarnings("JdkObsolete") // linked lists have no form of their own and so take the other way
final class Values {
    /** A record of a class that has to be named. */
    record Pair(Object first, List<Object> rest, long number, String text) {}

    /** A class of the old way that has to be named. */
    enum Colour {
        RED, GREEN {
            @Override
            public String toString() {
                return "with a body";
            }
        }
    }

    private Values() {}

    /** Objects nested up to four deep; what travels by Java serialization holds only what does so too. */
    static Arbitrary<Object> any() {
        return nested(3).withoutEdgeCases();
    }

    private static Arbitrary<Object> nested(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Object> below = Arbitraries.lazy(() -> nested(depth - 1));
        Arbitrary<List<Object>> lists = below.list().ofMaxSize(4);
        Arbitrary<Map<Object, Object>> maps = Arbitraries.maps(keys(), below).ofMaxSize(4);
        return Arbitraries.oneOf(leaves(), leaves(), arrays(),
                lists.map(ArrayList::new), lists.map(List::copyOf), keys().list().ofMaxSize(4).map(LinkedList::new),
                keys().list().ofMaxSize(4).map(ArrayDeque::new), lists.map(Collections::unmodifiableList),
                keys().list().ofMaxSize(4).map(HashSet::new), keys().list().ofMaxSize(4).map(LinkedHashSet::new),
                keys().list().ofMaxSize(4).map(Set::copyOf),
                maps.map(HashMap::new), maps.map(LinkedHashMap::new), maps.map(Map::copyOf),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(3), keys()).ofMaxSize(3).map(TreeMap::new),
                below.map(Optional::of), keys().list().ofMaxSize(4).map(List::toArray),
                Combinators.combine(below, lists, Arbitraries.longs(), Arbitraries.strings().ofMaxLength(5))
                        .as(Pair::new));
    }

    private static Arbitrary<Object> leaves() {
        return Arbitraries.oneOf(keys(), Arbitraries.doubles().map(each -> (Object) each), Arbitraries.of(Float.NaN,
                Double.NaN, -0.0, Optional.empty(), Colour.GREEN, DayOfWeek.MONDAY),
                Arbitraries.strings().alpha().ofMinLength(100).ofMaxLength(400));
    }

    private static Arbitrary<Object> keys() {
        return Arbitraries.oneOf(Arbitraries.integers(), Arbitraries.longs(), Arbitraries.shorts(),
                Arbitraries.bytes(), Arbitraries.chars(), Arbitraries.of(true, false), Arbitraries.floats(),
                Arbitraries.strings().ofMaxLength(6), Arbitraries.strings().ascii().ofMaxLength(6),
                Arbitraries.bigIntegers(), Arbitraries.of(Colour.class),
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new),
                Arbitraries.integers().map(Instant::ofEpochSecond), Arbitraries.longs().map(Duration::ofNanos));
    }

    private static Arbitrary<Object> arrays() {
        return Arbitraries.oneOf(Arbitraries.bytes().array(byte[].class).ofMaxSize(9),
                Arbitraries.integers().array(int[].class).ofMaxSize(9),
                Arbitraries.longs().array(long[].class).ofMaxSize(5),
                Arbitraries.shorts().array(short[].class).ofMaxSize(5),
                Arbitraries.chars().array(char[].class).ofMaxSize(5),
                Arbitraries.floats().array(float[].class).ofMaxSize(5),
                Arbitraries.doubles().array(double[].class).ofMaxSize(5),
                Arbitraries.of(true, false).array(boolean[].class).ofMaxSize(5),
                Arbitraries.strings().ofMaxLength(3).array(String[].class).ofMaxSize(3));
    }

    /** Whether two objects are of one class and equal, arrays by what they hold. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a.getClass().isArray()) {
            if (a instanceof Object[] these && b instanceof Object[] those) {
                return a.getClass() == b.getClass() && same(Arrays.asList(these), Arrays.asList(those));
            }
            return Arrays.deepEquals(new Object[]{a}, new Object[]{b});
        }
        return switch (a) {
            case List<?> these -> b instanceof List<?> those && inOrder(these, those);
            case ArrayDeque<?> these -> b instanceof ArrayDeque<?> those && inOrder(these, those);
            case Map<?, ?> these -> b instanceof Map<?, ?> those && these.keySet().equals(those.keySet())
                    && these.keySet().stream().allMatch(key -> same(these.get(key), those.get(key)));
            case Optional<?> these -> b instanceof Optional<?> those && same(these.orElse(null), those.orElse(null));
            case Pair(Object first, List<Object> rest, long number, String text) -> b instanceof Pair that
                    && same(first, that.first) && same(rest, that.rest) && number == that.number
                    && text.equals(that.text);
            default -> a.equals(b) && (a instanceof Set<?> || a.getClass() == b.getClass());
        };
    }

    private static boolean inOrder(Collection<?> these, Collection<?> those) {
        if (these.size() != those.size()) {
            return false;
        }
        var other = those.iterator();
        for (Object each : these) {
            if (!same(each, other.next())) {
                return false;
            }
        }
        return true;
    }
}
