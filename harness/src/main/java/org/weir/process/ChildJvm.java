package org.weir.process;

import org.weir.os.OsException;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A child JVM as its parent sees it. Safe for use by several threads; of several that {@link #receive}, each frame
 * goes to one. Whatever happens to it, each method returns or throws within its stated time.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);
    private static final int QUOTED_OUTPUT = 2000;
    private static final Duration PUMP_TIMEOUT = Duration.ofMillis(500);

    private final Path directory;
    private final int ordinal;
    private final JvmSpec spec;
    private final ChildOutput output;
    private final ChildLink link;
    private final Process process;
    private final Consumer<ChildJvm> onClose;
    private final AtomicLong sentSignals = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Completed before {@link #exit}. */
    private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final List<Thread> pumps = new ArrayList<>();
    private volatile String name;
    private volatile long stdoutBefore;
    private volatile long stderrBefore;

    ChildJvm(Path directory, int ordinal, JvmSpec spec, ChildOutput output, ChildLink link, Process process,
            Consumer<ChildJvm> onClose) {
        this.directory = directory;
        this.ordinal = ordinal;
        this.spec = spec;
        this.output = output;
        this.link = link;
        this.process = process;
        this.onClose = onClose;
        this.name = "child-" + ordinal;
    }

    /** Starts the threads that copy its output, where that is to be done, and that wait for the end of the process. */
    void watch() {
        if (spec.stdio() instanceof Stdio.Inherit) {
            pumps.add(HostStreams.pump("weir-stdout-" + ordinal, process.getInputStream(), System.out));
            pumps.add(HostStreams.pump("weir-stderr-" + ordinal, process.getErrorStream(), System.err));
        }
        Thread.ofPlatform().daemon().name("weir-watch-" + ordinal).start(this::awaitEnd);
    }

    private void awaitEnd() {
        int reported = -1;
        while (reported < 0) {
            try {
                reported = process.waitFor();
            } catch (InterruptedException _) {
                // This thread has nothing else to do.
            }
        }
        awaitPumps();
        Path record = ChildMain.exitRecord(directory, ordinal);
        ExitStatus status = ExitRecord.judge(reported, record, sentSignals.get());
        try {
            Files.deleteIfExists(record);
            LauncherDirectory.removeThoseOf(Objects.requireNonNull(directory.getParent()), pid());
        } catch (IOException _) {
            // It goes with the realm.
        }
        ended.complete(status);
        exit.complete(status);
        if (!link.hello().isDone()) {
            link.neverConnected(new LaunchFailedException(name, pid(), this + " ended with " + status
                    + " before it reported for work. Command: " + process.info().commandLine().orElse(spec.toString())
                    + quotedOutput()));
        }
    }

    /** A grandchild may hold the streams open, so that their end is not waited for without a limit. */
    private void awaitPumps() {
        for (Thread pump : pumps) {
            try {
                pump.join(PUMP_TIMEOUT);
            } catch (InterruptedException _) {
                // This thread has nothing else to do.
            }
        }
    }

    ChildLink link() {
        return link;
    }

    JvmSpec spec() {
        return spec;
    }

    ChildOutput output() {
        return output;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** The slot of the realm that the process holds for as long as it lives. */
    public int slot() {
        return link.hello().join().slot();
    }

    /**
     * Gives the child its role, which it plays on its main thread, after which it exits with 0. Once only.
     *
     * @param name what the child is called from now on, in messages and in {@link ChildContext#name()}
     * @param role a public class with a public constructor without parameters, on the child's class path
     * @throws IllegalArgumentException if the class is not of that form
     * @throws ChildEndedException if the child ended
     */
    public void assign(String name, Class<? extends ChildRole> role) throws IOException {
        requireInstantiable(role);
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A child's name may not hold a zero character.");
        }
        this.name = name;
        transmit(FrameChannel.ASSIGN, new ChildControl.Assignment(name, role.getName()).encode(), "assigning a role");
    }

    private static void requireInstantiable(Class<? extends ChildRole> role) {
        boolean constructible = false;
        try {
            constructible = Modifier.isPublic(role.getConstructor().getModifiers());
        } catch (NoSuchMethodException _) {
            // Said below.
        }
        if (!constructible || !Modifier.isPublic(role.getModifiers()) || Modifier.isAbstract(role.getModifiers())) {
            throw new IllegalArgumentException("The role " + role.getName()
                    + " cannot be made in another JVM: it has to"
                    + " be a public class, not abstract, with a public constructor without parameters (a lambda has"
                    + " none).");
        }
    }

    /**
     * Sends a frame to the child. Waits up to 30 s while the child does not read, after which the channel is closed
     * and the child with it: a frame was cut.
     *
     * @param frame at most 64 MiB
     * @throws IllegalArgumentException if it is larger
     * @throws ChildEndedException if the child ended
     * @throws SilentChildException if the child did not read
     */
    public void send(byte[] frame) throws IOException {
        transmit(FrameChannel.DATA, frame, "sending it a frame of " + frame.length + " bytes");
    }

    private void transmit(byte kind, byte[] payload, String what) throws IOException {
        try {
            link.send(kind, payload, SEND_TIMEOUT);
        } catch (InterruptedIOException e) {
            kill();
            throw (IOException) new SilentChildException(name, pid(), SEND_TIMEOUT, this + " did not read for "
                    + Times.text(SEND_TIMEOUT) + " while " + what + " and was killed." + quotedOutput()).initCause(e);
        } catch (IOException e) {
            throw (IOException) gone(what).initCause(e);
        }
    }

    /** As {@link #receive(String, Duration)}, for a frame without a name. */
    public byte[] receive(Duration timeout) throws IOException {
        return receive("a frame", timeout);
    }

    /**
     * The next frame that the child sent. What it sent before it ended can still be received afterwards.
     *
     * @param awaited what the frame means to the caller, for the message
     * @throws SilentChildException if none came in time
     * @throws ChildEndedException if the child ended and none is left
     * @throws InterruptedIOException if the thread is interrupted; no frame is lost by it
     */
    public byte[] receive(String awaited, Duration timeout) throws IOException {
        try {
            Optional<byte[]> frame = link.inbox().poll(Times.nanos(timeout));
            if (frame.isPresent()) {
                return frame.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while awaiting " + awaited + " from " + this
                    + ".").initCause(e);
        }
        if (link.inbox().isExhausted()) {
            throw gone("awaiting " + awaited);
        }
        throw new SilentChildException(name, pid(), timeout, this + " did not send " + awaited + " within "
                + Times.text(timeout) + "; the process is " + ProcFs.state(pid()) + "." + quotedOutput());
    }

    /** The channel has ended. Says how the process did; one that only closed its channel is killed for it. */
    private ChildEndedException gone(String what) {
        Optional<ExitStatus> status = awaitExit(END_TIMEOUT);
        if (status.isEmpty()) {
            kill();
            status = awaitExit(END_TIMEOUT);
        }
        return new ChildEndedException(name, pid(), status.orElse(ExitStatus.Signaled.of(Signal.SIGKILL.number())),
                this + " ended with " + status.map(Object::toString).orElse("nothing known") + " while " + what + "."
                        + hsErr().map(file -> " HotSpot's account of the crash: " + file).orElse("")
                        + quotedOutput());
    }

    private String quotedOutput() {
        String error = stderrTail(QUOTED_OUTPUT).strip();
        String out = stdoutTail(QUOTED_OUTPUT).strip();
        return (error.isEmpty() ? "" : System.lineSeparator() + "Its standard error ended: " + error)
                + (out.isEmpty() ? "" : System.lineSeparator() + "Its standard output ended: " + out);
    }

    /** How the process ended; empty while it has not. */
    public Optional<ExitStatus> exit() {
        return Optional.ofNullable(exit.getNow(null));
    }

    /** Completed with how the process ended, by a thread that only waits for that. */
    public CompletableFuture<ExitStatus> onExit() {
        return exit.copy();
    }

    /** Has {@code action} done when the process has ended, or now if it has. */
    void whenEnded(Runnable action) {
        CompletableFuture<Void> _ = exit.thenRun(action);
    }

    /** As {@link #whenEnded}, but before others learn of the end. */
    void beforeEndIsKnown(Runnable action) {
        CompletableFuture<Void> _ = ended.thenRun(action);
    }

    /** How the process ended; empty if it has not within this time. Interrupting does not shorten it. */
    Optional<ExitStatus> awaitExit(Duration timeout) {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Optional.of(exit.get(Times.nanos(timeout) - (System.nanoTime() - start),
                            TimeUnit.NANOSECONDS));
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (TimeoutException | ExecutionException _) {
                    return Optional.empty();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends a signal. Does nothing when the process has ended. */
    public void signal(Signal signal) throws IOException {
        sentSignals.getAndUpdate(sent -> sent | 1L << signal.number());
        if (process.isAlive()) {
            try {
                Processes.send(pid(), signal);
            } catch (OsException e) {
                if (process.isAlive()) {
                    throw e;
                }
            }
        }
    }

    /** Sends SIGKILL, which also ends a stopped process. Does not wait. */
    public void kill() {
        sentSignals.getAndUpdate(sent -> sent | 1L << Signal.SIGKILL.number());
        process.destroyForcibly();
    }

    /** Whether the child answers on its control channel within this time. */
    boolean answers(Duration timeout) {
        try {
            return process.isAlive() && link.ask(FrameChannel.PING, timeout).isPresent();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * What the child's threads are doing and which locks they hold. Asks the control thread of the child, and after
     * half of the time HotSpot itself by SIGQUIT, whose answer is then also in {@link #stdout()}.
     *
     * @return empty when nothing came, as from a stopped process
     */
    public Optional<String> threadDump(Duration timeout) {
        try {
            Duration half = timeout.dividedBy(2);
            Optional<String> dump = link.ask(FrameChannel.DUMP, half);
            return dump.isPresent() || !process.isAlive() ? dump : new QuitDump(this, process).take(half);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * The file of the child's standard output. It stays after {@link #close()} if something was written, at least
     * until some dozens of other children were closed.
     */
    public Path stdout() {
        return output.stdout();
    }

    /** The file of the child's standard error, kept as {@link #stdout()} is. */
    public Path stderr() {
        return output.stderr();
    }

    /** The last characters of standard output; empty if there are none or the file is gone. */
    public String stdoutTail(int maxChars) {
        return ChildOutput.tail(output.stdout(), stdoutBefore, maxChars);
    }

    /** The last characters of standard error; empty if there are none or the file is gone. */
    public String stderrTail(int maxChars) {
        return ChildOutput.tail(output.stderr(), stderrBefore, maxChars);
    }

    /** Has the tails begin with what the child prints from now on, for it is given another thing to do. */
    public void forgetOutput() {
        stdoutBefore = ChildOutput.size(output.stdout());
        stderrBefore = ChildOutput.size(output.stderr());
    }

    /** The file in which HotSpot gave account of a crash of this process. Present once it has crashed. */
    public Optional<Path> hsErr() {
        return Optional.of(directory.resolve("hs_err_" + pid() + ".log")).filter(Files::exists);
    }

    /**
     * Kills the process if it lives and waits until it has ended.
     *
     * @throws IllegalStateException if it had not after 10 s
     */
    @Override
    public void close() {
        if (exit().isEmpty()) {
            kill();
        }
        if (awaitExit(END_TIMEOUT).isEmpty()) {
            throw new IllegalStateException(
                    this + " is still there " + Times.text(END_TIMEOUT) + " after SIGKILL; it is "
                            + ProcFs.state(pid()) + ".");
        }
        if (closed.compareAndSet(false, true)) {
            onClose.accept(this);
        }
    }

    /** Such as {@code child 'first' (pid 4711)}. */
    @Override
    public String toString() {
        return "child '" + name + "' (pid " + pid() + ")";
    }
}
