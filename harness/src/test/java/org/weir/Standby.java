package org.weir;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Processes for tests that use one up each: the next one comes up while a test has the one before it.
 *
 * @param <P> what stands for a process
 */
public final class Standby<P> implements AutoCloseable {

    private final Starter<P> starter;
    private final Consumer<? super P> end;
    private final Deque<P> waiting = new ArrayDeque<>();

    /** Starts a process, and does not wait until it is up. */
    @FunctionalInterface
    public interface Starter<P> {
        P start() throws IOException;
    }

    /** @param end ends a process that nobody wants any more */
    public Standby(Starter<P> starter, Consumer<? super P> end) {
        this.starter = starter;
        this.end = end;
    }

    /** A process that nobody has had. */
    public P next() throws IOException {
        waiting.add(starter.start());
        return waiting.size() > 1 ? waiting.remove() : starter.start();
    }

    /** Ends those that nobody has taken. */
    @Override
    public void close() {
        waiting.forEach(end);
        waiting.clear();
    }
}
