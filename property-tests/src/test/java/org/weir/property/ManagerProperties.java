package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.jspecify.annotations.Nullable;
import org.weir.manager.ManagedList;
import org.weir.manager.Manager;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;

class ManagerProperties {
    private static @Nullable Manager started;

    @BeforeContainer
    static void start() throws IOException {
        started = Manager.create().start();
    }

    @AfterContainer
    static void close() {
        manager().close();
    }

    private static Manager manager() {
        return Objects.requireNonNull(started);
    }

    /** What is done to a list. */
    enum ListKind {
        ADD, INSERT, GET, SET, REMOVE, REMOVE_ELEMENT, INDEX, LAST_INDEX, CONTAINS, SIZE, CONTENTS, SORT, REVERSED,
        CLEAR
    }

    /** An operation of a list. */
    record ListStep(int actor, ListKind kind, int index, int element)
            implements
                Step<List<Integer>, List<Integer>> {
        @Override
        public @Nullable Object on(List<Integer> list) {
            return apply(list);
        }

        @Override
        public @Nullable Object in(List<Integer> model) {
            return apply(model);
        }

        private @Nullable Object apply(List<Integer> list) {
            switch (kind) {
                case ADD -> {
                    return list.add(element);
                }
                case INSERT -> list.add(index, element);
                case GET -> {
                    return list.get(index);
                }
                case SET -> {
                    return list.set(index, element);
                }
                case REMOVE -> {
                    return list.remove(index);
                }
                case REMOVE_ELEMENT -> {
                    return list.remove((Object) element);
                }
                case INDEX -> {
                    return list.indexOf(element);
                }
                case LAST_INDEX -> {
                    return list.lastIndexOf(element);
                }
                case CONTAINS -> {
                    return list.contains(element);
                }
                case SIZE -> {
                    return list.size() + " " + list.isEmpty();
                }
                case CONTENTS -> {
                    return new ArrayList<>(list);
                }
                case SORT -> list.sort(null);
                case REVERSED -> Collections.reverse(list);
                case CLEAR -> list.clear();
            }
            return kind;
        }

        @Override
        public String toString() {
            return actor + ": " + kind + " " + index + " " + element;
        }
    }

    /** What is done to a map. */
    enum MapKind {
        PUT, GET, REMOVE, PUT_IF_ABSENT, REPLACE, REMOVE_IF, REPLACE_IF, MERGE, COMPUTE, COMPUTE_IF_ABSENT, FORGET,
        CONTAINS, SIZE, CONTENTS, KEYS, CLEAR
    }

    /** An operation of a map. */
    record MapStep(int actor, MapKind kind, String key, int value)
            implements
                Step<Map<String, Integer>, Map<String, Integer>> {
        @Override
        public @Nullable Object on(Map<String, Integer> map) {
            return apply(map);
        }

        @Override
        public @Nullable Object in(Map<String, Integer> model) {
            return apply(model);
        }

        private @Nullable Object apply(Map<String, Integer> map) {
            int given = value;
            return switch (kind) {
                case PUT -> map.put(key, value);
                case GET -> map.get(key);
                case REMOVE -> map.remove(key);
                case PUT_IF_ABSENT -> map.putIfAbsent(key, value);
                case REPLACE -> map.replace(key, value);
                case REMOVE_IF -> map.remove(key, value);
                case REPLACE_IF -> map.replace(key, value, value + 1);
                case MERGE -> map.merge(key, value, Integer::sum);
                case COMPUTE -> map.compute(key, (_, old) -> old == null ? given : old + given);
                case COMPUTE_IF_ABSENT -> map.computeIfAbsent(key, _ -> given);
                case FORGET -> map.computeIfPresent(key, (_, old) -> old == given ? null : old);
                case CONTAINS -> map.containsKey(key) + " " + map.containsValue(value);
                case SIZE -> map.size() + " " + map.isEmpty();
                case CONTENTS -> new HashMap<>(map);
                case KEYS -> map.keySet().stream().sorted().toList();
                case CLEAR -> {
                    map.clear();
                    yield kind;
                }
            };
        }

        @Override
        public String toString() {
            return actor + ": " + kind + " " + key + " " + value;
        }
    }

    @Property(tries = 60)
    void aManagedListIsAList(@ForAll("listSteps") List<ListStep> steps) throws Exception {
        Workers.check(actors -> Step.check(actors, manager().<Integer>list(), new ArrayList<>(), steps));
    }

