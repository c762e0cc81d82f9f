package org.weir.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;
import org.weir.manager.Fixture.Sum;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The collections, values and namespaces of a manager, alone and within each other, also as another process changes them. */
@ExtendWith(Fixture.class)
@Timeout(60)
class ManagedCollectionsConformanceTest {

    private final Manager manager;
    private final Helper helper;

    ManagedCollectionsConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T inner(Object object) {
        return (T) object;
    }

    @Test
    @Row(value = "MG10", modes = Mode.MANAGER)
    void shouldWorkAsAList() {
        ManagedList<Integer> a = manager.list(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        ManagedList<Integer> b = manager.list();

        assertTrue(b.addAll(List.of(0, 1, 2, 3, 4)));
        assertEquals(2, b.get(2));
        assertEquals(List.of(2, 3, 4), b.slice(2, 5));
        assertEquals(List.of(7, 8, 9), a.slice(7, a.size()));
        assertThrows(IndexOutOfBoundsException.class, () -> b.get(5));
        assertThrows(IndexOutOfBoundsException.class, () -> b.slice(2, 10));
        b.repeat(2);
        assertEquals(List.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4), b.snapshot());
        assertInstanceOf(ArrayList.class, b.snapshot());
        assertEquals(List.of(1, 2), b.subList(1, 3));
    }

    @Test
    @Row(value = "MG11", modes = Mode.MANAGER)
    void shouldReadThroughProxiesInAList() {
        ManagedList<Integer> a = manager.list(List.of(1, 2));
        ManagedList<Integer> b = manager.list(List.of(3));
        ManagedList<List<Integer>> e = manager.list(List.of(a, b));

        assertEquals(List.of(1, 2), ((ManagedList<Integer>) e.get(0)).snapshot());
        a.add(77);
        assertEquals(77, e.get(0).getLast());
        assertEquals(a, e.get(0));
        assertNotEquals(a, e.get(1));
        assertTrue(e.contains(b));
        assertTrue(e.toString().contains("ManagedList"), e.toString());
    }

    @Test
    @Row(value = "MG12", modes = Mode.MANAGER)
    void shouldIterateOverAListAsItGrows() {
        ManagedList<Integer> list = manager.list(List.of(0, 1, 2));
        Iterator<Integer> iterator = list.iterator();
        List<Integer> seen = new ArrayList<>();

        seen.add(iterator.next());
        list.add(3);
        iterator.forEachRemaining(seen::add);

        assertEquals(List.of(0, 1, 2, 3), seen);
        assertFalse(iterator.hasNext());
        list.add(4);
        assertFalse(iterator.hasNext());
        Iterator<Integer> removing = list.iterator();
        while (removing.hasNext()) {
            if (removing.next() % 2 == 0) {
                removing.remove();
            }
        }
        assertEquals(List.of(1, 3), list.snapshot());
    }

    @Test
    @Row(value = "MG13", modes = Mode.MANAGER)
    void shouldActOnInnerListsAndAllowAListToHoldItself() {
        ManagedList<List<Integer>> a = manager.list();
        for (int i = 0; i < 3; i++) {
            a.add(manager.list(List.of(i, i + 1)));
        }

        a.get(0).set(1, 55);
        assertEquals(2, a.get(1).remove(1));

        assertEquals(55, a.get(0).get(1));
        assertEquals(1, a.get(1).size());
        assertEquals(2, a.get(2).size());
        ManagedList<Object> self = manager.list();
        self.add(self);
        ManagedList<?> inner = (ManagedList<?>) ((ManagedList<?>) self.get(0)).get(0);
        assertEquals(self, inner);
        assertTrue(self.toString().contains("ManagedList"));
    }

