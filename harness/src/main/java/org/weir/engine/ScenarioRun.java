package org.weir.engine;

import org.weir.engine.LaunchCounts.FaultCount;
import org.weir.outcome.Binomial;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.results.Witness;
import org.weir.scenario.ActorModel;
import org.weir.scenario.FaultModel;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.Speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs one configuration of a scenario: all its launches, and what they come to. Used by one thread, once. */
final class ScenarioRun {
    private static final double CONFIDENCE = 0.95;

    /** A launch that was made samples at least this long, whatever its start took. */
    private static final Duration LEAST_SAMPLING = Duration.ofMillis(150);

    /** The same where accesses to memory are studied: until its loop is compiled a JVM is a thousand times slower. */
    private static final Duration LEAST_OF_MEMORY = Duration.ofMillis(600);

    private final Session session;
    private final ScenarioConfiguration configuration;
    private final ScenarioModel model;
    private final Duration budget;
    private final Duration reserve;
    private final long seed;
    private final EnvironmentInfo environment;
    private final Clock.Watcher watcher;
    private final Map<String, Long> pooled = new HashMap<>();
    private final List<LaunchResult> launches = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<FaultModel, FaultCount> faults = new HashMap<>();
    private final List<Evidence.Discovery> discoveries = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private Speed speed;
    private String speedReason = "";
    private long samplingNanos;
    /** How long the start of a launch has taken, from the first JVM to the first sample. */
    private long startNanos;
    private long reserveNanos;
    private int furtherLaunches;

    /**
     * A run that has not begun.
     *
     * @param budget the time it has
     * @param reserve the time it may take besides, if it has no verdict by then
     */
    ScenarioRun(Session session, ScenarioConfiguration configuration, Duration budget, Duration reserve,
            EnvironmentInfo environment, Clock.Watcher watcher) {
        this.session = session;
        this.configuration = configuration;
        this.model = configuration.model();
        this.budget = budget;
        this.reserve = reserve;
        this.environment = environment;
        this.watcher = watcher;
        this.speed = model.speed();
        this.seed = session.options().seed();
    }

    ScenarioResult run() {
        long start = System.nanoTime();
        long end = start + budget.toNanos();
        List<String> errors = new ArrayList<>();
        int actors = model.actors().size();
        List<LaunchPlan> plans = LaunchPlan.plan(session.options().launchesIn(budget), actors,
                seed ^ configuration.displayName().hashCode() * 0x9E3779B97F4A7C15L,
                model.speed() == Speed.RESOURCE || !declaredObstacle().isEmpty() ? JitMode.TIERED : JitMode.C2);
        double weight = plans.stream().mapToDouble(LaunchPlan::weight).sum();
        for (LaunchPlan plan : plans) {
            if (session.stopping().get() || samples() >= wanted() || !errors.isEmpty()) {
                break;
            }
            long now = System.nanoTime();
            long left = end - now;
            boolean chosen = session.options().launches() > 0;
            if (!chosen && plan.index() > 0 && left < startNanos * 3 / 2) {
                break;
            }
            long share = (long) (Math.max(0, left) * plan.weight() / weight);
            weight -= plan.weight();
            launch(plan, now + Math.max(share, Math.min(left, 2 * startNanos)), errors);
        }
        if (session.options().launches() == 0 && session.options().samples().isEmpty()) {
            goOn(plans.getFirst(), errors);
        }
        if (session.stopping().get()) {
            notes.add("The run was interrupted; the counts are those up to then.");
        }
        if (!session.hasCpuFor(actors)) {
            notes.add("The " + actors + " actors outnumber the " + session.cpus().size()
                    + " CPUs: they are not pinned and wait for each other asleep, so few of them ever run at once.");
        }
        return result(System.nanoTime() - start, errors);
    }

    /** Makes further launches while the verdict is open, until the reserve is spent. */
    private void goOn(LaunchPlan plan, List<String> errors) {
        long start = System.nanoTime();
        long end = start + reserve.toNanos();
        long each = Math.max(budget.toNanos(), 2 * startNanos);
        while (errors.isEmpty() && !session.stopping().get() && System.nanoTime() - end < 0 && isOpen()) {
            launch(plan.again(launches.size()), Math.min(end, System.nanoTime() + each), errors);
            furtherLaunches++;
        }
        reserveNanos = System.nanoTime() - start;
        if (furtherLaunches > 0) {
            notes.add(String.format(Locale.ROOT,
                    "Its share of the time, %.1f s, brought no verdict: it went on for %.1f s, in %d further %s.",
                    budget.toNanos() / 1e9, reserveNanos / 1e9, furtherLaunches,
                    furtherLaunches == 1 ? "launch" : "launches"));
        }
    }

