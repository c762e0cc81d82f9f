package org.weir.process;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Connection;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a worker of a pool does. The number of the task that it is at stands in shared memory from before its arguments
 * are read until after its result was sent: so the pool knows which task a worker died of.
 */
final class PoolWorkerMain {

    private static final byte[] NOTHING = {};

    private final Connection tasks;
    private final SharedBlock current;
    /** Held while a frame is taken, so that both threads know the function of the last one. */
    private final ReentrantLock receiving = new ReentrantLock();
    /** Guarded: the function that the pool takes for known. */
    private byte[] latestFunction = NOTHING;
    private long functionId;
    private byte[] functionBytes = NOTHING;
    private Pool.@Nullable Mapper<Object, Object> function;

    private PoolWorkerMain(Connection tasks, SharedBlock current) {
        this.tasks = tasks;
        this.current = current;
    }

    /** The target of a worker's process. */
    static void run(PoolWorkerSetup setup) throws IOException {
        new PoolWorkerMain(setup.tasks(), setup.current()).work(setup);
    }

    private void work(PoolWorkerSetup setup) throws IOException {
        try {
            setup.initializer().run();
        } catch (Throwable thrown) {
            send(new PoolFrame(PoolFrame.UNFIT, 0, 0, trace(thrown), encodeThrown(thrown)).encode());
            return;
        }
        Thread.ofPlatform().daemon().name("weir-pool-returns").start(() -> giveBackOnDemand(setup.demands()));
        send(PoolFrame.of(PoolFrame.READY, 0).encode());
        PoolFrame frame = receive();
        while (frame.kind() != PoolFrame.STOP) {
            byte[] answer = perform(frame).encode();
            try {
                send(answer);
            } catch (IllegalArgumentException tooLarge) {
                send(failed(frame.task(), tooLarge).encode());
            }
            Words.setLongVolatile(current.address(), 0);
            frame = receive();
        }
    }

    private PoolFrame receive() throws IOException {
        receiving.lock();
        try {
            PoolFrame frame = take();
            Words.setLongVolatile(current.address(), frame.task());
            if (functionId != frame.number()) {
                functionId = frame.number();
                functionBytes = latestFunction;
                function = null;
            }
            return frame;
        } finally {
            receiving.unlock();
        }
    }

    private PoolFrame take() throws IOException {
        PoolFrame frame = PoolFrame.decode(recvBytes(tasks));
        if (frame.first().length > 0) {
            latestFunction = frame.first();
        }
        return frame;
    }

    /** What interrupts this thread is the user's, and meant for a task. */
    private void send(byte[] frame) throws IOException {
        boolean sent = false;
        while (!sent) {
            try {
                tasks.sendBytes(frame);
                sent = true;
            } catch (InterruptedIOException nothingWasSent) {
                boolean _ = Thread.interrupted();
            }
        }
    }

    private static byte[] recvBytes(Connection connection) throws IOException {
        while (true) {
            try {
                return connection.recvBytes();
            } catch (InterruptedIOException nothingWasTaken) {
                boolean _ = Thread.interrupted();
            }
        }
    }

    private PoolFrame perform(PoolFrame frame) {
        try {
            boolean _ = Thread.interrupted();
            Pool.Mapper<Object, Object> mapper = function();
            List<?> arguments = PoolValues.decode(frame.rest());
            long start = System.nanoTime();
            List<Object> results = new ArrayList<>(arguments.size());
            for (Object argument : arguments) {
                results.add(mapper.apply(argument));
            }
            long nanos = System.nanoTime() - start;
            return new PoolFrame(PoolFrame.DONE, frame.task(), nanos, NOTHING, encodeResults(results));
        } catch (Throwable thrown) {
            return failed(frame.task(), thrown);
        }
    }

    @SuppressWarnings("unchecked")
    private Pool.Mapper<Object, Object> function() throws IOException {
        Pool.Mapper<Object, Object> known = function;
        if (known == null) {
            known = (Pool.Mapper<Object, Object>) TargetCodec.decodeTarget(functionBytes);
            function = known;
        }
        return known;
    }

    private static byte[] encodeResults(List<Object> results) {
        try {
            return PoolValues.encode(results, "result");
        } catch (IllegalArgumentException e) {
            throw new RemoteTaskException(
                    "The result cannot be sent back: '" + (results.size() == 1 ? results.getFirst()
                            : results) + "'. " + e.getMessage());
        }
    }

    private static PoolFrame failed(long task, Throwable thrown) {
        return new PoolFrame(PoolFrame.FAILED, task, 0, trace(thrown), encodeThrown(thrown));
    }

    private static byte[] trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encodeThrown(Throwable thrown) {
        try {
            return TargetCodec.encode(thrown, "exception");
        } catch (RuntimeException e) {
            return TargetCodec
                    .encode(new RemoteTaskException("The task threw what cannot be sent back: " + thrown + ". "
                            + e.getMessage()), "exception");
        }
    }

    /** While the main thread is at a task, gives back those that wait behind it. */
    private void giveBackOnDemand(Connection demands) {
        try {
            while (true) {
                byte[] _ = recvBytes(demands);
                if (receiving.tryLock()) {
                    try {
                        giveAllBack();
                    } finally {
                        receiving.unlock();
                    }
                }
            }
        } catch (IOException _) {
            // The pool is gone, and this process with it.
        }
    }

    private void giveAllBack() throws IOException {
        while (Words.getLongVolatile(current.address()) != 0 && tasks.poll()) {
            giveBack(take());
        }
    }

    /** The main thread may have finished meanwhile, so that what comes may be the last word to this worker. */
    private void giveBack(PoolFrame frame) throws IOException {
        if (frame.kind() == PoolFrame.STOP) {
            JvmProcess.exit(0);
        }
        send(PoolFrame.of(PoolFrame.RETURNED, frame.task()).encode());
    }
}
