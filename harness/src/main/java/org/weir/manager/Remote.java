package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;

import java.io.Serializable;
import java.util.function.Supplier;

/** How a proxy reaches its object: over a client's wires, or directly in the server itself. */
abstract class Remote {

    private final Handle handle;

    Remote(Handle handle) {
        this.handle = handle;
    }

    /** What it reaches. */
    final Handle handle() {
        return handle;
    }

    /** How long a call may take at most beside its own waiting. */
    enum Wait {
        /** The operation does not wait. */
        NONE,
        /** It waits, and an interrupt does not end it. */
        UNINTERRUPTIBLE,
        /** It waits until interrupted. */
        INTERRUPTIBLE
    }

    /**
     * Has the object do {@code operation}.
     *
     * @param nanos for how long the operation itself may wait; negative for ever
     * @throws Throwable what the operation threw, or why it cannot be asked for
     */
    abstract @Nullable Object call(Wait wait, long nanos, String operation, @Nullable Object... arguments)
            throws Throwable;

    /** Makes another object in the same server. */
    abstract Object create(String type, @Nullable Object... arguments);

    /** What may be sent to the server and between its clients. */
    abstract Codec codec();

    /** Keeps the object for a while although nobody may refer to it. */
    abstract void pin();

    /** An operation that does not wait. */
    final @Nullable Object call(String operation, @Nullable Object... arguments) {
        try {
            return call(Wait.NONE, 0, operation, arguments);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** An operation that waits, whatever happens. */
    final @Nullable Object callUninterruptibly(String operation, @Nullable Object... arguments) {
        try {
            return call(Wait.UNINTERRUPTIBLE, -1, operation, arguments);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** An operation that waits for at most {@code nanos}, for ever if negative; it is the first argument. */
    final @Nullable Object callWaiting(long nanos, String operation, @Nullable Object... arguments)
            throws InterruptedException {
        try {
            return call(Wait.INTERRUPTIBLE, nanos, operation, arguments);
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /**
     * An operation with a function.
     *
     * @param otherwise is done if the function, or another argument, cannot be sent
     */
    final @Nullable Object apply(Object function, Supplier<? extends @Nullable Object> otherwise, String operation,
            @Nullable Object... arguments) {
        if (!(function instanceof Serializable)) {
            return otherwise.get();
        }
        try {
            return call(Wait.NONE, 0, operation, arguments);
        } catch (NotSentException notSent) {
            return otherwise.get();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    final boolean test(String operation, @Nullable Object... arguments) {
        return call(operation, arguments) instanceof Boolean truth && truth;
    }

    final int count(String operation, @Nullable Object... arguments) {
        return call(operation, arguments) instanceof Integer number ? number : 0;
    }

    /** {@code thrown}, if it may be thrown anywhere; else wrapped. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof NotSentException notSent) {
            return notSent.reason();
        }
        return thrown instanceof RuntimeException known ? known : new RemoteCallException(thrown);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Remote that && handle.server() == that.handle.server()
                && handle.id() == that.handle.id();
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(handle.server() ^ handle.id());
    }

    @Override
    public final String toString() {
        return handle.describe();
    }
}
