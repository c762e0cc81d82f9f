package org.weir.examples;

import org.weir.channel.Codec;
import org.weir.channel.Delivery;
import org.weir.channel.RingQueue;
import org.weir.process.ExitStatus;
import org.weir.process.JvmProcess;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/**
 * A controller asks for integers and gives each a ticket; a dispatcher has workers raise an even number to the powers 2 and
 * 4 and an odd one to 3 and 5, and puts the results of a ticket together. Seed 002, the exercise "Controller, Dispatcher".
 *
 * <p>
 * The controller is the program that one starts. It reads a number a line from standard input until that ends or says
 * {@code quit}; what is no integer is refused, and nothing else is harmed by it. All that the dispatcher gets comes through
 * one queue, Q1. A ticket is the controller's process id, as in the document, and a number, because this controller takes
 * more than one.
 *
 * <p>
 * A worker acknowledges a task when its result is in Q1. If it is killed before, another one gets the task, so a result may
 * come twice, and the dispatcher takes the first one; in the place of the dead worker it starts a new one.
 *
 * <pre>
 * Type an integer and press Enter; quit or the end of the input ends the program.
 * 4
 * Ticket 4711-1: 4 is even, 4^2 = 16, 4^4 = 256
 * 3
 * Ticket 4711-2: 3 is odd, 3^3 = 27, 3^5 = 243
 * three
 * "three" is not an integer. Type digits, such as 12 or -7; what was typed before is being answered.
 * quit
 * 2 tickets, all answered.
 * </pre>
 */
public final class ControllerAndDispatcher {
    private static final int WORKERS = 2;
    private static final int MOST_DIGITS = 1000;
    private static final int MOST_DEATHS = 100;
    /** Signals that ask for an end. Ctrl-C sends the first to every process of the terminal. */
    private static final Set<String> ASKING = Set.of("SIGINT", "SIGTERM", "SIGHUP");

    private ControllerAndDispatcher() {}

    /** What comes to the dispatcher through Q1. */
    public sealed interface Message extends Serializable {}

    /** A number, and the ticket that its results belong to. */
    public record Request(String ticket, BigInteger number) implements Message {}

    /** A result of a worker. */
    public record Power(Task task, BigInteger value) implements Message {}

    /** There are no more requests. */
    public record End() implements Message {}

    /** What a worker has to do: raise the number of a ticket to a power. */
    public record Task(String ticket, BigInteger number, int power) implements Serializable {

        /** Does it. */
        public Power done() {
            return new Power(this, number.pow(power));
        }
    }

