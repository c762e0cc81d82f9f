package org.weir.manager;

import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.process.Finaliser;
import org.weir.process.JvmProcess;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A process that runs a server. It is no daemon, because those may have no children, and pools have; it is ended all the
 * same when this JVM ends, as the first of its children.
 */
final class ServerProcess {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(5);

    /** What the process says when it listens, or why it does not. */
    private record Ready(boolean listening, String text) {}

    private final JvmProcess process;
    private final String address;
    private final Finaliser atExit;

    private ServerProcess(JvmProcess process, String address, Finaliser atExit) {
        this.process = process;
        this.address = address;
        this.atExit = atExit;
    }

    /** Starts {@code process} with a server in it, and waits until that listens. */
    static ServerProcess start(ServerPlan plan, String name) throws IOException {
        try (Pipe pipe = Pipe.simplex()) {
            JvmProcess process = JvmProcess.of(ServerProcess::run, plan, pipe.second()).daemon(false);
            if (!name.isEmpty()) {
                JvmProcess _ = process.name(name);
            }
            Finaliser atExit = JvmProcess.atExit(0, () -> endWithThisJvm(process));
            boolean listening = false;
            try {
                process.start();
                pipe.second().close();
                String address = awaitAddress(process, pipe.first());
                listening = true;
                return new ServerProcess(process, address, atExit);
            } finally {
                if (!listening) {
                    atExit.run();
                }
            }
        }
    }

    private static String awaitAddress(JvmProcess process, Connection from) throws IOException {
        try {
            if (!from.poll(START_TIMEOUT)) {
                throw new IOException("The server of the manager did not listen within " + START_TIMEOUT + ".");
            }
            if (from.recv() instanceof Ready ready) {
                if (ready.listening) {
                    return ready.text;
                }
                throw new IOException("The server of the manager could not start: " + ready.text);
            }
            throw new IOException("The server of the manager said something strange.");
        } catch (EOFException ended) {
            throw new IOException("The process of the manager ended before it listened: " + process, ended);
        }
    }

    private static void endWithThisJvm(JvmProcess process) {
        boolean interrupted = false;
        if (process.isAlive()) {
            process.terminate();
            try {
                boolean _ = process.join(EXIT_TIMEOUT);
            } catch (InterruptedException putOff) {
                interrupted = true;
            }
            process.kill();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(ServerPlan plan, Connection ready) throws Exception {
        ManagerServer server;
        try {
            plan.initializer().run();
            server = ManagerServer.start(plan, plan.clientTls());
        } catch (Exception | Error failed) {
            ready.send(new Ready(false, RemoteStack.textOf(failed)));
            throw failed;
        }
        try (server) {
            ready.send(new Ready(true, server.addressText()));
            ready.close();
            server.awaitStop();
        }
    }

    String address() {
        return address;
    }

    OptionalInt exitCode() {
        return process.exitCode();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for the end of a server that was asked to stop; after {@code timeout} it is terminated, then killed. An
     * interrupt is put off.
     */
    void end(Duration timeout) {
        boolean interrupted = false;
        for (boolean ended = false; !ended;) {
            try {
                awaitEnd(timeout);
                ended = true;
            } catch (InterruptedException putOff) {
                interrupted = true;
            }
        }
        atExit.cancel();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(Duration timeout) throws InterruptedException {
        if (!process.join(timeout)) {
            process.terminate();
            if (!process.join(timeout)) {
                process.kill();
                process.join();
            }
        }
    }
}
