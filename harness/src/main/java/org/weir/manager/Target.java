package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** An object in the server, as its proxies use it: operations by name. Called by many threads at once. */
interface Target {

    /**
     * Does {@code operation}. Who asks for one that there is not, or with other arguments, gets an exception, and the
     * object is as it was.
     */
    @Nullable
    Object invoke(Call call, String operation, List<@Nullable Object> arguments) throws Throwable;

    /** A copy that shares nothing that changes with the object, or is encoded before it changes. */
    Object snapshot();

    /** What {@code toString()} of a proxy gives. */
    default String text() {
        return snapshot().toString();
    }

    /** The server ends: lets go of what would outlive the object. */
    default void end() {}

    /** The exception for an operation that a target does not have. */
    static RemoteCallException unexposed(String operation, String what) {
        return new RemoteCallException("'" + operation + "' is no exposed method of " + what + ".");
    }
}
