package org.weir.property;

import org.weir.channel.Codec;
import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.process.JvmProcess;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two processes with two threads each, kept between tries, because to start a JVM takes longer than a try. Actors 0 and 2
 * are threads of the first process, 1 and 3 of the second.
 *
 * <p>
 * A try that fails may leave threads in a wait, or holding what others want: {@link #check} kills the processes after it,
 * and the next try gets new ones, so that what shrinking finds is the same failure. They end with this JVM.
 */
final class Workers implements Actors {
    private static final int PROCESSES = 2;
    private static final int THREADS = 2;
    private static final String PACKAGE = Workers.class.getPackageName();

    private static Optional<Workers> running = Optional.empty();

    private final List<Worker> processes;

    private record Order(int number, int thread, Task task) implements Serializable {}

    private record Reply(int number, Optional<Throwable> thrown, Optional<Serializable> result) {}

    /** What a property asks of a try. */
    @FunctionalInterface
    interface Check {
        void on(Actors actors) throws Exception;
    }

    private Workers() throws IOException {
        List<Worker> started = new ArrayList<>();
        for (int number = 0; number < PROCESSES; number++) {
            started.add(new Worker("worker " + number));
        }
        processes = List.copyOf(started);
    }

    /** Runs a check on the workers, which are killed if it fails. */
    static synchronized void check(Check check) throws Exception {
        Workers workers = running.filter(Workers::areAlive).orElseGet(Workers::start);
        running = Optional.of(workers);
        boolean passed = false;
        try {
            check.on(workers);
            passed = true;
        } finally {
            if (!passed) {
                workers.processes.forEach(Worker::kill);
            }
        }
    }

    private static Workers start() {
        try {
            return new Workers();
        } catch (IOException failed) {
            throw new UncheckedIOException("The workers cannot be started.", failed);
        }
    }

    private boolean areAlive() {
        return processes.stream().allMatch(worker -> worker.process.isAlive());
    }

    @Override
    public int count() {
        return PROCESSES * THREADS;
    }

    @Override
    public CompletableFuture<Object> begin(int actor, Task task) {
        int which = actor % count();
        return processes.get(which % PROCESSES).begin(which / PROCESSES, task);
    }

    /** A process, as this one sees it. */
    private static final class Worker {
        private final JvmProcess process;
        private final Connection connection;
        private final AtomicInteger numbers = new AtomicInteger();
        private final Map<Integer, CompletableFuture<Object>> open = new ConcurrentHashMap<>();

        Worker(String name) throws IOException {
            Pipe pipe = Pipe.create(Codec.allowing(PACKAGE), Pipe.RING_BYTES);
            process = JvmProcess.of(Workers::serve, pipe.second())
                    .name(name)
                    .daemon(true)
                    .jvmArgs("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    .start();
            pipe.second().close();
            connection = pipe.first();
            Thread.ofPlatform().daemon().name("replies of " + name).start(this::readReplies);
        }

        CompletableFuture<Object> begin(int thread, Task task) {
            int number = numbers.incrementAndGet();
            CompletableFuture<Object> result = new CompletableFuture<>();
            open.put(number, result);
            try {
                connection.send(new Order(number, thread, task));
            } catch (IOException gone) {
                result.completeExceptionally(gone);
            }
            return result;
        }

        void kill() {
            process.kill();
        }

        private void readReplies() {
            try {
                while (true) {
                    Reply reply = (Reply) connection.recv();
                    CompletableFuture<Object> result = open.remove(reply.number);
                    if (result != null && reply.thrown.isPresent()) {
                        result.completeExceptionally(reply.thrown.get());
                    } else if (result != null) {
                        result.complete(reply.result.orElseThrow());
                    }
                }
            } catch (IOException | RuntimeException ended) {
                open.values().forEach(each -> each.completeExceptionally(ended));
            }
        }
    }

    /** What a worker does. */
    private static void serve(Connection orders) throws IOException {
        List<Executor> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            threads.add(Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("actor " + number).factory()));
        }
        try {
            while (true) {
                Order order = (Order) orders.recv();
                threads.get(order.thread).execute(() -> perform(order, orders));
            }
        } catch (EOFException ended) {
            // The parent has closed its end.
        }
    }

    private static void perform(Order order, Connection replies) {
        Reply reply;
        try {
            reply = new Reply(order.number, Optional.empty(), Optional.of((Serializable) order.task.run()));
        } catch (Throwable thrown) {
            reply = new Reply(order.number, Optional.of(thrown), Optional.empty());
        }
        try {
            replies.send(reply);
        } catch (IOException | RuntimeException failed) {
            System.err.println("no reply: " + failed);
        }
    }
}
