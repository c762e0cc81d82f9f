package org.weir.sync;

import org.weir.TestJvm;
import org.weir.memory.Realm;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another process of this JVM's realm that runs what it is sent, each task on a thread of its own. One serves many
 * tests, because starting a JVM takes longer than most of them.
 */
public final class Peer implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final TestJvm jvm;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> open = new ConcurrentHashMap<>();

    private Peer(TestJvm jvm) {
        this.jvm = jvm;
        Thread.ofPlatform().daemon().name("replies of " + jvm.pid()).start(this::readReplies);
    }

    /** What a peer runs; a lambda captures what it uses, and takes it along. */
    @FunctionalInterface
    public interface Task<T extends Serializable> extends Serializable {
        T run() throws Exception;
    }

    /** A task without a result. */
    @FunctionalInterface
    public interface Action extends Serializable {
        void run() throws Exception;
    }

    /** Starts a process; it takes tasks at once, and runs them when it is up. */
    public static Peer start(String name) throws IOException {
        return new Peer(TestJvm.start(Peer.class, Realm.current().directory(), name));
    }

    public long pid() {
        return jvm.pid();
    }

    /** Begins what does not end by itself. */
    CompletableFuture<Boolean> submitForEver(Action action) throws IOException {
        return send(() -> {
            action.run();
            return true;
        });
    }

    /** Begins a task; its exception, if it throws, is the cause of that of the future. */
    public <T extends Serializable> CompletableFuture<T> submit(Task<T> task) throws IOException {
        return send(task).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @SuppressWarnings("unchecked")
    private <T extends Serializable> CompletableFuture<T> send(Task<T> task) throws IOException {
        long number = numbers.incrementAndGet();
        CompletableFuture<Object> reply = new CompletableFuture<>();
        open.put(number, reply);
        synchronized (this) {
            jvm.writeLine(number + " " + HexFormat.of().formatHex(bytes(task)));
        }
        return (CompletableFuture<T>) (CompletableFuture<?>) reply;
    }

    /** Runs a task; throws what it throws. */
    public <T extends Serializable> T call(Task<T> task) throws Exception {
        return get(submit(task));
    }

    /** Begins a task without a result. */
    public CompletableFuture<Boolean> begin(Action action) throws IOException {
        return submit(() -> {
            action.run();
            return true;
        });
    }

    /** Runs a task without a result; throws what it throws. */
    public void run(Action action) throws Exception {
        get(begin(action));
    }

    /** The result; throws what the task threw. */
    public static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() throws InterruptedException {
        jvm.kill();
    }

    @Override
    public void close() {
        jvm.close();
    }

    private void readReplies() {
        try {
            while (true) {
                String line = readLine();
                String[] words = line.split(" ", 3);
                CompletableFuture<Object> reply = words.length == 3 && words[0].equals("reply")
                        ? open.remove(Long.parseLong(words[1]))
                        : null;
                if (reply == null) {
                    System.out.println(pid() + ": " + line);
                } else {
                    Object value = read(words[2]);
                    if (value instanceof Failure(Throwable thrown)) {
                        reply.completeExceptionally(thrown);
                    } else {
                        reply.complete(value);
                    }
                }
            }
        } catch (InterruptedException | AssertionError ended) {
            open.values().forEach(reply -> reply.completeExceptionally(ended));
        }
    }

    /** The next line; silence is no failure while tasks run that do not end. */
    private String readLine() throws InterruptedException {
        while (true) {
            try {
                return jvm.readLine();
            } catch (AssertionError silentOrEnded) {
                if (!String.valueOf(silentOrEnded.getMessage()).endsWith("is silent.")) {
                    throw silentOrEnded;
                }
            }
        }
    }

    private record Failure(Throwable thrown) implements Serializable {}

    /** An object as it travels. */
    public static byte[] bytes(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** What comes back after a journey. */
    @SuppressWarnings("unchecked")
    public static <T extends Serializable> T travelled(T object) throws IOException {
        Object read = read(HexFormat.of().formatHex(bytes(object)));
        if (read instanceof Failure(Throwable thrown)) {
            throw new IOException(thrown);
        }
        return (T) read;
    }

    private static Object read(String hex) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException failed) {
            return new Failure(failed);
        }
    }

    /**
     * Runs tasks until its standard input ends.
     *
     * @param arguments the realm and this process's name
     */
    public static void main(String[] arguments) throws IOException {
        Realm.enter(Realm.attach(Path.of(arguments[0])));
        Realm.current().members().setName(arguments[1]);
        PrintStream replies = System.out;
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            Thread.ofPlatform().daemon().start(() -> {
                Object result;
                try {
                    Object task = read(words[1]);
                    result = task instanceof Task<?> runnable ? Objects.requireNonNull(runnable.run()) : task;
                } catch (Throwable thrown) {
                    result = new Failure(thrown);
                }
                try {
                    replies.println("reply " + words[0] + " " + HexFormat.of().formatHex(bytes(result)));
                } catch (IOException failed) {
                    replies.println("reply " + words[0] + " not serializable: " + result);
                }
            });
        }
        Runtime.getRuntime().halt(0);
    }
}
