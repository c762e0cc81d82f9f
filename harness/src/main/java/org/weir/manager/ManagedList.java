package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list in a manager. May hold null. See {@link ManagedObject} for copies, equality, errors and threads.
 *
 * <p>Every method is atomic, {@code addAll}, {@code sort}, {@code removeIf} and {@code replaceAll} too; their functions
 * run in the server, while nobody else uses the list, if they can be sent, and otherwise here on a copy, again and again
 * until nobody changed the list meanwhile.
 *
 * <p>{@link #iterator}, {@link #listIterator} and {@link #subList} are live: each step is a call that sees the list as it
 * is then, and none throws a {@code ConcurrentModificationException}. {@code forEach}, streams and {@code toArray} are of
 * one moment, and one call: prefer them.
 *
 * @param <E> what it holds
 */
public final class ManagedList<E> extends ManagedCollection<E> implements List<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagedList(Remote remote) {
        super(remote);
    }

    @Override
    List<E> elements() {
        return snapshot();
    }

    @Override
    public List<E> snapshot() {
        return cast(super.snapshot());
    }

    @Override
    public E get(int index) {
        return cast(remote().call("get", index));
    }

    @Override
    public E set(int index, E element) {
        return cast(remote().call("set", index, element));
    }

    @Override
    public boolean add(E element) {
        return remote().test("add", element);
    }

    @Override
    public void add(int index, E element) {
        Object _ = remote().call("insert", index, element);
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return remote().test("addAll", sendable(elements));
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        return remote().test("insertAll", index, sendable(elements));
    }

    @Override
    public E remove(int index) {
        return cast(remote().call("removeAt", index));
    }

    @Override
    public int indexOf(@Nullable Object element) {
        return remote().count("indexOf", element);
    }

    @Override
    public int lastIndexOf(@Nullable Object element) {
        return remote().count("lastIndexOf", element);
    }

    /** How often {@code element} is in the list. */
    public int count(@Nullable Object element) {
        return remote().count("count", element);
    }

    /**
     * A plain copy of the elements from {@code from} up to {@code to}, without it, in one call.
     *
     * @throws IndexOutOfBoundsException if they are not within the list
     */
    public List<E> slice(int from, int to) {
        return cast(Objects.requireNonNull(remote().call("slice", from, to)));
    }

    /**
     * Has the list hold its elements so many times over.
     *
     * @param times 0 or less empties it
     */
    public void repeat(int times) {
        Object _ = remote().call("repeat", times);
    }

    /** Turns the order round. */
    public void reverse() {
        Object _ = remote().call("reverse");
    }

    /** {@inheritDoc} */
    @Override
    public void sort(@Nullable Comparator<? super E> comparator) {
        if (comparator == null) {
            Object _ = remote().call("sort", (Object) null);
        } else {
            Object _ = remote().apply(comparator, () -> editHere(copy -> {
                copy.sort(comparator);
                return true;
            }), "sort", comparator);
        }
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        required(filter, "filter");
        return cast(remote().apply(filter, () -> editHere(copy -> copy.removeIf(filter)), "removeIf", filter));
    }

    @Override
    public void replaceAll(UnaryOperator<E> operator) {
        required(operator, "operator");
        Object _ = remote().apply(operator, () -> editHere(copy -> {
            copy.replaceAll(operator);
            return true;
        }), "replaceAll", operator);
    }

    private boolean editHere(Predicate<List<E>> edit) {
        while (true) {
            List<Object> versioned = cast(remote().call("versioned"));
            List<E> copy = cast(versioned.get(1));
            if (!edit.test(copy)) {
                return false;
            }
            if (remote().test("replaceIf", versioned.get(0), copy)) {
                return true;
            }
        }
    }

    /** Live: sees what is changed while it goes on, and ends where the list then ends. */
    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {
            private int next;
            private Optional<List<E>> ahead = Optional.empty();
            private boolean removable;
            private boolean exhausted;

            @Override
            public boolean hasNext() {
                if (ahead.isEmpty() && !exhausted) {
                    List<E> found = cast(Objects.requireNonNull(remote().call("find", next)));
                    exhausted = found.isEmpty();
                    ahead = Optional.of(found).filter(there -> !there.isEmpty());
                }
                return ahead.isPresent();
            }

            @Override
            public E next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("The list has ended after " + next + " element(s).");
                }
                E element = ahead.orElseThrow().get(0);
                ahead = Optional.empty();
                next++;
                removable = true;
                return element;
            }

            @Override
            public void remove() {
                if (!removable) {
                    throw new IllegalStateException("remove() needs a next() before.");
                }
                removable = false;
                E _ = ManagedList.this.remove(--next);
                ahead = Optional.empty();
            }
        };
    }

    /** Live; a call for each step. */
    @Override
    public ListIterator<E> listIterator() {
        return listIterator(0);
    }

    /** Live; a call for each step. */
    @Override
    public ListIterator<E> listIterator(int index) {
        return live().listIterator(index);
    }

    /** A live view, which others must not make the list too short for; a call for each step. See {@link #slice}. */
    @Override
    public List<E> subList(int from, int to) {
        return live().subList(from, to);
    }

    private List<E> live() {
        return new AbstractList<>() {
            @Override
            public E get(int index) {
                return ManagedList.this.get(index);
            }

            @Override
            public E set(int index, E element) {
                return ManagedList.this.set(index, element);
            }

            @Override
            public void add(int index, E element) {
                ManagedList.this.add(index, element);
            }

            @Override
            public E remove(int index) {
                return ManagedList.this.remove(index);
            }

            @Override
            public int size() {
                return ManagedList.this.size();
            }
        };
    }
}
