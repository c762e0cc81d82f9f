package org.weir.channel;

import org.weir.TestJvm;
import org.weir.memory.Realm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Another JVM of this realm that runs lambdas, one after the other or beside each other. Two of them are shared. */
final class Peer implements AutoCloseable {

    private static final List<Peer> SHARED = new ArrayList<>();
    private static final Codec CODEC = Codec.allowing("org.weir");

    private final TestJvm jvm;

    /** What a peer runs; what it captures travels with it. */
    interface Task extends Serializable {
        Object run() throws Exception;
    }

    record Order(Task task, boolean answer) {}

    private Peer(TestJvm jvm) {
        this.jvm = jvm;
    }

    static Peer start() throws IOException {
        return start("-Xmx400m");
    }

    /** With a heap of its own size. */
    static Peer start(String heap) throws IOException {
        return new Peer(TestJvm.start(List.of(heap, "-Xshare:auto"), Main.class, Realm.current().directory()));
    }

    /** A peer that other tests use too, one after the other; started anew if it was killed. */
    static synchronized Peer shared(int number) throws IOException {
        while (SHARED.size() <= number) {
            SHARED.add(start());
        }
        if (!SHARED.get(number).jvm.isAlive()) {
            SHARED.set(number, start());
        }
        return SHARED.get(number);
    }

    /** Begins {@code task}, whose result nobody wants. */
    void begin(Task task) throws IOException {
        jvm.writeLine(text(new Order(task, false)));
    }

    /** Begins {@code task}; {@link #result()} waits for it. One at a time. */
    void ask(Task task) throws IOException {
        jvm.writeLine(text(new Order(task, true)));
    }

    /** What the task returned; an exception that it threw fails the test. */
    Object result() throws IOException, InterruptedException {
        while (true) {
            String line = jvm.readLine();
            if (line.startsWith("result ")) {
                return CODEC.decode(Base64.getDecoder().decode(line.substring("result ".length())));
            }
            if (line.startsWith("failure ")) {
                throw new AssertionError("in the peer: " + line);
            }
        }
    }

    Object run(Task task) throws IOException, InterruptedException {
        ask(task);
        return result();
    }

    void kill() throws InterruptedException {
        jvm.kill();
    }

    /** Waits until it has ended by itself. */
    void awaitEnd() throws InterruptedException {
        jvm.waitFor();
    }

    long pid() {
        return jvm.pid();
    }

    @Override
    public void close() {
        jvm.close();
    }

    private static String text(Object object) {
        return Base64.getEncoder().encodeToString(CODEC.encode(object));
    }

    /** Runs in the peer. */
    public static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            Realm.enter(Realm.attach(Path.of(arguments[0])));
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                Order order = (Order) CODEC.decode(Base64.getDecoder().decode(line));
                Thread.ofPlatform().daemon().start(() -> obey(order, answers));
            }
            Runtime.getRuntime().halt(0);
        }

        private static void obey(Order order, PrintStream answers) {
            try {
                Object result = order.task().run();
                if (order.answer()) {
                    answers.println("result " + text(result));
                }
            } catch (Exception | AssertionError thrown) {
                if (order.answer()) {
                    answers.println("failure " + thrown + " " + List.of(thrown.getStackTrace()));
                } else {
                    System.err.println("in the peer: " + thrown);
                }
            }
        }
    }
}
