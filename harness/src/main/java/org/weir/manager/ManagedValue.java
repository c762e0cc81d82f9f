package org.weir.manager;

import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One value in a manager, never null. See {@link ManagedObject} for copies, errors and threads.
 *
 * @param <T> of the value
 */
public final class ManagedValue<T> extends AbstractProxy {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagedValue(Remote remote) {
        super(remote);
    }

    /** The value. */
    public T get() {
        return cast(Objects.requireNonNull(remote().call("get")));
    }

    /** Sets the value. */
    public void set(T value) {
        Object _ = remote().call("set", Objects.requireNonNull(value, "value"));
    }

    /** Sets the value if it equals {@code expected}. */
    public boolean compareAndSet(T expected, T value) {
        return remote().test("compareAndSet", expected, Objects.requireNonNull(value, "value"));
    }

    /**
     * Replaces the value by what the function makes of it, at one moment: in the server if the function can be sent,
     * otherwise here, again and again until nobody changed the value meanwhile.
     *
     * @return the new value
     */
    public T update(UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        return cast(Objects.requireNonNull(remote().apply(function, () -> updateHere(function), "update", function)));
    }

    private T updateHere(UnaryOperator<T> function) {
        while (true) {
            List<Object> versioned = cast(remote().call("versioned"));
            T replacement = Objects.requireNonNull(function.apply(cast(versioned.get(1))));
            if (remote().test("replaceIf", versioned.get(0), replacement)) {
                return replacement;
            }
        }
    }
}
