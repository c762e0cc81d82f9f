package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A set in a manager, in the order in which elements came. May hold null. See {@link ManagedObject} for copies, equality,
 * errors and threads.
 *
 * <p>Every method is atomic, set algebra by {@code addAll}, {@code retainAll} and {@code removeAll} too; the function of
 * {@code removeIf} runs in the server if it can be sent, and otherwise here, again and again until nobody changed the set
 * meanwhile. Iterators, streams and {@code toArray} are of one moment.
 *
 * @param <E> what it holds
 */
public final class ManagedSet<E> extends ManagedCollection<E> implements Set<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagedSet(Remote remote) {
        super(remote);
    }

    @Override
    List<E> elements() {
        return cast(remote().call("elements"));
    }

    @Override
    public Set<E> snapshot() {
        return cast(super.snapshot());
    }

    @Override
    public boolean add(@Nullable E element) {
        return remote().test("add", element);
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return remote().test("addAll", sendable(elements));
    }

    /**
     * Takes an element out, that which came first.
     *
     * @throws NoSuchElementException if the set is empty
     */
    public E takeFirst() {
        List<E> first = cast(Objects.requireNonNull(remote().call("takeFirst")));
        if (first.isEmpty()) {
            throw new NoSuchElementException("The set is empty.");
        }
        return first.get(0);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        required(filter, "filter");
        return cast(remote().apply(filter, () -> removeHere(filter), "removeIf", filter));
    }

    private boolean removeHere(Predicate<? super E> filter) {
        while (true) {
            List<Object> versioned = cast(remote().call("versioned"));
            Collection<E> elements = cast(versioned.get(1));
            Set<E> copy = new LinkedHashSet<>(elements);
            if (!copy.removeIf(filter)) {
                return false;
            }
            if (remote().test("replaceIf", versioned.get(0), sendable(copy))) {
                return true;
            }
        }
    }

    /** Over a snapshot, which it removes elements from one by one. */
    @Override
    public Iterator<E> iterator() {
        return snapshotIterator();
    }
}
