package org.weir.process;

import org.weir.os.Affinity;
import org.weir.os.OsException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that starts processes. It ends with its JVM, or when it is {@link #retire retired} because no child
 * is left: the kernel delivers a child's parent-death signal when the <em>thread</em> that started it ends, so that a
 * child of a pool's or of a test's thread would be killed in the middle of its work.
 */
final class Starter {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 4;

    private final LinkedBlockingQueue<Optional<Order>> orders = new LinkedBlockingQueue<>();

    private record Order(ProcessBuilder command, CompletableFuture<Process> started) {}

    Starter() {
        Thread.ofPlatform().daemon().name("weir-starter").start(this::work);
    }

    /** Starts a process; returns when {@code exec} has succeeded. */
    Process start(ProcessBuilder command) throws IOException {
        Order order = new Order(command, new CompletableFuture<>());
        orders.add(Optional.of(order));
        try {
            return order.started.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("Could not start " + command.command().getFirst() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            order.started.cancel(false);
            throw new IOException("Starting " + command.command().getFirst() + " took more than " + Times.text(TIMEOUT)
                    + ".", e);
        } catch (InterruptedException e) {
            order.started.cancel(false);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while starting "
                    + command.command().getFirst() + ".").initCause(e);
        } catch (CancellationException e) {
            throw new IOException("The launcher is closed.", e);
        }
    }

    /** Ends the thread, and with it every child that is still there. */
    void retire() {
        orders.add(Optional.empty());
    }

    private void work() {
        unbind();
        boolean retired = false;
        while (!retired) {
            try {
                Optional<Order> order = orders.take();
                retired = order.isEmpty();
                order.ifPresent(Starter::carryOut);
            } catch (InterruptedException _) {
                // Nobody may end this thread but retire().
            }
        }
        orders.forEach(order -> order.ifPresent(late -> late.started.cancel(false)));
    }

    /** Children inherit the CPUs of this thread, which has those of the thread that first wanted one; but they are not its own. */
    private static void unbind() {
        try {
            Affinity.set(Affinity.ofProcess());
        } catch (OsException e) {
            System.getLogger(Starter.class.getName())
                    .log(System.Logger.Level.DEBUG, "Children run on the CPUs of the thread that started the first.",
                            e);
        }
    }

    private static void carryOut(Order order) {
        if (order.started.isDone()) {
            return;
        }
        try {
            Process process = start(order.command, ATTEMPTS);
            if (!order.started.complete(process)) {
                process.destroyForcibly();
            }
        } catch (Throwable thrown) {
            order.started.completeExceptionally(thrown);
        }
    }

    /**
     * Before {@code exec} the new process runs the JDK's helper, and whoever kills children can hit it there: the JDK then
     * says that the command cannot be run, which the next attempt shows to be true or not.
     */
    private static Process start(ProcessBuilder command, int attempts) throws IOException {
        try {
            return command.start();
        } catch (IOException e) {
            if (attempts == 1) {
                throw e;
            }
            return start(command, attempts - 1);
        }
    }
}
