package org.weir.manager;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What the proxies of collections have in common. */
abstract class ManagedCollection<E> extends AbstractProxy implements Collection<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagedCollection(Remote remote) {
        super(remote);
    }

    /** The elements, as they are at one moment. */
    abstract List<E> elements();

    /** A copy of {@code elements} that can be sent. */
    static List<Object> sendable(Collection<?> elements) {
        return new ArrayList<>(elements);
    }

    @Override
    public final int size() {
        return remote().count("size");
    }

    @Override
    public final boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public final boolean contains(Object element) {
        return remote().test("contains", element);
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
        return remote().test("containsAll", sendable(elements));
    }

    @Override
    public final boolean remove(Object element) {
        return remote().test("remove", element);
    }

    @Override
    public final boolean removeAll(Collection<?> elements) {
        return remote().test("removeAll", sendable(elements));
    }

    @Override
    public final boolean retainAll(Collection<?> elements) {
        return remote().test("retainAll", sendable(elements));
    }

    @Override
    public final void clear() {
        Object _ = remote().call("clear");
    }

    /** Of a snapshot. */
    @Override
    public final Object[] toArray() {
        return elements().toArray();
    }

    /** Of a snapshot. */
    @Override
    public final <T> T[] toArray(T[] array) {
        return elements().toArray(array);
    }

    /** Of a snapshot. */
    @Override
    public final <T> T[] toArray(IntFunction<T[]> generator) {
        return elements().toArray(generator);
    }

    /** Over a snapshot; the function runs here. */
    @Override
    public final void forEach(Consumer<? super E> action) {
        elements().forEach(action);
    }

    /** Over a snapshot; so are streams. */
    @Override
    public final Spliterator<E> spliterator() {
        return elements().spliterator();
    }

    /** Over a snapshot, which it removes elements from one by one. */
    final Iterator<E> snapshotIterator() {
        Iterator<E> elements = elements().iterator();
        return new Iterator<>() {
            private List<E> last = List.of();

            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public E next() {
                last = Collections.singletonList(elements.next());
                return last.get(0);
            }

            @Override
            public void remove() {
                if (last.isEmpty()) {
                    throw new IllegalStateException("remove() needs a next() before.");
                }
                boolean _ = ManagedCollection.this.remove(last.get(0));
                last = List.of();
            }
        };
    }

    static <T> T required(T argument, String name) {
        return Objects.requireNonNull(argument, name);
    }
}
