package org.weir.engine;

import org.weir.memory.Segment;
import org.weir.process.ChildEndedException;
import org.weir.process.ChildJvm;
import org.weir.process.ExitStatus;
import org.weir.process.JvmSpec;
import org.weir.process.SilentChildException;
import org.weir.results.Diagnostic;
import org.weir.scenario.ActorModel;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/**
 * The worker JVMs of one launch, one for each actor and, for resource scenarios with an arbiter, one more, and the
 * segment that they share. Used by one thread.
 */
final class Workers implements AutoCloseable {
    /** Between orders a worker has only Weir's own code to run, or the author's constructor. */
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration DUMP = Duration.ofSeconds(3);
    private static final Duration NO_LIMIT = Duration.ofDays(1);
    private static final int TAIL = 8000;

    private final Session session;
    private final ScenarioConfiguration configuration;
    private final ScenarioModel model;
    private final LaunchPlan plan;
    private final String segmentName;
    private final Optional<WorkerGroup> kept;
    private final Segment shared;
    private final SegmentLayout segment;
    private final List<ChildJvm> children = new ArrayList<>();
    private final List<Long> pids = new ArrayList<>();
    private final Map<String, List<String>> jvmArgs = new HashMap<>();
    private boolean handsOn;

    Workers(Session session, ScenarioConfiguration configuration, LaunchPlan plan) throws LaunchException {
        this.session = session;
        this.configuration = configuration;
        this.model = configuration.model();
        this.plan = plan;
        this.kept = session.kept().take(model.type(), specs());
        this.segmentName = kept.map(WorkerGroup::segmentName).orElseGet(session::nextName);
        int words = new ResultLayout(model.resultFields(), model.actors().size()).keyWords();
        this.shared = kept.isPresent() ? kept.get().shared()
                : createSegment(new SegmentLayout(0, model.actors().size(), words).bytes());
        this.segment = new SegmentLayout(shared.address(), model.actors().size(), words);
    }

    private Segment createSegment(long bytes) throws LaunchException {
        try {
            return session.realm().createSegment(segmentName, bytes);
        } catch (IOException e) {
            throw new LaunchException("the shared memory of the launch could not be made: " + e.getMessage(), e);
        }
    }

    private List<JvmSpec> specs() {
        return IntStream.range(0, model.actors().size() + (model.arbiter().isPresent() ? 1 : 0))
                .mapToObj(this::spec)
                .toList();
    }

    /** Starts the actors' JVMs, all at once, unless those of the configuration before are there; gives them plans. */
    void start() throws LaunchException {
        if (kept.isPresent()) {
            children.addAll(kept.get().children().subList(0, model.actors().size()));
        } else {
            startActors();
        }
        for (int worker = 0; worker < children.size(); worker++) {
            enlist(worker);
        }
        for (int worker = 0; worker < children.size(); worker++) {
            answer(worker, "its plan taken");
        }
    }

