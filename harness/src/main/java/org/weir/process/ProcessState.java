package org.weir.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * What has become of a {@link JvmProcess}: it is planned, then it has a JVM, and at last it is closed; or it is the process
 * that this code runs in. All is guarded by the monitor of this object, which is held for as long as a start takes.
 */
final class ProcessState {

    private final ProcessNode node;
    private final boolean here;
    private ProcessPlan plan;
    private @Nullable ChildJvm child;
    private boolean closed;

    /** Of a process that is not started. */
    ProcessState(ProcessNode node) {
        this(node, ProcessPlan.of(node), false);
    }

    private ProcessState(ProcessNode node, ProcessPlan plan, boolean here) {
        this.node = node;
        this.plan = plan;
        this.here = here;
    }

    /** Of the process of this JVM. */
    static ProcessState ofThisProcess(ProcessNode own) {
        ProcessPlan plan = ProcessPlan.of(own, own.identity())
                .withName(own.self().name())
                .withDaemon(own.self().daemon())
                .withMethod(own.self().startMethod());
        return new ProcessState(own, plan, true);
    }

    /** How it is to be started, or was. */
    synchronized ProcessPlan plan() {
        return plan;
    }

    synchronized void change(ProcessPlan changed) {
        if (child != null || here || closed) {
            throw new IllegalStateException(this + " has been started; its settings are fixed.");
        }
        plan = changed;
    }

    /** Starts {@code process}, whose state this is. When that fails nothing has changed. */
    synchronized void start(JvmProcess process) throws IOException {
        requireCreator("started");
        if (child != null || closed) {
            throw new IllegalStateException("A process can be started only once: " + this + ".");
        }
        if (node.self().daemon()) {
            throw new IllegalStateException("Daemonic processes are not allowed to have children: " + node.self()
                    + " is one, and would leave " + plan.name() + " without a parent at any moment.");
        }
        ProcessStart begun = ProcessStart.begin(node, plan, process);
        plan = begun.plan();
        child = begun.child();
        node.add(process);
        begun.child().whenEnded(() -> node.remove(process));
        begun.instruct();
    }

    synchronized void keepWarm(int count) throws IOException {
        requireCreator("prepared");
        node.launcher().keepWarm(plan.spec(), count);
    }

    synchronized boolean isAlive() {
        return here || (child != null && !closed && child.exit().isEmpty());
    }

    synchronized Optional<ExitStatus> exitStatus() {
        requireOpen();
        return child == null ? Optional.empty() : child.exit();
    }

    synchronized long pid() {
        return here ? node.self().pid() : started("asked for its id").pid();
    }

    /** The JVM, also of one that was closed. */
    synchronized Optional<ChildJvm> child() {
        return Optional.ofNullable(child);
    }

    /**
     * The JVM of a process that has been started here and not closed.
     *
     * @param verb what is to be done with it, for the message
     * @throws IllegalStateException if it is in another state
     */
    synchronized ChildJvm started(String verb) {
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

    synchronized void close() {
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

    /** Such as {@code Process-1 (pid 4711, daemon, running)}. */
    @Override
    public synchronized String toString() {
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
