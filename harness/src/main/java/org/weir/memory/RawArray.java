package org.weir.memory;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A fixed number of values of one C type or struct in memory that processes share, without a lock:
 * {@code multiprocessing.RawArray}. {@code org.weir.sync.ProcessArray} is the one with a lock. Ordering, travel and life
 * are as for {@link RawValue}.
 *
 * @param <T> the Java type
 */
public final class RawArray<T> implements SharedObject, Iterable<T>, Serializable {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "RawArray";

    private final transient SharedBlock block;
    private final transient LaidOut<T> type;
    private final transient int length;

    private RawArray(SharedBlock block, LaidOut<T> type, int length) {
        this.block = block;
        this.type = type;
        this.length = length;
    }

    private record Handle<T>(SharedBlock block, ValueType<T> type, int length) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            if (length < 0) {
                throw new InvalidObjectException("An array has no " + length + " elements.");
            }
            LaidOut<T> laidOut = LaidOut.of(type);
            return new RawArray<>(block.checked(KIND, size(laidOut, length)), laidOut, length);
        }
    }

    /**
     * An array of zeros.
     *
     * @param length 0 or more
     * @throws IllegalArgumentException if {@code length} is negative
     * @throws java.io.UncheckedIOException if there is not so much memory
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static <T> RawArray<T> create(ValueType<T> type, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("An array has 0 elements or more; asked for " + length + ".");
        }
        LaidOut<T> laidOut = LaidOut.of(type);
        return new RawArray<>(SharedBlock.allocate(KIND, size(laidOut, length)), laidOut, length);
    }

    /**
     * An array with these elements.
     *
     * @throws IllegalArgumentException if the type cannot hold one of them
     */
    public static <T> RawArray<T> of(ValueType<T> type, List<? extends T> elements) {
        LaidOut<T> laidOut = LaidOut.of(type);
        elements.forEach(laidOut::checked);
        RawArray<T> array = create(type, elements.size());
        for (int i = 0; i < array.length; i++) {
            array.set(i, elements.get(i));
        }
        return array;
    }

    private static long size(LaidOut<?> type, int length) {
        return Math.max(1, (long) type.size() * length);
    }

    private long address(int index) {
        return block.address() + (long) Objects.checkIndex(index, length) * type.size();
    }

    /**
     * An element.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}
     */
    public T get(int index) {
        return type.read(address(index));
    }

    /**
     * Sets an element.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}
     * @throws IllegalArgumentException if the type cannot hold it; nothing is written
     */
    public void set(int index, T value) {
        type.write(address(index), type.checked(value));
    }

    /** How many elements it has. */
    public int length() {
        return length;
    }

    /** What its elements are. */
    public ValueType<T> type() {
        return type;
    }

    /** A list of a fixed size that reads and writes this array. */
    public List<T> asList() {
        return new View<>(this);
    }

    private static final class View<T> extends AbstractList<T> implements RandomAccess {
        private final RawArray<T> array;

        private View(RawArray<T> array) {
            this.array = array;
        }

        @Override
        public T get(int index) {
            return array.get(index);
        }

        @Override
        public T set(int index, T element) {
            T before = array.get(index);
            array.set(index, element);
            return before;
        }

        @Override
        public int size() {
            return array.length;
        }
    }

    /** The elements in order, each as it is when it is reached. */
    @Override
    public Iterator<T> iterator() {
        return Collections.unmodifiableList(asList()).iterator();
    }

    /** Gives its memory back. Nobody may use it any more, in whatever process. */
    public void free() {
        block.free();
    }

    /** {@code RawArray[4 of int 'i']}. */
    @Override
    public String toString() {
        return KIND + "[" + length + " of " + type + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle<>(block, type, length);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A " + KIND + " travels as its handle.");
    }
}
