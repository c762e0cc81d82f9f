package org.weir.cli;

import org.jspecify.annotations.Nullable;
import org.weir.engine.Runner;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Makes SIGINT (Ctrl-C), SIGTERM and SIGHUP end a run in good order: the first stops the runner, so that the main thread
 * judges and writes what was measured; a second one, or too long a wait, ends the JVM at once. In either case no worker
 * outlives it.
 *
 * <p>
 * This is a signal handler and no shutdown hook because hooks run at the same time: those that kill workers and remove
 * the realm would take both from under the sample in flight, and its actors' deaths would be counted as an outcome. The
 * JDK's only interface to signals, {@code sun.misc.Signal} of the module {@code jdk.unsupported}, is used by reflection,
 * since the compiler's warning about it cannot be switched off for one class. Without that module the signals do what
 * they do to any JVM.
 */
final class Interruption implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    /** A sample has a deadline, 10 s by default, and the report takes a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Consumer<String> notes;
    private boolean requested;
    private @Nullable Runner runner;

    private Interruption(Consumer<String> notes) {
        this.notes = notes;
    }

    /**
     * Begins to listen.
     *
     * @param notes takes messages for the user
     */
    static Interruption listen(Consumer<String> notes) {
        Interruption interruption = new Interruption(notes);
        interruption.handleSignals();
        return interruption;
    }

    /** Says what is to be stopped; if a signal has come already, it is stopped now. */
    synchronized void stops(Runner toStop) {
        runner = toStop;
        if (requested) {
            toStop.stop();
        }
    }

    private void signalled() {
        synchronized (this) {
            if (!requested) {
                requested = true;
                if (runner != null) {
                    runner.stop();
                }
                Thread.ofPlatform().daemon().name("weir-patience").start(Interruption::endWhenPatienceDoes);
                notes.accept("stopping; what was measured is being written (once more to end at once)");
                return;
            }
        }
        Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }

    private static void endWhenPatienceDoes() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        System.err.println("weir: the run did not stop within " + PATIENCE.toSeconds()
                + " s and is ended; results.jsonl holds what was finished before");
        Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }

    private void handleSignals() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Runnable reaction = this::signalled;
            MethodHandle signalled = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(reaction);
            Object mine = MethodHandleProxies.asInterfaceInstance(handler,
                    MethodHandles.dropArguments(signalled, 0, signal));
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : SIGNALS) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), mine);
            }
        } catch (ReflectiveOperationException e) {
            notes.accept("Ctrl-C will end the run without a summary: " + e);
        }
    }

    /** The run is over. Signals keep being heard: what follows is short, and nothing must cut it off but a second one. */
    @Override
    public void close() {
        synchronized (this) {
            runner = null;
        }
    }
}