    /** The results of a ticket, in the order of the powers. */
    public record Answer(String ticket, BigInteger number, List<Power> powers) implements Serializable {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("Ticket ").append(ticket).append(": ").append(number);
            text.append(number.testBit(0) ? " is odd" : " is even");
            for (Power power : powers) {
                String base = number.signum() < 0 ? "(" + number + ")" : number.toString();
                text.append(", ").append(base).append('^').append(power.task.power).append(" = ").append(power.value);
            }
            return text.toString();
        }
    }

    /** The codec of the queues. */
    public static Codec codec() {
        return Codec.allowing("org.weir.examples");
    }

    /**
     * Reads a number.
     *
     * @param line what was typed
     * @throws NumberFormatException if it is no integer of at most 1000 digits, with a message that says what to do
     */
    public static BigInteger parse(String line) {
        String digits = line.strip();
        if (!digits.matches("[+-]?\\d+")) {
            throw new NumberFormatException(
                    "\"" + digits + "\" is not an integer. Type digits, such as 12 or -7; what was"
                            + " typed before is being answered.");
        }
        if (digits.length() > MOST_DIGITS) {
            throw new NumberFormatException("A number of " + digits.length() + " digits is too long: type at most "
                    + MOST_DIGITS + ".");
        }
        return new BigInteger(digits);
    }

    /**
     * The dispatcher: hands out tasks and puts the results of each ticket together, until there are no more requests and all
     * are answered.
     *
     * @param q1 the requests, and the results of the workers
     * @param tasks from which the workers take
     * @param answers where each ticket's results go, once
     */
    public static void dispatch(RingQueue<Message> q1, RingQueue<Task> tasks, RingQueue<Answer> answers)
            throws InterruptedException {
        Map<String, SortedMap<Integer, Power>> open = new HashMap<>();
        for (boolean more = true; more || !open.isEmpty();) {
            switch (q1.take()) {
                case Request(String ticket, BigInteger number) -> {
                    open.put(ticket, new TreeMap<>());
                    for (int power : powersOf(number)) {
                        tasks.put(new Task(ticket, number, power));
                    }
                }
                case Power power -> {
                    SortedMap<Integer, Power> results = open.get(power.task.ticket);
                    if (results != null) {
                        results.putIfAbsent(power.task.power, power);
                        if (results.size() == powersOf(power.task.number).size()) {
                            answers.put(
                                    new Answer(power.task.ticket, power.task.number, List.copyOf(results.values())));
                            open.remove(power.task.ticket);
                        }
                    }
                }
                case End _ -> more = false;
            }
        }
    }

    /** 2 and 4 for an even number, 3 and 5 for an odd one. */
    public static List<Integer> powersOf(BigInteger number) {
        return number.testBit(0) ? List.of(3, 5) : List.of(2, 4);
    }

    private static void work(RingQueue<Message> q1, RingQueue<Task> tasks) throws InterruptedException {
        while (true) {
            try (Delivery<Task> delivery = tasks.receive()) {
                q1.put(delivery.item().done());
                delivery.ack();
            }
        }
    }

    private static void dispatcher(RingQueue<Message> q1, RingQueue<Answer> answers) throws InterruptedException {
        try (RingQueue<Task> tasks = RingQueue.create(codec(), RingQueue.RING_BYTES, Integer.MAX_VALUE)) {
            for (int i = 1; i <= WORKERS; i++) {
                String name = "Worker-" + i;
                Thread.ofPlatform().daemon().start(() -> employ(name, q1, tasks));
            }
            dispatch(q1, tasks, answers);
        }
    }

    /** Keeps one worker running. */
    private static void employ(String name, RingQueue<Message> q1, RingQueue<Task> tasks) {
        try {
            for (int deaths = 0; deaths < MOST_DEATHS; deaths++) {
                JvmProcess worker = JvmProcess.of(ControllerAndDispatcher::work, q1, tasks)
                        .name(name)
                        .daemon(true)
                        .start();
                worker.join();
                ExitStatus status = worker.exitStatus().orElseThrow();
                if (status instanceof ExitStatus.Signaled(int _, String signal) && ASKING.contains(signal)) {
                    return;
                }
                System.err.println(name + " (process " + worker.pid() + ") ended: " + status
                        + ". Another one takes its place and its task.");
            }
            JvmProcess.exit(name + " died " + MOST_DEATHS + " times: the dispatcher gives up.");
        } catch (InterruptedException | IOException e) {
            JvmProcess.exit(name + " cannot be run: " + e);
        }
    }

    /** The controller's side of a run: what it has asked, and who answers. */
    private static final class Controller {
        private final RingQueue<Message> q1 = RingQueue.create(codec(), RingQueue.RING_BYTES, Integer.MAX_VALUE);
        private final RingQueue<Answer> answers = RingQueue.create(codec(), RingQueue.RING_BYTES, Integer.MAX_VALUE);
        private final JvmProcess dispatcher = JvmProcess.of(ControllerAndDispatcher::dispatcher, q1, answers)
                .name("Dispatcher");
        private final Set<String> unanswered = new ConcurrentSkipListSet<>();
        private int tickets;

        void run(BufferedReader in) throws IOException, InterruptedException {
            dispatcher.start();
            Thread printer = Thread.ofPlatform().daemon().start(this::print);
            for (String line = in.readLine(); line != null && !line.strip().equals("quit"); line = in.readLine()) {
                if (!line.isBlank()) {
                    ask(line);
                }
            }
            q1.put(new End());
            printer.join();
            if (!unanswered.isEmpty()) {
                throw new IllegalStateException(dispatcherGone());
            }
            dispatcher.join();
            System.out.println(tickets + (tickets == 1 ? " ticket" : " tickets") + ", all answered.");
        }

        private void ask(String line) throws InterruptedException {
            BigInteger number;
            try {
                number = parse(line);
            } catch (NumberFormatException refused) {
                System.err.println(refused.getMessage());
                return;
            }
            if (!dispatcher.isAlive()) {
                throw new IllegalStateException(dispatcherGone());
            }
            String ticket = JvmProcess.current().pid() + "-" + ++tickets;
            unanswered.add(ticket);
            q1.put(new Request(ticket, number));
        }

        private String dispatcherGone() {
            return "the dispatcher ended: " + dispatcher.exitStatus().map(Object::toString).orElse("unknown")
                    + "; not answered: " + unanswered + ". Start the program again.";
        }

        /** Prints answers until the dispatcher has ended and none is left. */
        private void print() {
            try {
                while (true) {
                    boolean alive = dispatcher.isAlive();
                    Answer answer = answers.poll(50, TimeUnit.MILLISECONDS);
                    if (answer != null) {
                        System.out.println(answer);
                        unanswered.remove(answer.ticket);
                    } else if (!alive) {
                        return;
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            dispatcher.killTree();
            q1.close();
            answers.close();
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("Type an integer and press Enter; quit or the end of the input ends the program.");
        Controller controller = new Controller();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            controller.run(in);
        } finally {
            controller.close();
        }
    }
}