    @Test
    @Row(value = "MG15", modes = Mode.MANAGER)
    void shouldIterateOverAMapInTheOrderOfItsKeysAsOfOneMoment() {
        ManagedMap<String, Integer> map = manager.map();
        map.put("z", 1);
        map.put("a", 2);
        map.put("m", 3);
        Iterator<String> keys = map.keySet().iterator();

        assertEquals("z", keys.next());
        map.put("later", 4);
        assertEquals(List.of("a", "m"), Fixture.listed(keys));
        assertFalse(keys.hasNext());
        assertEquals(List.of(1, 2, 3, 4), new ArrayList<>(map.values()));
    }

    @Test
    @Row(value = {"MG16", "MG17"}, modes = Mode.MANAGER)
    void shouldKeepNestedMapsLiveAndPlainOnesCopied() throws Exception {
        ManagedMap<String, Object> pets = manager.map();
        ManagedMap<String, Integer> dogs = manager.map();
        dogs.put("feet", 4);
        pets.put("dogs", dogs);
        pets.put("plain", new ArrayList<>(List.of(1)));

        ManagedMap<String, Integer> seen = inner(pets.get("dogs"));
        seen.put("tails", 1);
        assertEquals(Map.of("feet", 4, "tails", 1), dogs.snapshot());
        List<Integer> copy = ManagedCollectionsConformanceTest.<List<Integer>>inner(pets.get("plain"));
        copy.add(2);
        assertInstanceOf(ArrayList.class, copy);
        assertEquals(List.of(1), pets.get("plain"));
        ManagedList<Object> moved = manager.list(List.of(Objects.requireNonNull(pets.get("dogs"))));
        pets.clear();
        helper.run(() -> ManagedCollectionsConformanceTest.<Map<String, Integer>>inner(moved.get(0)).put("ears", 2));
        assertEquals(2, dogs.get("ears"));
    }

    @Test
    @Row(value = "MG25", modes = Mode.MANAGER)
    void shouldShowAChildsChangesOfAList() throws Exception {
        ManagedList<Integer> list = manager.list(List.of(3, 1, 2, 1));

        helper.run(() -> {
            assertEquals(2, list.count(1));
            assertEquals(1, list.indexOf(1));
            assertEquals(3, list.lastIndexOf(1));
            assertEquals(-1, list.indexOf(9));
            list.sort(null);
            list.reverse();
            assertEquals(List.of(3, 2, 1, 1), list.snapshot());
            assertEquals(1, list.remove(3));
            assertTrue(list.addAll(List.of(8, 9)));
        });

        assertEquals(List.of(3, 2, 1, 8, 9), list.snapshot());
        assertTrue(list.removeIf((Predicate<Integer> & Serializable) each -> each > 7));
        List<Integer> seen = new ArrayList<>();
        assertTrue(list.removeIf(each -> seen.add(each) && each == 2));
        list.sort((a, b) -> a - b);
        list.replaceAll(each -> each + seen.size());
        assertEquals(List.of(4, 6), list.snapshot());
    }

    @Test
    @Row(value = "MG26", modes = Mode.MANAGER)
    void shouldShowAChildsChangesOfAMap() throws Exception {
        ManagedMap<String, Integer> map = manager.map(Map.of("a", 1));

        helper.run(() -> {
            assertEquals(1, map.get("a"));
            map.putAll(Map.of("b", 2));
            assertEquals(List.of("a", "b"), new ArrayList<>(map.keySet()));
            assertEquals(List.of(1, 2), new ArrayList<>(map.values()));
            assertEquals(Map.of("a", 1, "b", 2), map.snapshot());
        });

        assertEquals(Map.entry("b", 2), map.takeLast().orElseThrow());
        assertEquals(Map.of("a", 1), new HashMap<>(map));
        map.entrySet().iterator().next().setValue(5);
        assertEquals(5, map.get("a"));
        assertTrue(map.entrySet().contains(Map.entry("a", 5)));
        assertTrue(map.values().remove(5));
        assertTrue(map.takeLast().isEmpty());
    }

