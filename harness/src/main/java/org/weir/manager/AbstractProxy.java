package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What all proxies of Weir's own types have in common. */
abstract class AbstractProxy implements ManagedObject {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Remote remote;

    AbstractProxy(Remote remote) {
        this.remote = remote;
    }

    final Remote remote() {
        return remote;
    }

    /** Nanoseconds to wait; a negative time counts as none. */
    static long nanos(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
    }

    /** Nanoseconds to wait; a negative time counts as none. */
    static long nanos(long time, TimeUnit unit) {
        return Math.max(0, unit.toNanos(time));
    }

    /** For results that are of the right type, because the server keeps nothing else in this kind of object. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // whether null is among the results is for the caller to know
    static <T extends @Nullable Object> T cast(@Nullable Object object) {
        return (T) object;
    }

    @Override
    public Object snapshot() {
        return Objects.requireNonNull(remote.call("snapshot"));
    }

    @Override
    public final String description() {
        return getClass().getSimpleName() + " " + remote.handle().id() + " at " + remote.handle().address();
    }

    @Override
    public final Object writeReplace() {
        Place.current().leaving(remote);
        return remote.handle().copy();
    }

    /** Whether both stand for the same object. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof AbstractProxy that && remote.equals(that.remote);
    }

    @Override
    public final int hashCode() {
        return remote.hashCode();
    }

    /** The text of the object, fetched; within another object of the server, the {@link #description()}. */
    @Override
    public final String toString() {
        return remote instanceof LocalRemote ? description() : String.valueOf(remote.call("text"));
    }
}