    /** Whether there is no verdict yet that more samples could not change. */
    private boolean isOpen() {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(Judge.judge(model.grading(), model.mustObserve(), model.minSamples(), pooled).verdict());
        if (!idleFaults(new ArrayList<>()).isEmpty()) {
            verdicts.add(Verdict.INCONCLUSIVE);
        }
        return Verdict.of(verdicts) == Verdict.INCONCLUSIVE;
    }

    /** No fault is done to threads of one JVM, which is noted and leaves the verdict alone. */
    private List<String> idleFaults(List<String> told) {
        if (!session.options().inOneJvm()) {
            return new FaultReport(model, faults).tell(told, samples());
        }
        if (!model.faults().isEmpty()) {
            told.add("Faults are not done in one JVM: what was sampled is the scenario without them.");
        }
        return List.of();
    }

    /** How much of the reserve was used. */
    Duration usedOfReserve() {
        return Duration.ofNanos(reserveNanos);
    }

    private long wanted() {
        return session.options().samples().orElse(Long.MAX_VALUE);
    }

    private long samples() {
        return pooled.values().stream().mapToLong(Long::longValue).sum();
    }

    private void launch(LaunchPlan plan, long end, List<String> errors) {
        LaunchCounts counts = new LaunchCounts();
        LaunchWorkers involved = new LaunchWorkers();
        Map<String, Long> before = Map.copyOf(pooled);
        long nanosBefore = samplingNanos;
        Clock whole = new Clock(end, wanted() - samples(), session.stopping(), (soFar, nanos) -> {
            Map<String, Long> all = new HashMap<>(before);
            soFar.forEach((id, count) -> all.merge(id, count, Long::sum));
            discovered(all);
            watcher.sampled(all, nanosBefore + nanos);
        });
        try {
            for (int attempt = 0; attempt < LaunchWorkers.MOST_ATTEMPTS; attempt++) {
                if (attempt > 0 && whole.isOver(counts.samples())) {
                    break;
                }
                if (sample(plan, whole, counts, involved)) {
                    break;
                }
            }
        } catch (LaunchException e) {
            errors.add(e.getMessage());
            e.diagnostics().forEach(this::explain);
        }
        counts.diagnostics().forEach(this::explain);
        counts.counts().forEach((id, count) -> pooled.merge(id, count, Long::sum));
        discovered(pooled);
        counts.witnesses().forEach(this::keep);
        counts.faults().forEach((fault, count) -> faults.merge(fault, count, FaultCount::plus));
        samplingNanos += counts.nanos();
        List<Integer> pinned = session.hasCpuFor(model.actors().size()) ? model.actors()
                .stream()
                .map(actor -> session.cpuOf(actor.index(), model.actors().size()))
                .toList() : List.of();
        launches.add(new LaunchResult(plan.index(), involved.pids(), counts.counts(), counts.samples(),
                counts.nanos(), plan.modes().stream().map(JitMode::label).toList(), involved.jvmArgs(), plan.seed(),
                pinned));
    }

    private void discovered(Map<String, Long> counts) {
        int distinct = counts.size();
        if (distinct > 0 && (discoveries.isEmpty() || discoveries.getLast().distinct() < distinct)) {
            long samples = counts.values().stream().mapToLong(Long::longValue).sum();
            discoveries.add(new Evidence.Discovery(samples, distinct));
        }
    }

    private void keep(Witness witness) {
        boolean known = witnesses.stream().anyMatch(other -> other.outcome().equals(witness.outcome()));
        if (!known && witnesses.size() < LaunchCounts.MAX_WITNESSES) {
            witnesses.add(witness);
        }
    }

    private void explain(Diagnostic diagnostic) {
        if (!diagnostics.contains(diagnostic)) {
            diagnostics.add(diagnostic);
        }
    }

    /** One set of workers; false if it broke and another should go on. */
    private boolean sample(LaunchPlan plan, Clock whole, LaunchCounts counts, LaunchWorkers involved)
            throws LaunchException {
        if (session.options().inOneJvm()) {
            speed = Speed.RESOURCE;
            speedReason = "all actors are threads of one JVM";
            new OneJvmSampler(configuration, counts).sample(whole);
            return true;
        }
        long start = System.nanoTime();
        try (Workers workers = new Workers(session, configuration, plan)) {
            try {
                workers.start();
                ConstructionReport agreed = new Survey(model, workers).agree();
                decideSpeed(agreed);
                byte[] image = ResourceLoop.read(workers.segment().area(), agreed.used());
                if (speed == Speed.MEMORY) {
                    for (int worker = 0; worker < model.actors().size(); worker++) {
                        workers.order(worker, Frames.of(Frames.MEMORY, image));
                        workers.answer(worker, "its sampling loop prepared");
                    }
                    startNanos = System.nanoTime() - start;
                    Clock clock = whole.atLeast(LEAST_OF_MEMORY);
                    return new MemorySampler(model, workers, counts).sample(clock) == MemorySampler.End.DONE;
                }
                if (model.arbiter().isPresent()) {
                    workers.startArbiter();
                    new Survey(model, workers).compare(agreed, model.actors().size());
                }
                startNanos = System.nanoTime() - start;
                Clock clock = whole.atLeast(LEAST_SAMPLING);
                new ResourceSampler(model, workers, image, counts, plan).sample(clock);
                workers.handOn();
                return true;
            } finally {
                involved.add(workers);
            }
        }
    }