    @Test
    void shouldComputeAtomicallyWithFunctionsThatCanBeSentAndWithThoseThatCannot() throws Exception {
        ManagedMap<String, Integer> map = manager.map();
        Sum sum = Integer::sum;
        int times = 200;
        AtomicInteger calls = new AtomicInteger();

        var other = helper.start(() -> {
            for (int i = 0; i < times; i++) {
                Integer _ = map.merge("n", 1, sum);
            }
        });
        for (int i = 0; i < times; i++) {
            Integer _ = map.merge("n", 1, (a, b) -> a + b + calls.incrementAndGet() * 0);
        }
        Object _ = Helper.result(other);

        assertEquals(2 * times, map.get("n"));
        assertTrue(calls.get() >= times - 1, "the function ran here");
        assertEquals(7, map.computeIfAbsent("x", _ -> 7));
        assertEquals(8, map.computeIfPresent("x", (_, old) -> old + 1));
        assertEquals(null, map.compute("x", (_, _) -> null));
        assertFalse(map.containsKey("x"));
        assertEquals(null, map.putIfAbsent("p", 1));
        assertEquals(1, map.putIfAbsent("p", 2));
        assertTrue(map.replace("p", 1, 3));
        assertFalse(map.remove("p", 1));
        assertTrue(map.remove("p", 3));
        assertEquals(2 * times, map.getOrDefault("n", 0));
        map.replaceAll((_, value) -> value + calls.get() * 0 + 1);
        assertEquals(2 * times + 1, map.get("n"));
    }

    @Test
    void shouldReplaceValuesThatAreNotEqualToThemselvesElsewhere() {
        ManagedMap<String, byte[]> map = manager.map();
        map.put("bytes", new byte[]{1});
        AtomicInteger calls = new AtomicInteger();

        byte[] _ = map.merge("bytes", new byte[]{2},
                (a, b) -> new byte[]{(byte) (a[0] + b[0] + calls.getAndIncrement())});

        assertEquals(3, Objects.requireNonNull(map.get("bytes"))[0]);
        assertEquals(1, calls.get());
    }

    @Test
    void shouldStoreWhatAFunctionThatRunsHereHasChangedInPlace() {
        ManagedMap<String, List<Integer>> map = manager.map();
        map.put("k", new ArrayList<>(List.of(1)));

        List<Integer> merged = map.merge("k", List.of(2), (a, b) -> {
            boolean _ = a.addAll(b);
            return a;
        });
        assertEquals(List.of(1, 2), merged);
        assertEquals(List.of(1, 2), map.get("k"));
        List<Integer> _ = map.compute("k", (_, v) -> with(v, 3));
        assertEquals(List.of(1, 2, 3), map.get("k"));
        List<Integer> _ = map.computeIfPresent("k", (_, v) -> with(v, 4));
        map.replaceAll((_, v) -> with(v, 5));
        assertEquals(List.of(1, 2, 3, 4, 5), map.get("k"));
        assertEquals(List.of(1, 2, 3, 4, 5), map.computeIfAbsent("k", _ -> List.of()));
        assertEquals(null, map.computeIfPresent("absent", (_, v) -> with(v, 6)));
        assertEquals(Set.of("k"), map.keySet());
    }

    /** Of a negative value it makes nothing. */
    @SuppressWarnings("NullAway") // as users may
    private static Integer twice(Integer value) {
        return value < 0 ? null : 2 * value;
    }

    /** A function that can be sent. */
    @FunctionalInterface
    private interface Replacement extends BiFunction<String, Integer, Integer>, Serializable {}

    @Test
    void shouldReplaceNothingIfAFunctionMakesNothingOfOneValue() {
        ManagedMap<String, Integer> map = manager.map();
        map.put("first", 1);
        map.put("second", -1);
        Replacement there = (_, value) -> twice(value);
        BiFunction<String, Integer, Integer> here = (_, value) -> twice(value);
        for (BiFunction<String, Integer, Integer> each : List.of(there, here)) {
            assertThrows(NullPointerException.class, () -> map.replaceAll(each));
            assertEquals(Map.of("first", 1, "second", -1), map.snapshot());
        }
        map.put("second", 2);
        map.replaceAll(there);
        map.replaceAll(here);
        assertEquals(Map.of("first", 4, "second", 8), map.snapshot());
    }

