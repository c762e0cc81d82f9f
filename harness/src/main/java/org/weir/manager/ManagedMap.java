package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A map in a manager, in the order in which keys came. Holds no null. See {@link ManagedObject} for copies, equality,
 * errors and threads.
 *
 * <p>Every method is atomic. The functions of {@code compute}, {@code merge} and the like run in the server, once and
 * while nobody else uses the map, if they and what they captured can be sent; and otherwise here, again and again until
 * nobody changed the value meanwhile, as those of a {@code ConcurrentMap} may. Within the server a function sees the
 * stored objects themselves and must not change them.
 *
 * <p>Views are live, but iterators and streams over them, and {@code forEach}, are of one moment: no
 * {@code ConcurrentModificationException}. {@code setValue} of an entry is a {@code put}.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class ManagedMap<K, V> extends AbstractProxy implements ConcurrentMap<K, V> {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagedMap(Remote remote) {
        super(remote);
    }

    @Override
    public Map<K, V> snapshot() {
        return cast(super.snapshot());
    }

    @Override
    public int size() {
        return remote().count("size");
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public boolean containsKey(Object key) {
        return remote().test("containsKey", key);
    }

    @Override
    public boolean containsValue(Object value) {
        return remote().test("containsValue", value);
    }

    @Override
    public @Nullable V get(Object key) {
        return cast(remote().call("get", key));
    }

    @Override
    public @Nullable V put(K key, V value) {
        return cast(remote().call("put", key, value));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        Object _ = remote().call("putAll", new LinkedHashMap<>(entries));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return cast(remote().call("putIfAbsent", key, value));
    }

    @Override
    public @Nullable V remove(Object key) {
        return cast(remote().call("remove", key));
    }

    @Override
    public boolean remove(Object key, @Nullable Object value) {
        return value != null && remote().test("removeValue", key, value);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return cast(remote().call("replace", key, value));
    }

    @Override
    public boolean replace(K key, V old, V value) {
        return remote().test("replaceValue", key, old, value);
    }

    @Override
    public void clear() {
        Object _ = remote().call("clear");
    }

    /** Takes out the entry that came last; empty if there is none. */
    public Optional<Map.Entry<K, V>> takeLast() {
        List<Object> last = cast(Objects.requireNonNull(remote().call("takeLast")));
        return last.isEmpty() ? Optional.empty() : Optional.of(Map.entry(cast(last.get(0)), cast(last.get(1))));
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return cast(remote().apply(function, () -> exchange(key, old -> function.apply(key, old)), "compute", key,
                function));
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return cast(remote().apply(function, () -> exchange(key,
                old -> old == null ? null : function.apply(key, old)), "computeIfPresent", key, function));
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return cast(remote().apply(function, () -> putIfAbsentHere(key, function), "computeIfAbsent", key, function));
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(value, "value");
        return cast(remote().apply(function, () -> exchange(key,
                old -> old == null ? value : function.apply(old, value)), "merge", key, value, function));
    }

    private @Nullable V putIfAbsentHere(K key, Function<? super K, ? extends V> function) {
        V there = get(key);
        if (there != null) {
            return there;
        }
        V fresh = function.apply(key);
        V quicker = fresh == null ? null : putIfAbsent(key, fresh);
        return quicker == null ? fresh : quicker;
    }

    /**
     * Replaces the value by what the function makes of it, until nobody was quicker. The function may have changed the
     * old value, which is a copy, and returned it: so that it is the same object does not mean that nothing is to be sent.
     */
    private @Nullable V exchange(K key, Function<@Nullable V, @Nullable V> function) {
        Proposal<K, V> proposal = propose(key, function);
        while (!isDone(proposal)) {
            proposal = propose(key, function);
        }
        return proposal.replacement;
    }

    /** What is to replace a value that was seen, which {@code stamp} tells from all others. */
    private record Proposal<K, V>(K key, @Nullable Object stamp, boolean isChange, @Nullable V replacement) {}

    private Proposal<K, V> propose(K key, Function<@Nullable V, @Nullable V> function) {
        List<@Nullable Object> stamped = cast(remote().call("stamped", key));
        V old = cast(stamped.get(1));
        V replacement = function.apply(old);
        return new Proposal<>(key, stamped.get(0), old != null || replacement != null, replacement);
    }

    /** Stores what is proposed; returns false if somebody else was quicker. */
    private boolean isDone(Proposal<K, V> proposal) {
        return !proposal.isChange || remote().test("exchange", proposal.key, proposal.stamp, proposal.replacement);
    }

    /**
     * Atomic, if the function can be sent; otherwise value by value, when the function has made something of each.
     *
     * @throws NullPointerException if the function returns null; then nothing has changed, unless it is asked again because
     *         somebody changed a value meanwhile
     */
    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        Object _ = remote().apply(function, () -> {
            replaceAllHere(function);
            return null;
        }, "replaceAll", function);
    }

    private void replaceAllHere(BiFunction<? super K, ? super V, ? extends V> function) {
        BiFunction<K, @Nullable V, @Nullable V> ofPresent = (key, old) -> old == null ? null
                : Objects.requireNonNull(function.apply(key, old), MapTarget.NO_NULLS);
        List<Proposal<K, V>> proposals = new ArrayList<>();
        for (K key : keys()) {
            proposals.add(propose(key, old -> ofPresent.apply(key, old)));
        }
        for (Proposal<K, V> each : proposals) {
            if (!isDone(each)) {
                V _ = exchange(each.key, old -> ofPresent.apply(each.key, old));
            }
        }
    }

    /** Over a snapshot; the function runs here. */
    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        snapshot().forEach(action);
    }

    private List<K> keys() {
        return cast(remote().call("keys"));
    }

    @Override
    public Set<K> keySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<K> iterator() {
                return new Steps<>(keys().iterator(), key -> key);
            }

            @Override
            public int size() {
                return ManagedMap.this.size();
            }

            @Override
            public boolean contains(Object key) {
                return containsKey(key);
            }

            @Override
            public boolean remove(Object key) {
                return ManagedMap.this.remove(key) != null;
            }

            @Override
            public void clear() {
                ManagedMap.this.clear();
            }
        };
    }

    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<V> iterator() {
                Iterator<Map.Entry<K, V>> entries = entrySet().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public V next() {
                        return entries.next().getValue();
                    }

                    @Override
                    public void remove() {
                        entries.remove();
                    }
                };
            }

            @Override
            public int size() {
                return ManagedMap.this.size();
            }

            @Override
            public boolean contains(Object value) {
                return containsValue(value);
            }

            @Override
            public void clear() {
                ManagedMap.this.clear();
            }
        };
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Steps<>(snapshot().entrySet()
                        .stream().<Map
                                .Entry<K, V>>map(Entry::new)
                        .iterator(), Map.Entry::getKey);
            }

            @Override
            public int size() {
                return ManagedMap.this.size();
            }

            @Override
            public boolean contains(Object object) {
                return object instanceof Map.Entry<?, ?> entry && Objects.equals(get(entry.getKey()), entry.getValue());
            }

            @Override
            public boolean remove(Object object) {
                return object instanceof Map.Entry<?, ?> entry && ManagedMap.this.remove(entry.getKey(),
                        entry.getValue());
            }

            @Override
            public void clear() {
                ManagedMap.this.clear();
            }
        };
    }

    /** Over what was there at one moment; removes keys from the map. */
    private final class Steps<T> implements Iterator<T> {

        private final Iterator<T> steps;
        private final Function<T, K> keyOf;
        private Optional<K> last = Optional.empty();

        private Steps(Iterator<T> steps, Function<T, K> keyOf) {
            this.steps = steps;
            this.keyOf = keyOf;
        }

        @Override
        public boolean hasNext() {
            return steps.hasNext();
        }

        @Override
        public T next() {
            T step = steps.next();
            last = Optional.of(keyOf.apply(step));
            return step;
        }

        @Override
        public void remove() {
            V _ = ManagedMap.this.remove(last.orElseThrow(() -> new IllegalStateException(
                    "remove() needs a next() before.")));
            last = Optional.empty();
        }
    }

    /** Writes through. */
    private final class Entry extends AbstractMap.SimpleEntry<K, V> {

        @Serial
        private static final long serialVersionUID = 1L;

        private Entry(Map.Entry<K, V> entry) {
            super(entry);
        }

        @Override
        public V setValue(V value) {
            V _ = put(getKey(), value);
            return super.setValue(value);
        }
    }
}
