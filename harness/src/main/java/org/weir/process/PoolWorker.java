package org.weir.process;

import org.weir.channel.Codec;
import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.memory.Construction;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One worker as its pool sees it: the process and the connection. A thread of its own receives what it answers. What is
 * said to be guarded is guarded by the scheduler's lock.
 */
final class PoolWorker {

    private static final int RING_BYTES = 256 << 10;
    private static final int DEMAND_BYTES = 1 << 10;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};

    private final JvmProcess process;
    private final Pipe pipe;
    private final Pipe demand;
    private final Connection connection;
    private final Connection demands;
    private final SharedBlock current;
    private final Listener listener;
    /** Held while anything is written into {@link #pipe}, whose memory is given back under it. */
    private final ReentrantLock sending = new ReentrantLock();
    /** The same for {@link #demand}: what is demanded must not wait for what is being sent. */
    private final ReentrantLock demanding = new ReentrantLock();
    private final ReentrantLock closing = new ReentrantLock();
    private final ReentrantLock life = new ReentrantLock();
    private boolean doomed;
    /** Written under both {@link #sending} and {@link #demanding}. */
    private boolean released;
    private long lastFunction;

    /** Guarded. */
    final PoolLoad load = new PoolLoad();
    /** Guarded: it has said that it is ready. */
    boolean ready;
    /** Guarded: it was told to end. */
    boolean stopping;

    /** Told, on the worker's own thread, what it answers. */
    interface Listener {
        void answered(PoolWorker worker, PoolFrame frame);

        /** After all that it ever answered. */
        void ended(PoolWorker worker, ExitStatus status);
    }

    private PoolWorker(JvmProcess process, Pipe pipe, Pipe demand, SharedBlock current, Listener listener) {
        this.process = process;
        this.pipe = pipe;
        this.demand = demand;
        this.connection = pipe.first();
        this.demands = demand.second();
        this.current = current;
        this.listener = listener;
    }

    /** A worker that is to be {@link #start started}. */
    static PoolWorker create(ProcessPool.Settings settings, String name, Listener listener) {
        return Construction.outsideState(() -> make(settings, name, listener));
    }

    private static PoolWorker make(ProcessPool.Settings settings, String name, Listener listener) {
        Pipe pipe = Pipe.create(Codec.standard(), RING_BYTES);
        Pipe demand = Pipe.simplex(Codec.standard(), DEMAND_BYTES);
        SharedBlock current = SharedBlock.allocate("PoolWorker", Long.BYTES);
        PoolWorkerSetup setup = new PoolWorkerSetup(pipe.second(), demand.first(), current, settings.initializer());
        JvmProcess process = settings.configure(JvmProcess.of(PoolWorkerMain::run, setup)).name(name).daemon(true);
        return new PoolWorker(process, pipe, demand, current, listener);
    }

    /**
     * Starts the process; it is not {@link #ready} yet.
     *
     * @return false if it was killed before, and does not start
     */
    boolean start() throws IOException {
        boolean started = false;
        life.lock();
        try {
            if (!doomed) {
                process.start();
                started = true;
            }
            if (doomed) { // what was serialized may have done that
                killChild();
            }
        } finally {
            life.unlock();
            pipe.second().close();
            demand.first().close();
            if (!started) {
                discard();
            }
        }
        if (started) {
            Thread.ofPlatform().daemon().name("weir-" + process.name()).start(this::receive);
        }
        return started;
    }

    /** What did not quite start may have received its connections. */
    private void discard() {
        kill();
        process.state().child().ifPresent(PoolWorker::awaitEnd);
        release();
    }

    /** Kills the process, or sees to it that it does not start. */
    void kill() {
        life.lock();
        try {
            doomed = true;
            killChild();
        } finally {
            life.unlock();
        }
    }

    private void killChild() {
        process.state().child().filter(child -> child.exit().isEmpty()).ifPresent(ChildJvm::kill);
    }

    JvmProcess process() {
        return process;
    }

    /** The id of the process, which the user may have closed; it has been started. */
    long pid() {
        return child().pid();
    }

    /** Whether the process has been started and has not ended. */
    boolean isAlive() {
        return process.state().child().filter(child -> child.exit().isEmpty()).isPresent();
    }

    private ChildJvm child() {
        return process.state().child().orElseThrow();
    }

    /** The number of the task that it is at; 0 for none. */
    long currentTask() {
        return Words.getLongVolatile(current.address());
    }

    private void receive() {
        ChildJvm child = child();
        child.whenEnded(this::onEnd);
        try {
            while (true) {
                listener.answered(this, PoolFrame.decode(connection.recvBytes()));
            }
        } catch (EOFException _) {
            // Everything that it said has been heard.
        } catch (Throwable e) { // also when memory is short: nobody else would notice the end of the worker
            ProcessLog.logger().log(System.Logger.Level.DEBUG, "Lost the connection to " + process.name() + ".", e);
        } finally {
            kill();
            awaitEnd(child);
            noteEnd(child);
        }
    }

    private void noteEnd(ChildJvm child) {
        try {
            listener.ended(this, child.exit().orElseThrow());
        } finally {
            release();
            child.close();
        }
    }

    /** The process has ended: what it was sent and has not received, nobody will. */
    private void onEnd() {
        sending.lock();
        demanding.lock();
        try {
            if (!released) {
                recall();
            }
        } finally {
            demanding.unlock();
            sending.unlock();
        }
        hangUpLater();
    }

    /** Guarded by {@link #sending} and {@link #demanding}. */
    private void recall() {
        pipe.recall();
        demand.recall();
    }

    private static void awaitEnd(ChildJvm child) {
        Sentinel sentinel = new Sentinel(child);
        boolean ended = false;
        while (!ended) {
            try {
                ended = sentinel.await(Duration.ofNanos(Long.MAX_VALUE));
            } catch (InterruptedException _) {
                // This thread has nothing else to do.
            }
        }
    }

    /** The end of the connection should have been noticed; if not, closing it ends the wait. */
    private void hangUpLater() {
        Thread.ofPlatform().daemon().name("weir-hang-up").start(() -> {
            try {
                Thread.sleep(DRAIN_TIMEOUT);
                hangUp();
            } catch (InterruptedException _) {
                // Nobody interrupts it.
            }
        });
    }

    /** Wakes who sends or receives; when it returns, nobody is at closing it any more. */
    private void hangUp() {
        closing.lock();
        try (connection; demands) {
            return;
        } catch (IOException _) {
            // They go with the realm.
        } finally {
            closing.unlock();
        }
    }

    /** Gives back all that the worker had, which is dead. Pools that replace their workers live for long. */
    private void release() {
        hangUp();
        sending.lock();
        demanding.lock();
        try {
            released = true;
            recall();
            pipe.free();
            demand.free();
        } finally {
            demanding.unlock();
            sending.unlock();
        }
        current.free();
    }

    /** Sends a task. What cannot be sent because the worker is gone is dealt with when its end is noticed. */
    void send(PoolTask task) {
        sending.lock();
        try {
            boolean known = lastFunction == task.function.id;
            transmit(new PoolFrame(PoolFrame.RUN, task.id, task.function.id, known ? NOTHING : task.function.bytes,
                    task.arguments));
            lastFunction = task.function.id;
        } finally {
            sending.unlock();
        }
    }

    /** Tells the worker to end; it has nothing to do. */
    void stop() {
        transmit(PoolFrame.of(PoolFrame.STOP, 0));
    }

    /** An interrupt is put off: what is not sent now is sent by nobody. */
    private void transmit(PoolFrame frame) {
        byte[] bytes = frame.encode();
        boolean interrupted = Thread.interrupted();
        sending.lock();
        try {
            boolean sent = released;
            while (!sent) {
                try {
                    connection.sendBytes(bytes);
                    sent = true;
                } catch (InterruptedIOException nothingWasSent) {
                    interrupted |= Thread.interrupted();
                }
            }
        } catch (IOException _) {
            // Its end is noticed where its answers are awaited.
        } finally {
            sending.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Asks for the tasks back that it has not begun. Does not wait: where there is no room, it was asked before. */
    void demandReturn() {
        demanding.lock();
        try {
            if (!released) {
                boolean _ = demands.sendBytes(NOTHING, Duration.ZERO);
            }
        } catch (IOException _) {
            // As in transmit().
        } finally {
            demanding.unlock();
        }
    }

    /** Guarded: takes the tasks in flight away, but for the one that it was at. */
    List<PoolTask> takeUnbegun() {
        return load.takeUnbegun(this::currentTask);
    }

    /** Tells whoever awaits {@code task} what this worker has answered to it. */
    void deliver(PoolTask task, PoolFrame answer) {
        if (answer.kind() == PoolFrame.FAILED) {
            task.failed(thrown(answer));
            return;
        }
        List<?> results;
        try {
            results = PoolValues.decode(answer.rest());
        } catch (Throwable e) { // the classes of what is read are the user's
            task.failed(new RemoteTaskException("The result of the task cannot be read here: " + e, e));
            return;
        }
        task.done(results);
    }

    /** What a worker threw, as its frame carries it. */
    Throwable thrown(PoolFrame frame) {
        String trace = new String(frame.first(), StandardCharsets.UTF_8);
        RemoteStackTrace remote = new RemoteStackTrace(process.name() + " (pid " + pid() + ")", trace);
        try {
            Throwable thrown = (Throwable) TargetCodec.decode(frame.rest());
            remote.attachTo(thrown);
            return thrown;
        } catch (Throwable e) { // the classes of what is read are the user's
            return new RemoteTaskException("The task threw what cannot be read here (" + e + "): " + trace, remote);
        }
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
