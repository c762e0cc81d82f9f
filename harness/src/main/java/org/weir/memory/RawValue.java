package org.weir.memory;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * One value of a C type or struct in memory that processes share, without a lock: {@code multiprocessing.RawValue}.
 * {@code org.weir.sync.ProcessValue} is the one with a lock.
 *
 * <p><b>Ordering.</b> Reading and writing have no order towards other processes and threads, and a struct may be seen half
 * written: use a lock, or the cells ({@link SharedInt} and so on), whose every access says its order.
 *
 * <p>Serializable: who reads it, in a process of the same realm, has the same value. Created while a scenario's state is
 * under construction, it is a part of that state. Its memory lives as long as its realm, or until {@link #free}.
 *
 * @param <T> the Java type
 */
public final class RawValue<T> implements SharedObject, Serializable {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "RawValue";

    private final transient SharedBlock block;
    private final transient LaidOut<T> type;

    private RawValue(SharedBlock block, LaidOut<T> type) {
        this.block = block;
        this.type = type;
    }

    private record Handle<T>(SharedBlock block, ValueType<T> type) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            LaidOut<T> laidOut = LaidOut.of(type);
            return new RawValue<>(block.checked(KIND, laidOut.size()), laidOut);
        }
    }

    /**
     * A value.
     *
     * @param initial what it is at first
     * @throws IllegalArgumentException if the type cannot hold {@code initial}
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static <T> RawValue<T> create(ValueType<T> type, T initial) {
        LaidOut<T> laidOut = LaidOut.of(type);
        laidOut.checked(initial);
        RawValue<T> value = new RawValue<>(SharedBlock.allocate(KIND, laidOut.size()), laidOut);
        value.set(initial);
        return value;
    }

    /** The value now. */
    public T get() {
        return type.read(block.address());
    }

    /**
     * Sets the value.
     *
     * @throws IllegalArgumentException if the type cannot hold it; nothing is written
     */
    public void set(T value) {
        type.write(block.address(), type.checked(value));
    }

    /** What it is a value of. */
    public ValueType<T> type() {
        return type;
    }

    /** Gives its memory back. Nobody may use it any more, in whatever process. */
    public void free() {
        block.free();
    }

    /** {@code RawValue[int 'i', 42]}. */
    @Override
    public String toString() {
        return KIND + "[" + type + ", " + get() + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle<>(block, type);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A " + KIND + " travels as its handle.");
    }
}