    @Property(tries = 60)
    void aManagedMapIsAMap(@ForAll("mapSteps") List<MapStep> steps) throws Exception {
        Workers.check(actors -> Step.check(actors, manager().<String, Integer>map(), new LinkedHashMap<>(), steps));
    }

    @Property(tries = 60)
    void aManagedQueueIsABlockingQueue(@ForAll("queueSteps") List<QueueStep> steps,
            @ForAll @IntRange(min = 1, max = 20) int room) throws Exception {
        Workers.check(actors -> Step.check(actors, manager().<String>queue(room), new LinkedBlockingQueue<>(room),
                steps));
    }

    @Property(tries = 20)
    void aManagedQueueCarriesEachItemOnceAndInOrder(@ForAll("traffic") Traffic traffic,
            @ForAll @IntRange(min = 1, max = 30) int room) throws Exception {
        Workers.check(actors -> traffic.through(actors, manager().queue(room)));
    }

    @Property(tries = 20)
    void aManagedLockLetsOneInAtATime(@ForAll("sections") Sections sections) throws Exception {
        Workers.check(actors -> sections.under(actors, manager().lock()));
    }

    /** Each actor adds 1 to the counts of its keys, half of them by a function that is sent and half by one that is not. */
    @Property(tries = 40)
    void noMergeOfSeveralProcessesIsLost(
            @ForAll @Size(min = 2, max = 4) List<@Size(max = 50) List<@IntRange(min = 0, max = 3) Integer>> keys)
            throws Exception {
        Workers.check(actors -> requireAllMerged(actors, manager().map(), keys));
    }

    /** Has each actor count its keys in one map. */
    static void requireAllMerged(Actors actors, Map<Integer, Integer> counts, List<List<Integer>> keys)
            throws Exception {
        Map<Integer, Integer> expected = new HashMap<>();
        List<Actors.Task> tasks = new ArrayList<>();
        for (List<Integer> mine : keys) {
            mine.forEach(key -> expected.merge(key, 1, Integer::sum));
            tasks.add(() -> merge(counts, mine));
        }
        List<Object> _ = actors.together(tasks);
        assertEquals(expected, new HashMap<>(counts));
    }

    private static Object merge(Map<Integer, Integer> counts, List<Integer> keys) {
        for (int number = 0; number < keys.size(); number++) {
            if (number % 2 == 0) {
                counts.merge(keys.get(number), 1, Integer::sum);
            } else {
                counts.compute(keys.get(number), (_, old) -> old == null ? 1 : old + 1);
            }
        }
        return "merged";
    }

    @Property(tries = 40)
    void noElementAddedBySeveralProcessesIsLost(
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 0, max = 60) Integer> counts) throws Exception {
        Workers.check(actors -> {
            ManagedList<List<Integer>> list = manager().list();
            List<List<Integer>> expected = new ArrayList<>();
            List<Actors.Task> tasks = new ArrayList<>();
            for (int number = 0; number < counts.size(); number++) {
                int actor = number;
                int count = counts.get(number);
                for (int element = 0; element < count; element++) {
                    expected.add(List.of(actor, element));
                }
                tasks.add(() -> add(list, actor, count));
            }
            List<Object> _ = actors.together(tasks);
            List<List<Integer>> all = list.snapshot();
            // Stable, so that the order of each actor's own is seen.
            assertEquals(expected, all.stream().sorted((a, b) -> a.getFirst() - b.getFirst()).toList());
        });
    }

    private static Object add(List<List<Integer>> list, int actor, int count) {
        for (int element = 0; element < count; element++) {
            boolean _ = list.add(List.of(actor, element));
        }
        return "added";
    }

    @Provide
    Arbitrary<List<ListStep>> listSteps() {
        return Combinators
                .combine(Arbitraries.integers().between(0, 3), Arbitraries.of(ListKind.class),
                        Arbitraries.integers().between(-1, 5), Arbitraries.integers().between(0, 4))
                .as(ListStep::new)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<MapStep>> mapSteps() {
        return Combinators
                .combine(Arbitraries.integers().between(0, 3), Arbitraries.of(MapKind.class),
                        Arbitraries.of("a", "b", "c"), Arbitraries.integers().between(0, 3))
                .as(MapStep::new)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<QueueStep>> queueSteps() {
        return QueueStep.sequences(4, QueueStep.ALL, 5_000);
    }

    @Provide
    Arbitrary<Traffic> traffic() {
        return Traffic.any(100);
    }

    @Provide
    Arbitrary<Sections> sections() {
        return Sections.any();
    }
}
