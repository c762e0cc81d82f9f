package org.weir.manager;

import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.process.JvmProcess;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A child process that runs what it is sent, each task on a thread of its own. */
final class Helper implements AutoCloseable {

    /** What it runs. */
    @FunctionalInterface
    interface Task extends Serializable {
        Object run() throws Exception;
    }

    /** What it runs that has no result. */
    @FunctionalInterface
    interface Action extends Serializable {
        void run() throws Exception;
    }

    private record Order(int number, Task task) implements Serializable {}

    private record Done(int number, boolean failed, Serializable result) implements Serializable {}

    /** For tasks that have to wait for another. */
    static final AtomicBoolean GO = new AtomicBoolean();

    private final JvmProcess process;
    private final Connection connection;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Object>> open = new ConcurrentHashMap<>();

    private Helper(JvmProcess process, Connection connection) {
        this.process = process;
        this.connection = connection;
        Thread.ofPlatform().daemon().name("replies of " + process.name()).start(this::readReplies);
    }

    static Helper start(String name) throws IOException {
        Pipe pipe = Pipe.create();
        JvmProcess process = JvmProcess.of(Helper::serve, pipe.second()).name(name).daemon(true).start();
        pipe.second().close();
        return new Helper(process, pipe.first());
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<Object> begin(Task task) {
        int number = numbers.incrementAndGet();
        CompletableFuture<Object> result = new CompletableFuture<>();
        open.put(number, result);
        try {
            connection.send(new Order(number, task));
        } catch (IOException gone) {
            result.completeExceptionally(gone);
        }
        return result.orTimeout(30, TimeUnit.SECONDS);
    }

    Object call(Task task) throws Exception {
        return result(begin(task));
    }

    CompletableFuture<Object> start(Action action) {
        return begin(() -> {
            action.run();
            return "done";
        });
    }

    void run(Action action) throws Exception {
        Object _ = result(start(action));
    }

    static Object result(CompletableFuture<Object> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }

    void kill() throws InterruptedException {
        process.kill();
        process.join();
    }

    @Override
    public void close() {
        process.kill();
    }

    private void readReplies() {
        try {
            while (true) {
                Done done = (Done) connection.recv();
                CompletableFuture<Object> result = open.remove(done.number);
                if (result != null && done.failed) {
                    result.completeExceptionally((Throwable) done.result);
                } else if (result != null) {
                    result.complete(done.result);
                }
            }
        } catch (IOException | RuntimeException ended) {
            open.values().forEach(each -> each.completeExceptionally(ended));
        }
    }

    private static void serve(Connection orders) throws IOException {
        try {
            while (true) {
                Order order = (Order) orders.recv();
                Thread.ofPlatform().daemon().start(() -> perform(order, orders));
            }
        } catch (EOFException ended) {
            // The parent has closed its end.
        }
    }

    private static void perform(Order order, Connection replies) {
        Done done;
        try {
            done = new Done(order.number, false, (Serializable) order.task.run());
        } catch (Throwable thrown) {
            done = new Done(order.number, true, thrown);
        }
        try {
            replies.send(done);
        } catch (IOException | RuntimeException failed) {
            System.err.println("no reply: " + failed);
        }
    }
}
