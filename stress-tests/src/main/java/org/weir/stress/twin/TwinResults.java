package org.weir.stress.twin;

import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.scenario.ScenarioModel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Turns what jcstress found into results of Weir: graded and judged by the test's own rules, each fork a launch.
 *
 * <p>
 * A {@code @MustObserve} and a {@code @Samples} say what sampling processes has to show; of threads only this is asked: that
 * jcstress ran the twin, without an error of its own, and saw nothing forbidden.
 */
public final class TwinResults {
    /** The {@link ScenarioResult#harness()} of twins. */
    public static final String HARNESS = JcstressTest.SHARED_CELLS;

    private static final String TIME = "jcstress does not record how long it sampled; the time is what it was told, its"
            + " JVMs' start left out.";

    private final Map<String, List<TestResult>> forks = new HashMap<>();
    private final EnvironmentInfo environment;
    private final String reproduce;

    /**
     * Takes what jcstress found.
     *
     * @param found one result a fork
     * @param environment where it ran
     * @param reproduce the command that runs it again
     */
    public TwinResults(Collection<TestResult> found, EnvironmentInfo environment, String reproduce) {
        found.forEach(fork -> forks.computeIfAbsent(fork.getName(), _ -> new ArrayList<>()).add(fork));
        this.environment = environment;
        this.reproduce = reproduce;
    }

    /** The result of a twin, as {@link #of(JcstressTest)}. */
    public ScenarioResult of(ScenarioModel twin) {
        return of(JcstressTest.of(twin));
    }

    /**
     * The result of a test.
     *
     * @return {@link Verdict#ERROR} if jcstress left it out, or says that a fork of it failed
     */
    public ScenarioResult of(JcstressTest test) {
        List<LaunchResult> launches = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        SortedMap<String, Long> pooled = new TreeMap<>();
        for (TestResult fork : forks.getOrDefault(test.name(), List.of())) {
            LaunchResult launch = launch(fork, launches.size(), test);
            launch.counts().forEach((id, count) -> pooled.merge(id, count, Long::sum));
            launches.add(launch);
            if (fork.status() != Status.NORMAL) {
                errors.add("jcstress reports " + fork.status() + " for fork " + launch.index() + ".");
                diagnostics.addAll(diagnostics(fork, launch.index()));
            }
        }
        if (launches.isEmpty()) {
            errors.add(
                    "jcstress has no result for it. It leaves out, without an error, what it has too few CPUs for, and "
                            + "what is not in the list that its annotation processor writes; its log says what it did.");
        } else if (pooled.isEmpty()) {
            errors.add("jcstress counted no sample of it.");
        }
        Judgement judgement = Judge.judge(test.grading(), List.of(), 0, pooled);
        Verdict verdict = errors.isEmpty() ? judgement.verdict()
                : judgement.verdict() == Verdict.FAIL ? Verdict.FAIL : Verdict.ERROR;
        List<String> reasons = new ArrayList<>(verdict == judgement.verdict() ? judgement.reasons() : List.of());
        reasons.addAll(errors);
        long sampling = launches.stream().mapToLong(LaunchResult::elapsedNanos).sum();
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, test.name(), Map.of(), test.harness(),
                test.description(), test.refs(), test.actors(), verdict, reasons,
                launches.stream().mapToLong(LaunchResult::samples).sum(), sampling, sampling,
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), launches, 0, "MEMORY",
                "sampled by jcstress 0.16", List.of(test.note(), TIME), diagnostics, test.study(), Evidence.NONE,
                reproduce,
                environment);
    }

    private static LaunchResult launch(TestResult fork, int index, JcstressTest test) {
        TestConfig config = fork.getConfig();
        Map<String, Long> counts = new TreeMap<>();
        fork.getStateKeys().forEach(id -> counts.put(id, fork.getCount(id)));
        Map<String, List<String>> jvmArgs = new HashMap<>();
        test.actors().forEach(actor -> jvmArgs.put(actor, List.copyOf(config.jvmArgs)));
        String mode = config.jvmArgs.contains("-XX:-TieredCompilation") ? "c2" : "tiered";
        return new LaunchResult(index, List.of(), counts, counts.values().stream().mapToLong(Long::longValue).sum(),
                TimeUnit.MILLISECONDS.toNanos((long) config.time * config.iters),
                test.actors().stream().map(_ -> mode).toList(), jvmArgs, 0, List.of());
    }

    private static List<Diagnostic> diagnostics(TestResult fork, int index) {
        List<Diagnostic> all = new ArrayList<>();
        add(all, "stack-trace", "what jcstress says of fork " + index, fork.getMessages());
        add(all, "stdout", "standard output of fork " + index, fork.getVmOut());
        add(all, "stderr", "standard error of fork " + index, fork.getVmErr());
        return all;
    }

    private static void add(List<Diagnostic> all, String kind, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            all.add(new Diagnostic(kind, "", title, String.join("\n", lines)));
        }
    }
}
