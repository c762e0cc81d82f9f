package org.weir.process;

import org.jspecify.annotations.Nullable;
import org.weir.channel.EndsOnTheirWay;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The start of a {@link JvmProcess}: a JVM, made ready before or spawned for it, that is told what to run. */
final class ProcessStart {

    private final ProcessNode node;
    private final ProcessPlan plan;
    private final ChildJvm child;
    private final boolean ready;
    private final byte[] order;

    private ProcessStart(ProcessNode node, ProcessPlan plan, ChildJvm child, boolean ready, byte[] order) {
        this.node = node;
        this.plan = plan;
        this.child = child;
        this.ready = ready;
        this.order = order;
    }

    /**
     * Takes a standby or starts a JVM. Ends of pipes that {@code process} takes along are this process's no more when that
     * has ended without receiving them, or does not start.
     *
     * @param wanted what is spawned if it is to be {@link StartMethod#WARM} and there is no standby for it
     * @throws UnserializableTargetException if {@code process} cannot be sent
     */
    static ProcessStart begin(ProcessNode node, ProcessPlan wanted, JvmProcess process) throws IOException {
        EndsOnTheirWay ends = new EndsOnTheirWay();
        boolean begun = false;
        try {
            ProcessStart start = begin(node, wanted, TargetCodec.encode(process, "target of " + wanted.name(), ends));
            start.child.beforeEndIsKnown(ends::recall);
            begun = true;
            return start;
        } finally {
            if (!begun) {
                ends.recall();
            }
        }
    }

    private static ProcessStart begin(ProcessNode node, ProcessPlan wanted, byte[] target) throws IOException {
        byte[] order = order(node, wanted, target);
        JvmLauncher launcher = node.launcher();
        JvmSpec spec = wanted.spec();
        boolean warm = wanted.method() == StartMethod.WARM;
        Optional<ChildJvm> standby = warm ? launcher.takeStandby(spec) : Optional.empty();
        ProcessPlan plan = wanted;
        if (warm && standby.isEmpty()) {
            plan = wanted.withMethod(StartMethod.SPAWN);
            order = order(node, plan, target);
            launcher.keepWarm(spec, Math.max(1, launcher.wanted(spec)));
            node.log()
                    .log(Level.INFO, plan.name()
                            + " is spawned: no standby of its options, environment and directory.");
        }
        ChildJvm child = standby.isPresent() ? standby.get() : launcher.begin(spec);
        return new ProcessStart(node, plan, child, standby.isPresent(), order);
    }

    /** @throws UnserializableTargetException if it is larger than what can be sent */
    private static byte[] order(ProcessNode node, ProcessPlan plan, byte[] target) {
        requireSendable(plan, target.length);
        Level level = node.logLevel();
        byte[] order = new StartOrder(plan.identity(), plan.name(), plan.daemon(), plan.method(), node.defaultMethod(),
                node.self().name(), node.self().pid(), node.authKey(), level == Level.OFF ? "" : level.name(),
                InheritedOptions.properties(), target).encode();
        requireSendable(plan, order.length);
        return order;
    }

    private static void requireSendable(ProcessPlan plan, int bytes) {
        if (bytes > FrameChannel.LIMIT) {
            throw new UnserializableTargetException("The target of " + plan.name() + " is too large to be sent to"
                    + " another JVM: with all that it has captured, and the system properties, it takes " + bytes
                    + " bytes, and " + FrameChannel.LIMIT + " at the most can be sent (64 MiB). Let the process receive"
                    + " the data from a pipe or a queue, or read them from a file or shared memory.");
        }
    }

    /** How it really is started. */
    ProcessPlan plan() {
        return plan;
    }

    ChildJvm child() {
        return child;
    }

    /** Tells the child what to run, as soon as it listens. One that does not take it is killed. */
    void instruct() {
        if (ready) {
            send();
        } else {
            CompletableFuture<Void> _ = child.link()
                    .hello()
                    .thenRunAsync(this::send, JvmLauncher.INSTRUCTOR)
                    .exceptionally(this::abandon);
        }
    }

    private void send() {
        try {
            child.assign(plan.name(), ProcessRole.class);
            child.send(order);
        } catch (IOException | RuntimeException | Error e) {
            kill(e);
        }
    }

    /** It ended before it listened. */
    private @Nullable Void abandon(Throwable why) {
        if (child.exit().isEmpty()) {
            kill(why);
        }
        return null;
    }

    private void kill(Throwable why) {
        child.kill();
        node.log().log(Level.ERROR, plan.name() + " did not take its target.", why);
    }
}
