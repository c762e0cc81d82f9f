package org.weir.sync;

import org.weir.memory.RawValue;
import org.weir.memory.SharedObject;
import org.weir.memory.ValueType;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One value of a C type or struct that processes share, with a lock: {@code multiprocessing.Value}. Every method holds
 * the lock while it works, so a struct is never seen half written, and what was done before a change is seen by whoever
 * reads it.
 *
 * <p>A change that depends on the value is one call of {@link #update}; {@code value.set(value.get() + 1)} is two, with
 * others in between. For more, hold {@link #lock()} and work on {@link #raw()}, or on this object again if the lock is
 * reentrant, as the default one is.
 *
 * <p>If a process dies while it holds the lock, the methods throw {@link OwnerDiedException}; see {@link RobustLock} for
 * that, and for travel and life. {@link RawValue} is the one without a lock.
 *
 * @param <T> the Java type
 */
public final class ProcessValue<T> implements SharedObject, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final RawValue<T> raw;
    private final RobustLock lock;

    private ProcessValue(RawValue<T> raw, RobustLock lock) {
        this.raw = raw;
        this.lock = lock;
    }

    /**
     * A value with a {@link ReentrantProcessLock} of its own.
     *
     * @param initial what it is at first
     * @throws IllegalArgumentException if the type cannot hold {@code initial}
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static <T> ProcessValue<T> create(ValueType<T> type, T initial) {
        return create(type, initial, ReentrantProcessLock.create());
    }

    /** As {@link #create(ValueType, Object)}, with a lock that may guard other things too; not to be reentrant. */
    public static <T> ProcessValue<T> create(ValueType<T> type, T initial, RobustLock lock) {
        Objects.requireNonNull(lock, "A value without a lock is a RawValue.");
        return new ProcessValue<>(RawValue.create(type, initial), lock);
    }

    /** The value now. */
    public T get() {
        lock.lock();
        try {
            return raw.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets the value.
     *
     * @throws IllegalArgumentException if the type cannot hold it; nothing is written
     */
    public void set(T value) {
        lock.lock();
        try {
            raw.set(value);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the value, with nobody in between.
     *
     * @param change makes the new value from the old one; if it throws, nothing is written
     * @return the new value
     * @throws IllegalArgumentException if the type cannot hold the new value; nothing is written
     */
    public T update(UnaryOperator<T> change) {
        lock.lock();
        try {
            T value = change.apply(raw.get());
            raw.set(value);
            return value;
        } finally {
            lock.unlock();
        }
    }

    /** The lock. */
    public RobustLock lock() {
        return lock;
    }

    /** The value without its lock: for code that holds it. */
    public RawValue<T> raw() {
        return raw;
    }

    /** {@code ProcessValue[int 'i', 42, ReentrantProcessLock[free]]}, read without the lock. */
    @Override
    public String toString() {
        return "ProcessValue[" + raw.type() + ", " + raw.get() + ", " + lock + "]";
    }
}