    private static List<Integer> with(@Nullable List<Integer> list, int element) {
        boolean _ = Objects.requireNonNull(list).add(element);
        return list;
    }

    @Test
    void shouldNotLetAnEditThatCameTooLateSpoilThatOfAnother() {
        Remote list = manager.list(List.of(1, 2)).remote();
        Remote set = manager.set(List.of(1, 2)).remote();
        for (Remote remote : List.of(list, set)) {
            List<Object> seen = inner(Objects.requireNonNull(remote.call("versioned")));
            assertTrue(remote.test("replaceIf", seen.get(0), List.of(1)));
            List<Object> seenLater = inner(Objects.requireNonNull(remote.call("versioned")));

            assertFalse(remote.test("replaceIf", seen.get(0), List.of(2)));

            assertTrue(remote.test("replaceIf", seenLater.get(0), List.of(3)));
        }
    }

    @Test
    @Row(value = "MG27", modes = Mode.MANAGER)
    void shouldWorkAsASet() throws Exception {
        ManagedSet<Integer> set = manager.set(List.of(3, 1, 2));

        assertFalse(set.add(1));
        assertTrue(set.add(9));
        assertTrue(set.remove(9));
        assertFalse(set.remove(9));
        helper.run(() -> {
            assertTrue(set.retainAll(Set.of(1, 2, 7)));
            assertTrue(set.addAll(List.of(5, 6)));
            assertTrue(set.removeAll(List.of(6)));
        });
        assertEquals(Set.of(1, 2, 5), set.snapshot());
        assertTrue(set.containsAll(List.of(1, 5)));
        assertEquals(1, set.takeFirst());
        assertEquals(Set.of(2, 5), new HashSet<>(set));
        assertTrue(set.removeIf(each -> each == 2));
        set.clear();
        assertThrows(NoSuchElementException.class, set::takeFirst);
    }

    @Test
    @Row(value = "MG28", modes = Mode.MANAGER)
    void shouldShareValuesAndArrays() throws Exception {
        ManagedValue<Integer> value = manager.value(1);
        ManagedArray<Integer> array = manager.array(4, 0);

        helper.run(() -> {
            value.set(value.get() + 41);
            assertEquals(0, array.set(2, 7));
        });

        assertEquals(42, value.get());
        assertTrue(value.compareAndSet(42, 43));
        assertFalse(value.compareAndSet(42, 44));
        assertEquals(44, value.update(old -> old + 1));
        assertEquals(4, array.length());
        assertEquals(2, array.indexOf(7));
        assertEquals(List.of(0, 0, 7, 0), Fixture.listed(array.iterator()));
        assertThrows(IndexOutOfBoundsException.class, () -> array.get(4));
        assertEquals(List.of("a"), manager.array(String.class, List.of("a")).snapshot());
        ManagedArray<Object> mixed = inner(array);
        assertThrows(ArrayStoreException.class, () -> mixed.set(0, "text"));
    }

    @Test
    @Row(value = "MG30", modes = Mode.MANAGER)
    void shouldShareANamespace() throws Exception {
        Namespace namespace = manager.namespace();
        namespace.set("name", "Bob");
        namespace.set("age", 5);

        helper.run(() -> {
            assertEquals("Bob", namespace.get("name", String.class).orElseThrow());
            assertTrue(namespace.delete("age"));
            namespace.set("job", "Builder");
        });

        assertEquals("Namespace(name=Bob, job=Builder)", namespace.toString());
        assertTrue(namespace.get("age").isEmpty());
        assertThrows(ClassCastException.class, () -> namespace.get("name", Integer.class));
    }
}