    private void startActors() throws LaunchException {
        List<FutureTask<ChildJvm>> starting = new ArrayList<>();
        for (ActorModel actor : model.actors()) {
            JvmSpec spec = spec(actor.index());
            FutureTask<ChildJvm> task = new FutureTask<>(() -> session.launcher().launch(spec));
            Thread.ofPlatform().daemon().name("weir-launch-" + actor.name()).start(task);
            starting.add(task);
        }
        LaunchException failure = null;
        for (FutureTask<ChildJvm> task : starting) {
            try {
                children.add(task.get());
            } catch (ExecutionException e) {
                failure = new LaunchException("a worker JVM could not be started: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new LaunchException("interrupted while worker JVMs were starting", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Starts the JVM in which the arbiter of a resource scenario runs, unless it is there. */
    void startArbiter() throws LaunchException {
        Optional<ChildJvm> old = keptArbiter();
        children.add(old.isPresent() ? old.get() : launch(model.actors().size()));
        enlist(children.size() - 1);
        answer(children.size() - 1, "its plan taken");
    }

    /** Ends a worker and puts a new one in its place, which knows the plan. */
    void replace(int worker) throws LaunchException {
        children.get(worker).close();
        children.set(worker, launch(worker));
        enlist(worker);
        answer(worker, "its plan taken");
    }

    private Optional<ChildJvm> keptArbiter() {
        return kept.map(WorkerGroup::children)
                .filter(all -> all.size() > model.actors().size())
                .map(List::getLast);
    }

    private boolean isKept(ChildJvm child) {
        return kept.filter(group -> group.children().contains(child)).isPresent();
    }

    /** Lets the next configuration of the scenario have these workers, if the scenario leaves nothing in them. */
    void handOn() {
        handsOn = plan.modes().stream().allMatch(JitMode.TIERED::equals) && session.options().debugActor().isEmpty();
    }

    /** Keeps a standby for a worker that faults will end. */
    void keepWarm(int worker) {
        session.launcher().keepWarm(spec(worker), 1);
    }

    /** Stops keeping standbys. */
    void coolDown() {
        for (int worker = 0; worker <= model.actors().size(); worker++) {
            session.launcher().keepWarm(spec(worker), 0);
        }
    }

    private ChildJvm launch(int worker) throws LaunchException {
        try {
            return session.launcher().launch(spec(worker));
        } catch (IOException e) {
            throw new LaunchException("a worker JVM could not be started: " + e.getMessage(), e);
        }
    }

    private void enlist(int worker) throws LaunchException {
        ChildJvm child = children.get(worker);
        pids.add(child.pid());
        try {
            if (isKept(child)) {
                child.forgetOutput();
            } else {
                child.assign(name(worker), WorkerRole.class);
            }
        } catch (IOException e) {
            throw new LaunchException("the JVM of " + name(worker) + " did not take its role: " + e.getMessage(), e);
        }
        order(worker, Frames.of(Frames.PLAN, workerPlan(worker).encode()));
    }

    private JvmSpec spec(int worker) {
        List<String> args = new ArrayList<>(plan.jvmArgs(worker, model.type().getName()));
        args.addAll(model.jvmArgs());
        Map<String, String> env = new HashMap<>(model.env());
        List<Path> ownClassPath = List.of();
        if (worker < model.actors().size()) {
            ActorModel actor = model.actors().get(worker);
            args.addAll(actor.jvmArgs());
            env.putAll(actor.env());
            ownClassPath = actor.classPath();
            if (session.options().debugActor().filter(actor.name()::equals).isPresent()) {
                args.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:"
                        + RunOptions.DEBUG_PORT);
            }
        }
        args.addAll(session.options().jvmArgs());
        jvmArgs.put(name(worker), List.copyOf(args));
        if (session.options().flightRecorder()) {
            args.add("-XX:StartFlightRecording=settings=profile,filename=" + session.options()
                    .out()
                    .toAbsolutePath()
                    .resolve(model.type().getSimpleName() + "-" + plan.index() + "-" + name(worker) + "-%p.jfr"));
        }
        return new JvmSpec(args, session.classPath(ownClassPath, model.classPath()), env, Path.of(""));
    }

    private WorkerPlan workerPlan(int worker) {
        int actors = model.actors().size();
        return WorkerPlan.of(configuration, worker, segmentName,
                worker < actors ? session.cpuOf(worker, actors) : -1, session.hasCpuFor(actors), plan.seed(),
                deadline().toNanos());
    }

    /** How long one sample may take. */
    Duration deadline() {
        return session.options().debugActor().isPresent() ? NO_LIMIT : model.deadline();
    }

    String name(int worker) {
        return worker < model.actors().size() ? model.actors().get(worker).name()
                : model.arbiter().map(Method::getName).orElse("parent");
    }

    SegmentLayout segment() {
        return segment;
    }

    int size() {
        return children.size();
    }

    ChildJvm child(int worker) {
        return children.get(worker);
    }

    List<Long> pids() {
        return List.copyOf(pids);
    }

    Map<String, List<String>> jvmArgs() {
        return Map.copyOf(jvmArgs);
    }

    /** Where the files of samples go. */
    Path files() {
        return session.realm().directory().resolve(segmentName + ".files");
    }

    /** Sends an order. */
    void order(int worker, byte[] frame) throws LaunchException {
        try {
            children.get(worker).send(frame);
        } catch (ChildEndedException e) {
            throw ended(worker, e.status());
        } catch (IOException e) {
            throw new LaunchException("the JVM of " + name(worker) + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Waits for the answer to an order. */
    byte[] answer(int worker, String awaited) throws LaunchException {
        try {
            byte[] frame = children.get(worker)
                    .receive(awaited,
                            session.options().debugActor().isPresent() ? NO_LIMIT : ANSWER);
            if (frame[0] == Frames.FAILED) {
                throw failed(worker, frame);
            }
            return Frames.body(frame);
        } catch (ChildEndedException e) {
            throw ended(worker, e.status());
        } catch (SilentChildException e) {
            throw new LaunchException("the JVM of " + name(worker) + " is stuck: " + e.getMessage(),
                    List.of(dump(worker)));
        } catch (IOException e) {
            throw new LaunchException("the JVM of " + name(worker) + " cannot be reached: " + e.getMessage(), e);
        }
    }

    LaunchException failed(int worker, byte[] frame) {
        String trace = Frames.text(frame);
        return new LaunchException("in the JVM of " + name(worker) + ": " + trace.lines().findFirst().orElse(""),
                List.of(new Diagnostic("stack-trace", name(worker), "what " + name(worker) + " threw", trace)));
    }

    private LaunchException ended(int worker, ExitStatus status) {
        return new LaunchException("the JVM of " + name(worker) + " ended before it was sampled: " + status,
                outputs(worker));
    }

    /** How a worker ended; empty while it lives. */
    Optional<ExitStatus> exit(int worker) {
        return children.get(worker).exit();
    }

    /** A thread dump of a worker, now. */
    Diagnostic dump(int worker) {
        String text = children.get(worker)
                .threadDump(DUMP)
                .orElse("no thread dump came within " + DUMP.toSeconds() + " s");
        return new Diagnostic("thread-dump", name(worker), name(worker) + " at its deadline, pid "
                + children.get(worker).pid(), text);
    }

    /** What a worker printed, and the account of its crash if there is one. */
    List<Diagnostic> outputs(int worker) {
        ChildJvm child = children.get(worker);
        List<Diagnostic> found = new ArrayList<>();
        String out = child.stdoutTail(TAIL);
        if (!out.isBlank()) {
            found.add(new Diagnostic("stdout", name(worker), "standard output of " + name(worker), out));
        }
        String err = child.stderrTail(TAIL);
        if (!err.isBlank()) {
            found.add(new Diagnostic("stderr", name(worker), "standard error of " + name(worker), err));
        }
        child.hsErr().ifPresent(file -> {
            try {
                String text = Files.readString(file);
                found.add(new Diagnostic("hs_err", name(worker), "the JVM of " + name(worker) + " crashed",
                        text.substring(0, Math.min(text.length(), 2 * TAIL))));
            } catch (IOException e) {
                found.add(new Diagnostic("hs_err", name(worker), file + " could not be read", e.toString()));
            }
        });
        return found;
    }

    /** Whether a worker stands still because of a signal. */
    boolean isStopped(int worker) {
        try {
            String stat = Files.readString(Path.of("/proc/" + children.get(worker).pid() + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'T' || state == 't';
        } catch (IOException e) {
            return false;
        }
    }

    /** Hands the workers on if they may be; else ends them and gives their shared memory back. */
    @Override
    public void close() {
        WorkerGroup group = new WorkerGroup(model.type(), specs().subList(0, children.size()), children, segmentName,
                shared);
        boolean released = handsOn && areAllReleased();
        SharedFiles.deleteQuietly(files());
        if (released) {
            session.kept().keep(group);
        } else {
            group.end();
            keptArbiter().ifPresent(ChildJvm::close);
        }
    }

    private boolean areAllReleased() {
        try {
            for (int worker = 0; worker < children.size(); worker++) {
                order(worker, Frames.of(Frames.RELEASE));
            }
            boolean all = true;
            for (int worker = 0; worker < children.size(); worker++) {
                all &= answer(worker, "the scenario let go")[0] == 1;
            }
            return all;
        } catch (LaunchException e) {
            return false;
        }
    }
}
