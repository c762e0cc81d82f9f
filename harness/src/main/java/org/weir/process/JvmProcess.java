package org.weir.process;

import org.jspecify.annotations.Nullable;
import org.weir.os.Signal;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process that runs a piece of code in a JVM of its own: {@code multiprocessing.Process}.
 *
 * <pre>{@code
 * JvmProcess p = JvmProcess.of(Squares::print, List.of(1, 2, 3)).name("squares");
 * p.start();
 * p.join();
 * System.out.println(p.exitCode());
 * }</pre>
 *
 * <p>The code is a serializable lambda, a method reference, or a subclass that overrides {@link #run}. It is sent to the
 * child with all that it captured, by Java serialization, when {@link #start} is called; what the child changes in it,
 * and in ordinary objects and static fields, stays in the child. The child has the class path of this JVM; never is a
 * {@code main} method called in it.
 *
 * <p>The child exits with 0 when the code has returned and all its threads that are not daemons have ended; with 1 when
 * the code threw, after the whole stack trace went to its standard error; otherwise with what it gave to {@link #exit}
 * or {@link System#exit}. It does not outlive this process, however that ends. When this JVM exits, daemons are sent
 * SIGTERM, others are waited for.
 *
 * <p>A process object is for the process that made it; in any other it can be neither used nor had, save the object in
 * whose {@link #run} the child is. Safe for use by several threads. Settings may be changed until the start.
 *
 * <p>Source: rows PR, Z01 to Z06 and Z32 of the conformance table.
 */
public class JvmProcess implements AutoCloseable, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Target target;
    private transient ProcessNode node;
    private transient ProcessPlan plan;
    private transient @Nullable ChildJvm child;
    private transient boolean here;
    private transient boolean closed;

    /** What a process does. */
    @FunctionalInterface
    public interface Target extends Serializable {
        /** Runs on the main thread of the child. */
        void run() throws Exception;
    }

    /** What a process does with one argument. */
    @FunctionalInterface
    public interface Target1<A> extends Serializable {
        /** Runs on the main thread of the child. */
        void run(A a) throws Exception;
    }

    /** What a process does with two arguments. */
    @FunctionalInterface
    public interface Target2<A, B> extends Serializable {
        /** Runs on the main thread of the child. */
        void run(A a, B b) throws Exception;
    }

    /** What a process does with three arguments. */
    @FunctionalInterface
    public interface Target3<A, B, C> extends Serializable {
        /** Runs on the main thread of the child. */
        void run(A a, B b, C c) throws Exception;
    }

    /** For subclasses, which override {@link #run} and whose fields are sent along. */
    protected JvmProcess() {
        this(Optional.empty());
    }

    private JvmProcess(Optional<Target> target) {
        this(target, ProcessNode.here());
    }

    private JvmProcess(Optional<Target> target, ProcessNode node) {
        this.target = target.orElse(null);
        this.node = node;
        plan = ProcessPlan.of(node);
    }

    /** A process of a node that is not this JVM's. */
    static JvmProcess rehearsed(ProcessNode node, Target target) {
        return new JvmProcess(Optional.of(target), node);
    }

    /** A process that runs {@code target}. */
    public static JvmProcess of(Target target) {
        return new JvmProcess(Optional.of(Objects.requireNonNull(target, "target")));
    }

    /** A process that runs {@code target} with an argument, which has to be serializable. */
    public static <A> JvmProcess of(Target1<A> target, A a) {
        Objects.requireNonNull(target, "target");
        return of(() -> target.run(a));
    }

    /** A process that runs {@code target} with two arguments, which have to be serializable. */
    public static <A, B> JvmProcess of(Target2<A, B> target, A a, B b) {
        Objects.requireNonNull(target, "target");
        return of(() -> target.run(a, b));
    }

    /** A process that runs {@code target} with three arguments, which have to be serializable. */
    public static <A, B, C> JvmProcess of(Target3<A, B, C> target, A a, B b, C c) {
        Objects.requireNonNull(target, "target");
        return of(() -> target.run(a, b, c));
    }

    /** What the child does: runs the target. A subclass does something of its own. */
    protected void run() throws Exception {
        if (target != null) {
            target.run();
        }
    }

    /** The process that this code runs in. */
    public static ProcessInfo current() {
        return ProcessNode.here().self();
    }

    /** The process that started this one; empty in the top-level JVM. */
    public static Optional<ProcessInfo> parent() {
        return ProcessNode.here().parent();
    }

    /** The children of this process that are alive, as a new list, in the order of their start. */
    public static List<JvmProcess> activeChildren() {
        return ProcessNode.here().activeChildren();
    }

    /** How many processors this JVM may use. */
    public static int cpuCount() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * The secret that all processes of a tree share and nobody else knows; 32 bytes, a copy. Listeners and clients
     * authenticate each other by it unless told another.
     */
    public static byte[] authKey() {
        return ProcessNode.here().authKey();
    }

    /** How processes are started from now on that are not told otherwise: {@link StartMethod#SPAWN} at first. */
    public static StartMethod defaultStartMethod() {
        return ProcessNode.here().defaultMethod();
    }

    /**
     * Sets how processes that are made from now on are started, here and in children that are started from now on.
     *
     * @throws UnsupportedOperationException for {@link StartMethod#FORK}
     */
    public static void defaultStartMethod(StartMethod method) {
        ProcessNode.here().defaultMethod(method);
    }

    /**
     * Has {@code action} run when this process ends in order: by returning, by {@link #exit}, or by SIGTERM.
     *
     * @param priority the highest are run first; those of 0 and above before the children are ended and waited for, the
     *        others after that; of equal ones the last registered first
     */
    public static Finaliser atExit(int priority, Runnable action) {
        return ProcessNode.here().finalisers().add(priority, Objects.requireNonNull(action, "action"));
    }

    /**
     * Ends this process in order, with {@code code} recorded as meant: the parent does not take 137 for a SIGKILL. Does
     * not return.
     *
     * @param code 0 to 255
     */
    public static void exit(int code) {
        ProcessNode.here().exit(code);
    }

    /** Writes {@code reason} to standard error and ends this process with the code 1. Does not return. */
    public static void exit(String reason) {
        System.err.println(Objects.requireNonNull(reason, "reason"));
        System.err.flush();
        exit(1);
    }

    /** The name: {@code Process-1} for the first process that this one made, there {@code Process-1:1}, and so on. */
    public final synchronized String name() {
        return plan.name();
    }

    /** Sets the name, which need not be unique. */
    public final JvmProcess name(String name) {
        return set(plan().withName(Objects.requireNonNull(name, "name")));
    }

    /** Whether the process is ended, not waited for, when this one exits. As it is for this process, unless set. */
    public final synchronized boolean isDaemon() {
        return plan.daemon();
    }

    /** Sets whether the process is ended when this one exits. A daemon may start no processes. */
    public final JvmProcess daemon(boolean daemon) {
        return set(plan().withDaemon(daemon));
    }

    /** How the process is to be started, and once it has been, how it was. */
    public final synchronized StartMethod startMethod() {
        return plan.method();
    }

    /**
     * Sets how the process is started.
     *
     * @throws UnsupportedOperationException for {@link StartMethod#FORK}
     */
    public final JvmProcess startMethod(StartMethod method) {
        return set(plan().withMethod(method.requireSupported()));
    }

    /** Sets where standard output and standard error go: to those of this JVM, unless set. */
    public final JvmProcess stdio(Stdio stdio) {
        return set(plan().withStdio(Objects.requireNonNull(stdio, "stdio")));
    }

    /** Sets options for {@code java}; they come after the inherited ones, and so win. */
    public final JvmProcess jvmArgs(String... options) {
        return set(plan().withJvmArgs(Arrays.asList(Objects.requireNonNull(options, "options"))));
    }

    /**
     * Sets whether options of this JVM about heap, collector, compiler, assertions, preview and modules are inherited,
     * as they are unless set. System properties always are, with the values that they have at the start.
     */
    public final JvmProcess inheritJvmArgs(boolean inherit) {
        return set(plan().withInheritOptions(inherit));
    }

    /** Sets the class path, which has to hold Weir: that of this JVM, unless set. */
    public final JvmProcess classPath(List<Path> classPath) {
        return set(plan().withClassPath(classPath));
    }

    /** Adds a variable to the environment, which is that of this process otherwise. */
    public final JvmProcess env(String variable, String value) {
        return set(plan().withVariable(Objects.requireNonNull(variable, "variable"),
                Objects.requireNonNull(value, "value")));
    }

    /** Sets the working directory: that of this JVM, unless set. */
    public final JvmProcess directory(Path directory) {
        return set(plan().withDirectory(directory));
    }

    /** What its JVM would be started with. */
    final JvmSpec spec() {
        return plan().spec();
    }

    private synchronized ProcessPlan plan() {
        return plan;
    }

    private synchronized JvmProcess set(ProcessPlan changed) {
        if (child != null || here || closed) {
            throw new IllegalStateException(this + " has been started; its settings are fixed.");
        }
        plan = changed;
        return this;
    }

    /**
     * Starts the child. Returns as soon as the JVM was started: that it runs at all shows in its output and exit code.
     *
     * <p>When it throws, the process counts as never started, and may be changed and started again.
     *
     * @return this
     * @throws IllegalStateException if it was started before, or this process is a daemon
     * @throws UnserializableTargetException if the target, or something that it captured, cannot be sent, or takes more
     *         than 64 MiB
     * @throws IOException if the JVM cannot be started
     */
    public final synchronized JvmProcess start() throws IOException {
        requireCreator("started");
        if (child != null || closed) {
            throw new IllegalStateException("A process can be started only once: " + this + ".");
        }
        if (node.self().daemon()) {
            throw new IllegalStateException("Daemonic processes are not allowed to have children: " + node.self()
                    + " is one, and would leave " + name() + " without a parent at any moment.");
        }
        ProcessStart begun = ProcessStart.begin(node, plan, this);
        plan = begun.plan();
        child = begun.child();
        node.add(this);
        begun.child().whenEnded(() -> node.remove(this));
        begun.instruct();
        return this;
    }

    /**
     * Keeps JVMs ready, started ahead, in which processes with the settings of this one start within milliseconds by
     * {@link StartMethod#WARM}.
     *
     * @param count how many; 0 lets go of them
     */
    public final synchronized void keepWarm(int count) throws IOException {
        requireCreator("prepared");
        node.launcher().keepWarm(plan.spec(), count);
    }

    /** Waits until the process has ended. */
    public final void join() throws InterruptedException {
        boolean _ = join(Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * Waits until the process has ended.
     *
     * @param timeout the most to wait; zero or less is a look
     * @return whether it has ended
     */
    public final boolean join(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        return new Sentinel(started("joined")).await(timeout);
    }

    /** Sends SIGTERM: the child runs its shutdown hooks, ends its own children, and ends. */
    public final void terminate() {
        signal(Signal.SIGTERM);
    }

    /**
     * Sends SIGINT, which a JVM takes as it does SIGTERM.
     *
     * @throws IllegalStateException if the process ignores SIGINT: a JVM does that which was itself started so, as by
     *         {@code nohup} or in the background of a script, and its children do
     */
    public final void interrupt() {
        ChildJvm process = started("interrupted");
        if (process.exit().isEmpty() && ProcFs.ignores(process.pid(), Signal.SIGINT)) {
            throw new IllegalStateException(this + " ignores SIGINT, as a JVM does that is started by nohup or in the"
                    + " background of a script, and all its children; call terminate(), or start the top-level JVM with"
                    + " SIGINT at its default (env --default-signal=INT java ...).");
        }
        signal(Signal.SIGINT);
    }

    /** Sends SIGKILL. */
    public final void kill() {
        started("killed").kill();
    }

    /**
     * Kills the process and all that it started, directly or not, JVMs or not. The process is stopped first so that it
     * starts no more; what its descendants start meanwhile ends with them if it is a JVM of Weir's.
     */
    public final void killTree() {
        ChildJvm root = started("killed");
        signal(Signal.SIGSTOP);
        Optional<ProcessHandle> handle = ProcessHandle.of(root.pid()).filter(_ -> root.exit().isEmpty());
        List<ProcessHandle> descendants = handle.map(ProcessHandle::descendants)
                .map(all -> all.toList())
                .orElse(List.of());
        root.kill();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal. Does nothing when the process has ended. */
    public final void signal(Signal signal) {
        Objects.requireNonNull(signal, "signal");
        try {
            started("signalled").signal(signal);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not send " + signal + " to " + this + ": " + e.getMessage(), e);
        }
    }

    /** Whether the process has been started and has not ended. */
    public final synchronized boolean isAlive() {
        return here || (child != null && !closed && child.exit().isEmpty());
    }

    /**
     * How the process ended: the code that it exited with, 0 to 255, or the number of the signal that ended it, less than
     * 0. Empty before the start and while it runs.
     */
    public final OptionalInt exitCode() {
        Optional<ExitStatus> status = exitStatus();
        return status.isPresent() ? OptionalInt.of(switch (status.get()) {
            case ExitStatus.Exited(int code) -> code;
            case ExitStatus.Signaled(int number, String _) -> -number;
        }) : OptionalInt.empty();
    }

    /** As {@link #exitCode}, in words. */
    public final synchronized Optional<ExitStatus> exitStatus() {
        requireOpen();
        return child == null ? Optional.empty() : child.exit();
    }

    /**
     * The process id.
     *
     * @throws IllegalStateException before the start
     */
    public final synchronized long pid() {
        return here ? node.self().pid() : started("asked for its id").pid();
    }

    /**
     * What becomes ready when the process has ended.
     *
     * @throws IllegalStateException before the start
     */
    public final Sentinel sentinel() {
        return new Sentinel(started("waited for"));
    }

    /**
     * Lets go of all that is kept about an ended process; its other methods then throw. Closing again does nothing.
     *
     * @throws IllegalStateException if it is alive
     */
    @Override
    public synchronized void close() {
        if (closed || here) {
            return;
        }
        if (isAlive()) {
            throw new IllegalStateException("Cannot close " + this + " while it is running; call join(), terminate() or"
                    + " kill() before.");
        }
        if (child != null) {
            child.close();
        }
        closed = true;
    }

    /** The JVM, once it has been started, also after {@link #close}: for those who must not depend on the user. */
    final synchronized Optional<ChildJvm> child() {
        return Optional.ofNullable(child);
    }

    private synchronized ChildJvm started(String verb) {
        requireCreator(verb);
        requireOpen();
        if (child == null) {
            throw new IllegalStateException(this + " has not been started; it cannot be " + verb + ".");
        }
        return child;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Process " + plan.name() + " is closed.");
        }
    }

    private void requireCreator(String verb) {
        if (here) {
            throw new IllegalStateException("A process can be " + verb + " only by the one that made it; this is "
                    + node.self() + " itself.");
        }
    }

    /** In the child: this object stands for the process that it is in. */
    final void becomeThisOne(ProcessNode own) {
        node = own;
        plan = ProcessPlan.of(own, own.identity())
                .withName(own.self().name())
                .withDaemon(own.self().daemon())
                .withMethod(own.self()
                        .startMethod());
        here = true;
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        if (!TargetCodec.isStartOf(out, this)) {
            throw new NotSerializableException(getClass().getName()
                    + " (a process object is of use only to the process that made it, so that it)");
        }
        out.defaultWriteObject();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
    }

    /** Such as {@code Process-1 (pid 4711, daemon, running)}. */
    @Override
    public final synchronized String toString() {
        StringBuilder text = new StringBuilder(plan.name()).append(" (");
        if (child != null) {
            text.append("pid ").append(child.pid()).append(", ");
        }
        if (plan.daemon()) {
            text.append("daemon, ");
        }
        String state = child == null ? "not started" : child.exit().map(Object::toString).orElse("running");
        return text.append(closed ? "closed" : here ? "this process" : state).append(')').toString();
    }
}
