package org.weir.scenario;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The hook behind {@link Faults#point}, for the engine: one listener a JVM, installed by a worker before its actors start.
 *
 * <p>
 * The field is the only static mutable state of this package, and it is plain on purpose: a disarmed point has to cost a
 * read that the JIT can fold into the code around it. Whoever installs a listener therefore starts the threads that should
 * see it afterwards, or synchronises with them in some other way; the same holds for its removal.
 */
public final class FaultPoints {
    private static @Nullable Listener listener;

    private FaultPoints() {}

    /** Is told of the points that are reached. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A point was reached. Called on the thread that reached it, before its code goes on; any number of threads may call
         * it at once.
         *
         * @param point the point's name
         */
        void reached(String point);
    }

    /** An installed listener. */
    @FunctionalInterface
    public interface Installation extends AutoCloseable {
        /** Removes the listener; harmless if it is gone already. */
        @Override
        void close();
    }

    /**
     * Installs the listener of this JVM.
     *
     * @param newListener what to tell of points
     * @return closing it removes the listener
     * @throws IllegalStateException if there is one already
     */
    public static synchronized Installation install(Listener newListener) {
        Objects.requireNonNull(newListener, "newListener");
        if (listener != null) {
            throw new IllegalStateException(
                    "this JVM already has a listener for fault points: close its installation first");
        }
        listener = newListener;
        return () -> remove(newListener);
    }

    private static synchronized void remove(Listener old) {
        if (listener == old) {
            listener = null;
        }
    }

    static @Nullable Listener listener() {
        return listener;
    }
}
