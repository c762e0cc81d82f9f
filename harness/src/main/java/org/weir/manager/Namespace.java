package org.weir.manager;

import java.io.Serial;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Named values in a manager, none of them null. See {@link ManagedObject} for copies, errors and threads. */
public final class Namespace extends AbstractProxy {

    @Serial
    private static final long serialVersionUID = 1L;

    Namespace(Remote remote) {
        super(remote);
    }

    /** The value of that name; empty if there is none. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(remote().call("get", Objects.requireNonNull(name, "name")));
    }

    /**
     * The value of that name; empty if there is none.
     *
     * @throws ClassCastException if it is no {@code type}
     */
    public <T> Optional<T> get(String name, Class<T> type) {
        return get(name).map(type::cast);
    }

    /** Gives the name that value. */
    public void set(String name, Object value) {
        Object _ = remote().call("set", Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    }

    /**
     * Takes the value away.
     *
     * @return whether there was one
     */
    public boolean delete(String name) {
        return remote().test("delete", Objects.requireNonNull(name, "name"));
    }

    @Override
    public Map<String, Object> snapshot() {
        return cast(super.snapshot());
    }
}
