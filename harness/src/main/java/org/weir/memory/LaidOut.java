package org.weir.memory;

import java.io.Serial;
import java.util.Objects;

/** What every {@link ValueType} is underneath: access to a value at an address. */
abstract sealed class LaidOut<T> implements ValueType<T> permits ScalarType, StructType {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Class<T> javaType;
    private final transient int size;
    private final transient int alignment;

    LaidOut(Class<T> javaType, int size, int alignment) {
        this.javaType = javaType;
        this.size = size;
        this.alignment = alignment;
    }

    static <T> LaidOut<T> of(ValueType<T> type) {
        return (LaidOut<T>) type;
    }

    @Override
    public final Class<T> javaType() {
        return javaType;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final int alignment() {
        return alignment;
    }

    /** The value at an address, read without ordering. */
    abstract T read(long address);

    /** Writes without ordering. */
    abstract void write(long address, T value);

    /**
     * Checks what {@link #write} is going to write.
     *
     * @throws IllegalArgumentException if this type cannot hold it
     */
    abstract void check(T value);

    /** The value, if this type can hold it. */
    final T checked(T value) {
        Objects.requireNonNull(value, () -> "A value of type " + this + " is never null.");
        check(javaType.cast(value));
        return value;
    }
}
