package org.weir.sync;

import org.weir.memory.RawArray;
import org.weir.memory.SharedObject;
import org.weir.memory.ValueType;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A fixed number of values of one C type or struct that processes share, with a lock: {@code multiprocessing.Array}. Every
 * method holds the lock while it works; a change that depends on what is there is one call of {@link #update} or
 * {@link #locked}. As {@link ProcessValue} otherwise; {@link RawArray} is the one without a lock.
 *
 * @param <T> the Java type
 */
public final class ProcessArray<T> implements SharedObject, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final RawArray<T> raw;
    private final RobustLock lock;

    private ProcessArray(RawArray<T> raw, RobustLock lock) {
        this.raw = raw;
        this.lock = Objects.requireNonNull(lock, "An array without a lock is a RawArray.");
    }

    /**
     * An array of zeros with a {@link ReentrantProcessLock} of its own.
     *
     * @param length 0 or more
     * @throws IllegalArgumentException if {@code length} is negative
     * @throws java.io.UncheckedIOException if there is not so much memory
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static <T> ProcessArray<T> create(ValueType<T> type, int length) {
        return create(type, length, ReentrantProcessLock.create());
    }

    /** As {@link #create(ValueType, int)}, with a lock that may guard other things too. */
    public static <T> ProcessArray<T> create(ValueType<T> type, int length, RobustLock lock) {
        return new ProcessArray<>(RawArray.create(type, length), lock);
    }

    /**
     * An array with these elements and a {@link ReentrantProcessLock} of its own.
     *
     * @throws IllegalArgumentException if the type cannot hold one of them
     */
    public static <T> ProcessArray<T> of(ValueType<T> type, List<? extends T> elements) {
        return of(type, elements, ReentrantProcessLock.create());
    }

    /** As {@link #of(ValueType, List)}, with a lock that may guard other things too. */
    public static <T> ProcessArray<T> of(ValueType<T> type, List<? extends T> elements, RobustLock lock) {
        return new ProcessArray<>(RawArray.of(type, elements), lock);
    }

    /**
     * An element.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}
     */
    public T get(int index) {
        return locked(array -> array.get(index));
    }

    /**
     * Sets an element.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}
     * @throws IllegalArgumentException if the type cannot hold it; nothing is written
     */
    public void set(int index, T value) {
        update(index, before -> value);
    }

    /**
     * Changes an element, with nobody in between.
     *
     * @param change makes the new value from the old one; if it throws, nothing is written
     * @return the new value
     */
    public T update(int index, UnaryOperator<T> change) {
        return locked(array -> {
            T value = change.apply(array.get(index));
            array.set(index, value);
            return value;
        });
    }

    /** Works on the whole array, with nobody in between; says what the work says. */
    public <V> V locked(Function<? super RawArray<T>, ? extends V> work) {
        lock.lock();
        try {
            return work.apply(raw);
        } finally {
            lock.unlock();
        }
    }

    /** All elements, as they were at one moment. */
    public List<T> toList() {
        return locked(array -> List.copyOf(array.asList()));
    }

    /** How many elements it has. */
    public int length() {
        return raw.length();
    }

    /** The lock. */
    public RobustLock lock() {
        return lock;
    }

    /** The array without its lock: for code that holds it. */
    public RawArray<T> raw() {
        return raw;
    }

    /** {@code ProcessArray[4 of int 'i', ReentrantProcessLock[free]]}. */
    @Override
    public String toString() {
        return "ProcessArray[" + raw.length() + " of " + raw.type() + ", " + lock + "]";
    }
}
