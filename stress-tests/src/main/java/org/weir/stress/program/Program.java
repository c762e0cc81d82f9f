package org.weir.stress.program;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.channel.Client;
import org.weir.channel.Connection;
import org.weir.channel.Listener;
import org.weir.os.Affinity;
import org.weir.process.JvmProcess;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program beside a worker of the engine: a JVM that may make locks, pools and managers of its own and start processes, which
 * a worker may not, as what it makes is part of the scenario's state. It is started once, before the worker's first sample, and
 * serves all samples of that worker; it ends with the worker.
 *
 * <pre>{@code
 * @BeforeWorker
 * static void open() throws IOException {
 *     Program.open();
 * }
 *
 * @Actor
 * public void shell(L_Result r) throws IOException, InterruptedException {
 *     r.r1 = Program.run(() -> ...);
 * }
 * }</pre>
 *
 * <p>
 * The program is an ordinary JVM: it has not the compiler options that the engine gives its workers, and it runs on all CPUs.
 */
public final class Program {
    /** How long a piece of code may take. */
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final Duration PREPARATION = Duration.ofMinutes(1);
    private static final String HUNG = "hung";
    private static final Duration START = Duration.ofSeconds(30);
    private static final AtomicReference<@Nullable Program> OPEN = new AtomicReference<>();

    private final JvmProcess process;
    private final Connection connection;

    private Program(JvmProcess process, Connection connection) {
        this.process = process;
        this.connection = connection;
    }

    /** A piece of code that the program runs; it is sent there. */
    @FunctionalInterface
    public interface Body extends Serializable {
        /** Runs in the program's JVM and returns what came out. */
        String run() throws Exception;
    }

    /** Starts this worker's program and waits until it is ready. */
    public static void open() throws IOException {
        useAllCpus();
        AuthKey key = AuthKey.random();
        try (Listener listener = Listener.open(key)) {
            JvmProcess process = JvmProcess
                    .of(Program::serve, ((UnixDomainSocketAddress) listener.address()).getPath().toString(),
                            key.toHex())
                    .inheritJvmArgs(false)
                    .name("program")
                    .start();
            Connection connection = listener.accept(START)
                    .orElseThrow(
                            () -> new IOException("The program did not start within " + START.toSeconds() + " s."));
            OPEN.set(new Program(process, connection));
        }
    }

    /**
     * Has the program run some code.
     *
     * @return what the code returned; "hung" if it took longer than 8 s, after which the program is a new one
     * @throws IllegalStateException if the code threw, with its exception in words
     */
    public static String run(Body body) throws IOException, InterruptedException {
        return Optional.ofNullable(OPEN.get())
                .orElseThrow(() -> new IllegalStateException("Program.open() comes first"))
                .order(body, LONGEST);
    }

    /**
     * Has the program run some code before the first sample, such as starting processes, which may take a minute.
     *
     * @throws IllegalStateException if the code threw, or took longer
     */
    public static void prepare(Body body) throws IOException, InterruptedException {
        String answer = Optional.ofNullable(OPEN.get())
                .orElseThrow(() -> new IllegalStateException("Program.open() comes first"))
                .order(body, PREPARATION);
        if (answer.equals(HUNG)) {
            throw new IllegalStateException("The program was not ready after " + PREPARATION.toSeconds() + " s.");
        }
    }

    /** Undoes the binding of this JVM to one CPU, which its children would inherit. */
    public static void useAllCpus() throws IOException {
        Affinity.set(Affinity.ofProcess());
    }

    private String order(Body body, Duration longest) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(body);
        }
        connection.sendBytes(bytes.toByteArray());
        if (!connection.poll(longest)) {
            process.killTree();
            process.join();
            connection.close();
            open();
            return HUNG;
        }
        String answer = new String(connection.recvBytes(), StandardCharsets.UTF_8);
        if (answer.startsWith("!")) {
            throw new IllegalStateException(answer.substring(1));
        }
        return answer.substring(1);
    }

    private static void serve(String address, String key) throws IOException {
        try (Connection connection = Client.connect(UnixDomainSocketAddress.of(address), AuthKey.ofHex(key))) {
            while (true) {
                String answer;
                try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(connection.recvBytes()))) {
                    answer = "=" + ((Body) in.readObject()).run();
                } catch (EOFException workerEnded) {
                    return;
                } catch (Exception thrown) {
                    answer = "!" + thrown;
                }
                connection.sendBytes(answer.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