    private void decideSpeed(ConstructionReport construction) throws LaunchException {
        String obstacle = obstacle(construction);
        if (model.speed() == Speed.MEMORY && !obstacle.isEmpty()) {
            throw new LaunchException("the scenario asserts speed MEMORY, but " + obstacle, List.of());
        }
        speed = model.speed() == Speed.RESOURCE || !obstacle.isEmpty() ? Speed.RESOURCE : Speed.MEMORY;
        speedReason = model.speed() == Speed.RESOURCE ? "the scenario asserts it"
                : obstacle.isEmpty() ? construction.reason() : obstacle;
    }

    private String obstacle(ConstructionReport construction) {
        if (!construction.memory()) {
            return construction.reason();
        }
        if (construction.used() > StateLayout.PACKED_ROOM) {
            return "its shared objects take " + construction.used() + " bytes, more than the "
                    + StateLayout.PACKED_ROOM + " that a state of memory kind may take";
        }
        return declaredObstacle();
    }

    /** What keeps the scenario from being one of memory kind, as far as its class tells; empty if nothing does. */
    private String declaredObstacle() {
        if (!model.faults().isEmpty()) {
            return "it declares a fault";
        }
        if (!model.beforeSample().isEmpty() || !model.afterSample().isEmpty()) {
            return "it has methods to run before or after each sample";
        }
        if (AutoCloseable.class.isAssignableFrom(model.type())) {
            return "its state is closed after each sample";
        }
        return "";
    }

    private ScenarioResult result(long elapsed, List<String> errors) {
        Judgement judgement = Judge.judge(model.grading(), model.mustObserve(), model.minSamples(), pooled);
        List<String> idle = idleFaults(notes);
        List<Verdict> verdicts = new ArrayList<>(List.of(judgement.verdict()));
        if (!errors.isEmpty()) {
            verdicts.add(Verdict.ERROR);
        }
        if (!idle.isEmpty()) {
            verdicts.add(Verdict.INCONCLUSIVE);
        }
        Verdict verdict = Verdict.of(verdicts);
        List<String> reasons = new ArrayList<>(errors);
        if (verdict == judgement.verdict()) {
            reasons.addAll(0, judgement.reasons());
        }
        reasons.addAll(idle);
        long samples = samples();
        if (speed == Speed.RESOURCE && samples > 0) {
            notes.add(String.format(Locale.ROOT,
                    "%d samples bound the rate of any outcome that was not seen to %.2g%% (one-sided, 95%%), no less.",
                    samples, 100 * Binomial.upperBoundIfUnseen(samples, CONFIDENCE)));
        }
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, model.type().getName(), configuration.params(),
                session.options().inOneJvm() ? "threads, in one JVM" : "processes", model.description(), model.refs(),
                model.actors().stream().map(ActorModel::name).toList(), verdict, reasons, samples, elapsed,
                samplingNanos, judgement.outcomes().stream().map(OutcomeResult::of).toList(), launches, seed,
                speed == Speed.AUTO ? "" : speed.name(), speedReason, notes, diagnostics, Studies.of(model), evidence(),
                Reproduction.command(configuration, session.options(), launchesToRepeat(),
                        budget.plus(usedOfReserve())),
                environment);
    }

    /** Those planned for the run's share of the time; if it went on after that, those that were made. */
    private int launchesToRepeat() {
        return furtherLaunches > 0 ? launches.size() : session.options().launchesIn(budget);
    }

    private Evidence evidence() {
        return new Evidence(new FaultReport(model, faults).counts(), discoveries, witnesses);
    }

    /** The worker JVMs that a launch used, all attempts together. */
    private static final class LaunchWorkers {
        static final int MOST_ATTEMPTS = 4;

        private final List<Long> pids = new ArrayList<>();
        private Optional<Workers> last = Optional.empty();

        void add(Workers workers) {
            pids.addAll(workers.pids());
            last = Optional.of(workers);
        }

        List<Long> pids() {
            return List.copyOf(pids);
        }

        Map<String, List<String>> jvmArgs() {
            return last.map(Workers::jvmArgs).orElse(Map.of());
        }
    }
}
