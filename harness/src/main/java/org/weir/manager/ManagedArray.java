package org.weir.manager;

import java.io.Serial;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * An array in a manager: of fixed length, of values of one class, without null. See {@link ManagedObject} for copies,
 * errors and threads.
 *
 * @param <E> what it holds
 */
public final class ManagedArray<E> extends AbstractProxy implements Iterable<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagedArray(Remote remote) {
        super(remote);
    }

    /** How many elements there are. */
    public int length() {
        return remote().count("length");
    }

    /**
     * The element at that place.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public E get(int index) {
        return cast(Objects.requireNonNull(remote().call("get", index)));
    }

    /**
     * Replaces an element.
     *
     * @return the one that was there
     * @throws IndexOutOfBoundsException if there is no such element
     * @throws ArrayStoreException if {@code value} is not of the array's class
     */
    public E set(int index, E value) {
        return cast(Objects.requireNonNull(remote().call("set", index, Objects.requireNonNull(value, "value"))));
    }

    /** Where {@code value} is first; -1 if it is not there. */
    public int indexOf(Object value) {
        return remote().count("indexOf", value);
    }

    @Override
    public List<E> snapshot() {
        return cast(super.snapshot());
    }

    /** Over a snapshot. */
    @Override
    public Iterator<E> iterator() {
        return List.copyOf(snapshot()).iterator();
    }
}
