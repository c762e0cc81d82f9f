package org.weir.manager;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One manager and one other process that uses it, for all tests of this package. */
public final class Fixture implements ParameterResolver {

    /** What tests register. */
    public interface Counter {
        int next();

        default int twice() {
            return next() + next();
        }

        Counter another();

        Iterator<Integer> below(int limit);

        String echo(String text);

        Object unsendable();

        void fail(String message) throws CounterException;
    }

    /** Thrown by {@link Counter#fail}. */
    public static final class CounterException extends Exception {
        private static final long serialVersionUID = 1L;

        CounterException(String message) {
            super(message);
        }
    }

    /** What is kept in the server. */
    static final class CounterImpl implements Counter {
        private int count;

        CounterImpl(int first) {
            count = first;
        }

        @Override
        public synchronized int next() {
            return count++;
        }

        @Override
        public Counter another() {
            return new CounterImpl(100);
        }

        @Override
        public Iterator<Integer> below(int limit) {
            return IntStream.range(0, limit).iterator();
        }

        @Override
        public String echo(String text) {
            return text;
        }

        @Override
        public Object unsendable() {
            return new Object();
        }

        @Override
        public void fail(String message) throws CounterException {
            throw new CounterException(message);
        }

        @Override
        public String toString() {
            return "CounterImpl at " + count;
        }
    }

    /** Set by the initializer, in the server only. */
    static final String INITIALISED = "org.weir.manager.test.initialised";

    private record Both(Manager manager, Helper helper) implements AutoCloseable {
        static Both start() {
            try {
                Manager manager = Manager.create()
                        .name("shared-manager")
                        .initializer(() -> {
                            String _ = System.setProperty(INITIALISED, "yes");
                        })
                        .register("counter", Counter.class, arguments -> new CounterImpl(
                                arguments.length == 0 ? 0 : (int) arguments[0]))
                        .register("echo", Counter.class, _ -> new CounterImpl(0), "echo")
                        .register("squares", Iterator.class, _ -> IntStream.range(0, 10).map(i -> i * i).iterator())
                        .start();
                return new Both(manager, Helper.start("user"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            helper.close();
            manager.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(Manager.class, Helper.class).contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Both both = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Fixture.class))
                .computeIfAbsent("both", _ -> Both.start(), Both.class);
        return parameter.getParameter().getType() == Manager.class ? both.manager : both.helper;
    }

    /** What is left of an iteration. */
    static List<Object> listed(Iterator<?> iterator) {
        List<Object> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    /** Runs the task in a thread of this JVM. */
    static <T> CompletableFuture<T> inThread(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        return result.orTimeout(30, TimeUnit.SECONDS);
    }

    /** A function that can be sent. */
    @FunctionalInterface
    interface Sum extends java.util.function.BiFunction<Integer, Integer, Integer>, Serializable {}
}
