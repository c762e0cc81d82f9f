package org.weir.engine;

import org.weir.memory.Realm;
import org.weir.os.Affinity;
import org.weir.outcome.Verdict;
import org.weir.process.JvmLauncher;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.Evidence;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Shard;
import org.weir.results.Study;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs configurations of scenarios one after the other, and writes each result as soon as it is there. Used by one
 * thread, but for {@link #stop()}, which any thread may call. Closing it ends every worker and removes the realm.
 */
public final class Runner implements AutoCloseable {
    /**
     * This part of the budget is nobody's share. It is for configurations that end their share without a verdict, because
     * what they must observe was not seen yet: that is a matter of luck, and of how busy the machine is.
     */
    private static final int PARTS_IN_RESERVE = 10;

    /** No configuration takes more from the reserve than so many times its share. */
    private static final int LONGEST_EXTENSION = 8;
    private static final Duration LEAST_EXTENDED = Duration.ofSeconds(1);

    private final Session session;
    private final RunOptions options;
    private final RunListener listener;
    private final ResultsWriter writer;
    private final EnvironmentInfo environment;
    private final int planned;
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private final List<ScenarioResult> results = new ArrayList<>();
    private Duration whole;
    private double weightOfAll;
    private double weightToCome;
    private Duration reserve = Duration.ZERO;

    private Runner(Session session, RunListener listener, ResultsWriter writer, int planned) {
        this.session = session;
        this.options = session.options();
        this.listener = listener;
        this.writer = writer;
        this.planned = planned;
        this.environment = EnvironmentProbe.capture();
        this.whole = options.budgetFor(planned);
        this.weightOfAll = planned;
        this.weightToCome = planned;
        keepReserve();
    }

    /**
     * Opens a realm, a launcher and a results directory.
     *
     * @param options how to run
     * @param listener is told how the run goes
     * @param planned how many configurations will be run; the time budget is divided by it, unless {@link #expect} says
     *                which they are
     * @throws IOException if shared memory or the results directory cannot be made
     */
    public static Runner open(RunOptions options, RunListener listener, int planned) throws IOException {
        return open(options, listener, planned, ResultsWriter.create(options.out()));
    }

    /**
     * Opens a realm and a launcher, for results that go where the caller says.
     *
     * @param writer takes the results instead of a writer of {@code options.out()}; closed with the runner
     * @throws IOException if shared memory cannot be made; the writer is then closed
     * @see #open(RunOptions, RunListener, int)
     */
    public static Runner open(RunOptions options, RunListener listener, int planned, ResultsWriter writer)
            throws IOException {
        try {
            return new Runner(session(options), listener, writer, planned);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static Session session(RunOptions options) throws IOException {
        Realm realm = Realm.create();
        JvmLauncher launcher = JvmLauncher.open(realm);
        return new Session(realm, launcher, options, Affinity.current(), new AtomicBoolean(), new AtomicLong(),
                new KeptWorkers());
    }

    /**
     * Tells which configurations will be run, so that each gets its {@linkplain ScenarioModel#weight() weight} of the
     * time budget; without it all get the same. To be called before the first of them is run.
     */
    public void expect(List<ScenarioConfiguration> configurations) {
        whole = options.budgetFor(configurations.size());
        weightOfAll = configurations.stream().mapToDouble(each -> each.model().weight()).sum();
        weightToCome = weightOfAll;
        keepReserve();
    }

    /** A single configuration needs none: all the time is its own. */
    private void keepReserve() {
        reserve = planned > 1 ? whole.dividedBy(PARTS_IN_RESERVE) : Duration.ZERO;
    }

    /**
     * Runs a configuration and writes its result.
     *
     * @return the result, whatever it is; a harness failure is a result with the verdict {@code ERROR}
     * @throws IOException if the result cannot be written
     */
    public ScenarioResult run(ScenarioConfiguration configuration) throws IOException {
        listener.started(configuration);
        Duration budget = budget(configuration.model().weight());
        Duration most = (budget.compareTo(LEAST_EXTENDED) < 0 ? LEAST_EXTENDED : budget)
                .multipliedBy(LONGEST_EXTENSION);
        ScenarioRun run = new ScenarioRun(session, configuration, budget,
                reserve.compareTo(most) < 0 ? reserve : most, environment,
                (counts, nanos) -> tell(configuration, counts, nanos));
        ScenarioResult result = run.run();
        reserve = reserve.minus(run.usedOfReserve());
        results.add(result);
        writer.append(result);
        listener.finished(configuration, result);
        return result;
    }

    /**
     * Writes an error for a planned scenario that cannot be run.
     *
     * @param scenario its class name
     * @param mistakes why not, most important first
     * @throws IOException if the result cannot be written
     */
    public ScenarioResult reject(String scenario, List<String> mistakes) throws IOException {
        ScenarioResult result = new ScenarioResult(ScenarioResult.SCHEMA_VERSION, scenario, Map.of(), "processes", "",
                List.of(), List.of(), Verdict.ERROR, mistakes, 0, 0, 0, List.of(), List.of(), options.seed(), "", "",
                List.of(), List.of(), Study.NONE, Evidence.NONE, "weir run " + Reproduction.quote(scenario),
                environment);
        results.add(result);
        writer.append(result);
        return result;
    }

    /**
     * A share of what is left of the run's budget; half of its share of the whole at the least, so that whoever comes late
     * does not pay for those whose JVMs were slow to start.
     */
    private Duration budget(double weight) {
        double share = Math.clamp(weight / Math.max(weight, weightToCome), 0, 1);
        weightToCome -= weight;
        long ofLeft = (long) (left().minus(reserve).toNanos() * share);
        long ofAll = (long) (whole.toNanos() * Math.min(1, weight / weightOfAll));
        return Duration.ofNanos(Math.max(ofLeft, ofAll / 2));
    }

    /** What is left of the run's budget; negative if more than that was taken. */
    private Duration left() {
        return whole.minusNanos(System.nanoTime() - startNanos);
    }

    private void tell(ScenarioConfiguration configuration, Map<String, Long> counts, long nanos) {
        long samples = counts.values().stream().mapToLong(Long::longValue).sum();
        long forbidden = counts.entrySet()
                .stream()
                .filter(entry -> configuration.model().grading().grade(entry.getKey()).isForbidden())
                .mapToLong(Map.Entry::getValue)
                .sum();
        Duration left = left();
        listener.progress(new RunListener.Progress(configuration, results.size(), planned, samples,
                nanos == 0 ? 0 : samples * 1e9 / nanos, left.isNegative() ? Duration.ZERO : left, forbidden));
    }

    /** Makes the run end soon: the configuration in progress is judged by what it has, and no other is begun. */
    public void stop() {
        session.stopping().set(true);
    }

    /** Whether {@link #stop()} was called. */
    public boolean isStopped() {
        return session.stopping().get();
    }

    /** The results so far, in order. */
    public List<ScenarioResult> results() {
        return List.copyOf(results);
    }

    /**
     * Sums the run up and writes {@code summary.json}.
     *
     * @param command the command that runs the same again; empty if there is none
     */
    public RunSummary finish(String command) throws IOException {
        return finish(command, Shard.whole(planned));
    }

    /**
     * Sums up a run that does a part of a plan.
     *
     * @param command the command that runs the same again; empty if there is none
     * @param shard the part
     * @see #finish(String)
     */
    public RunSummary finish(String command, Shard shard) throws IOException {
        RunSummary summary = RunSummary.of(results, planned, started, Instant.now(), options.seed(),
                options.timeBudget().orElse(Duration.ZERO), isStopped(), command, environment)
                .of(shard);
        writer.write(summary);
        return summary;
    }

    @Override
    public void close() throws IOException {
        try (writer) {
            session.launcher().close();
        } finally {
            session.realm().close();
        }
    }
}
