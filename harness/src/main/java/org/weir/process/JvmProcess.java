package org.weir.process;

import org.jspecify.annotations.Nullable;
import org.weir.os.Signal;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
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
    private transient ProcessState state;

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
        this(Optional.empty(), ProcessNode.here());
    }

    /** A process of {@code node}, which need not be this JVM's. */
    JvmProcess(Optional<Target> target, ProcessNode node) {
        this.target = target.orElse(null);
        state = new ProcessState(node);
    }

    /** A process that runs {@code target}. */
    public static JvmProcess of(Target target) {
        return new JvmProcess(Optional.of(Objects.requireNonNull(target, "target")), ProcessNode.here());
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
        ProcessNode.here().exit(Objects.requireNonNull(reason, "reason"));
    }

    /** The name: {@code Process-1} for the first process that this one made, there {@code Process-1:1}, and so on. */
    public final String name() {
        return state.plan().name();
    }

    /** Sets the name, which need not be unique. */
    public final JvmProcess name(String name) {
        return set(state.plan().withName(Objects.requireNonNull(name, "name")));
    }

    /** Whether the process is ended, not waited for, when this one exits. As it is for this process, unless set. */
    public final boolean isDaemon() {
        return state.plan().daemon();
    }

    /** Sets whether the process is ended when this one exits. A daemon may start no processes. */
    public final JvmProcess daemon(boolean daemon) {
        return set(state.plan().withDaemon(daemon));
    }

    /** How the process is to be started, and once it has been, how it was. */
    public final StartMethod startMethod() {
        return state.plan().method();
    }

    /**
     * Sets how the process is started.
     *
     * @throws UnsupportedOperationException for {@link StartMethod#FORK}
     */
    public final JvmProcess startMethod(StartMethod method) {
        return set(state.plan().withMethod(method.requireSupported()));
    }

    /** Sets where standard output and standard error go: to those of this JVM, unless set. */
    public final JvmProcess stdio(Stdio stdio) {
        return set(state.plan().withStdio(Objects.requireNonNull(stdio, "stdio")));
    }

    /** Sets options for {@code java}; they come after the inherited ones, and so win. */
    public final JvmProcess jvmArgs(String... options) {
        return set(state.plan().withJvmArgs(List.of(Objects.requireNonNull(options, "options"))));
    }

    /**
     * Sets whether options of this JVM about heap, collector, compiler, assertions, preview and modules are inherited,
     * as they are unless set. System properties always are, with the values that they have at the start.
     */
    public final JvmProcess inheritJvmArgs(boolean inherit) {
        return set(state.plan().withInheritOptions(inherit));
    }

    /** Sets the class path, which has to hold Weir: that of this JVM, unless set. */
    public final JvmProcess classPath(List<Path> classPath) {
        return set(state.plan().withClassPath(classPath));
    }

    /** Adds a variable to the environment, which is that of this process otherwise. */
    public final JvmProcess env(String variable, String value) {
        return set(state.plan().withVariable(variable, value));
    }

    /** Sets the working directory: that of this JVM, unless set. */
    public final JvmProcess directory(Path directory) {
        return set(state.plan().withDirectory(directory));
    }

    private JvmProcess set(ProcessPlan changed) {
        state.change(changed);
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
    public final JvmProcess start() throws IOException {
        state.start(this);
        return this;
    }

    /**
     * Keeps JVMs ready, started ahead, in which processes with the settings of this one start within milliseconds by
     * {@link StartMethod#WARM}.
     *
     * @param count how many; 0 lets go of them
     */
    public final void keepWarm(int count) throws IOException {
        state.keepWarm(count);
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
        return new Sentinel(state.started("joined")).await(timeout);
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
        new ProcessSignals(state).interrupt();
    }

    /** Sends SIGKILL. */
    public final void kill() {
        state.started("killed").kill();
    }

    /**
     * Kills the process and all that it started, directly or not, JVMs or not. The process is stopped first so that it
     * starts no more; what its descendants start meanwhile ends with them if it is a JVM of Weir's.
     */
    public final void killTree() {
        new ProcessSignals(state).killTree();
    }

    /** Sends a signal. Does nothing when the process has ended. */
    public final void signal(Signal signal) {
        new ProcessSignals(state).send(signal);
    }

    /** Whether the process has been started and has not ended. */
    public final boolean isAlive() {
        return state.isAlive();
    }

    /**
     * How the process ended: the code that it exited with, 0 to 255, or the number of the signal that ended it, less than
     * 0. Empty before the start and while it runs.
     */
    public final OptionalInt exitCode() {
        return exitStatus().stream().mapToInt(JvmLauncher::exitCode).findFirst();
    }

    /** As {@link #exitCode}, in words. */
    public final Optional<ExitStatus> exitStatus() {
        return state.exitStatus();
    }

    /**
     * The process id.
     *
     * @throws IllegalStateException before the start
     */
    public final long pid() {
        return state.pid();
    }

    /**
     * What becomes ready when the process has ended.
     *
     * @throws IllegalStateException before the start
     */
    public final Sentinel sentinel() {
        return new Sentinel(state.started("waited for"));
    }

    /**
     * Lets go of all that is kept about an ended process; its other methods then throw. Closing again does nothing.
     *
     * @throws IllegalStateException if it is alive
     */
    @Override
    public void close() {
        state.close();
    }

    /** What has become of it: for those who must not depend on whether the user has closed it. */
    final ProcessState state() {
        return state;
    }

    /** In the child: this object stands for the process that it is in. */
    final void becomeThisOne(ProcessNode own) {
        state = ProcessState.ofThisProcess(own);
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        TargetCodec.writeFields(this, out);
    }

    /** Such as {@code Process-1 (pid 4711, daemon, running)}. */
    @Override
    public final String toString() {
        return state.toString();
    }
}
