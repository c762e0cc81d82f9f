package org.weir.process;

import org.weir.memory.Realm;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * This JVM's place in the tree of processes: who it is, its children, and what is done when it ends.
 *
 * <p>The order of the end is that of the original: finalisers of priority 0 and above; SIGTERM to daemons; all children
 * are waited for; the other finalisers. When this JVM itself is ended by a signal, all its children are treated as
 * daemons, also if the signal comes while it waits for them. A child that SIGTERM does not end is killed.
 */
final class ProcessNode implements Realm.Resident {

    private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int KEY_BYTES = 32;

    private final ProcessInfo self;
    private final List<Integer> identity;
    private final Optional<ProcessInfo> parent;
    private final Optional<ChildContext> context;
    private final byte[] authKey;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger pools = new AtomicInteger();
    private final Set<JvmProcess> children = new LinkedHashSet<>();
    private final Finalisers finalisers = new Finalisers();
    private final ProcessLog log = new ProcessLog(this);
    private volatile Level logLevel = Level.OFF;
    private volatile StartMethod defaultMethod = StartMethod.SPAWN;
    private Optional<JvmLauncher> launcher = Optional.empty();
    private boolean closed;

    private ProcessNode(ProcessInfo self, List<Integer> identity, Optional<ProcessInfo> parent,
            Optional<ChildContext> context, byte[] authKey) {
        this.self = self;
        this.identity = List.copyOf(identity);
        this.parent = parent;
        this.context = context;
        this.authKey = authKey;
    }

    /** The node of this JVM; a JVM that was not told another is the root of a tree. */
    static ProcessNode here() {
        return Realm.current().resident(ProcessNode.class, ProcessNode::root);
    }

    private static ProcessNode root() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new ProcessNode(new ProcessInfo("MainProcess", ProcessHandle.current().pid(), false, StartMethod.SPAWN),
                List.of(), Optional.empty(), Optional.empty(), key);
    }

    /** Makes this JVM what its parent ordered. */
    static ProcessNode become(StartOrder order, ChildContext context) {
        ProcessNode node = ordered(order, Optional.of(context));
        return Realm.current().resident(ProcessNode.class, () -> node);
    }

    /** A node as {@code order} has it, which is that of no JVM. */
    static ProcessNode ordered(StartOrder order, Optional<ChildContext> context) {
        ProcessInfo self = new ProcessInfo(order.name(), ProcessHandle.current().pid(), order.daemon(), order.method());
        ProcessInfo parent = new ProcessInfo(order.parent(), order.parentPid(), false, StartMethod.SPAWN);
        ProcessNode node = new ProcessNode(self, order.identity(), Optional.of(parent), context,
                order.authKey());
        node.defaultMethod = order.defaultMethod();
        node.logLevel = order.logLevel().isEmpty() ? Level.OFF : Level.valueOf(order.logLevel());
        return node;
    }

    ProcessInfo self() {
        return self;
    }

    List<Integer> identity() {
        return identity;
    }

    Optional<ProcessInfo> parent() {
        return parent;
    }

    byte[] authKey() {
        return authKey.clone();
    }

    ProcessLog log() {
        return log;
    }

    Level logLevel() {
        return logLevel;
    }

    void logLevel(Level level) {
        logLevel = level;
    }

    StartMethod defaultMethod() {
        return defaultMethod;
    }

    void defaultMethod(StartMethod method) {
        defaultMethod = method.requireSupported();
    }

    Finalisers finalisers() {
        return finalisers;
    }

    /** The identity of the next process that is made here. */
    List<Integer> nextIdentity() {
        List<Integer> next = new ArrayList<>(identity);
        next.add(made.incrementAndGet());
        return List.copyOf(next);
    }

    /** The name of the next pool that is made here. */
    String nextPoolName() {
        return "Pool-" + pools.incrementAndGet();
    }

    static String defaultName(List<Integer> identity) {
        return "Process-" + identity.stream().map(String::valueOf).collect(Collectors.joining(":"));
    }

    /** The launcher of this JVM's processes, opened when it is first needed. */
    synchronized JvmLauncher launcher() throws IOException {
        if (closed) {
            throw new IllegalStateException("This process is ending; it starts no others any more.");
        }
        if (launcher.isEmpty()) {
            launcher = Optional.of(JvmLauncher.openForExitSequence(Realm.current()));
        }
        return launcher.get();
    }

    void add(JvmProcess child) {
        synchronized (children) {
            children.add(child);
        }
    }

    void remove(JvmProcess child) {
        synchronized (children) {
            children.remove(child);
        }
    }

    List<JvmProcess> activeChildren() {
        List<JvmProcess> all;
        synchronized (children) {
            all = new ArrayList<>(children);
        }
        all.removeIf(child -> !child.isAlive());
        return all;
    }

    /** Ends this JVM with {@code code}, recorded as meant. */
    void exit(int code) {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("An exit code is 0 to 255, got " + code + ".");
        }
        context.ifPresent(child -> child.exit(code));
        System.exit(code);
    }

    /** Writes {@code reason} to standard error and ends this JVM with the code 1. */
    void exit(String reason) {
        System.err.println(reason);
        System.err.flush();
        exit(1);
    }

    /** What is done when this JVM ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        finalisers.run(priority -> priority >= 0);
        endChildren();
        finalisers.run(_ -> true);
        Optional<JvmLauncher> last;
        synchronized (this) {
            last = launcher;
        }
        last.ifPresent(JvmLauncher::close);
    }

    private void endChildren() {
        boolean interrupted = false;
        List<JvmProcess> left = activeChildren();
        if (left.isEmpty()) {
            return;
        }
        boolean all = false;
        left.stream().filter(JvmProcess::isDaemon).forEach(JvmProcess::terminate);
        long since = System.nanoTime();
        while (!left.isEmpty()) {
            if (!all && ShutdownCause.signalsBeingHandled() != 0) {
                all = true;
                since = System.nanoTime();
                left.forEach(JvmProcess::terminate);
            }
            if (System.nanoTime() - since > TERMINATION_TIMEOUT.toNanos()) {
                boolean whole = all;
                left.stream().filter(child -> whole || child.isDaemon()).forEach(JvmProcess::kill);
            }
            try {
                left.getFirst().join(LOOK_AGAIN);
            } catch (InterruptedException _) {
                interrupted = true;
            }
            left = activeChildren();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
