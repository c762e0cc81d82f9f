package org.weir.stress.bench;

import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.weir.engine.RunListener;
import org.weir.engine.RunOptions;
import org.weir.engine.Runner;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioReader;
import org.weir.stress.litmus.StoreBufferingPlain;
import org.weir.stress.litmus.StoreBufferingVolatile;
import org.weir.stress.twin.JcstressRun;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures jcstress and Weir by turns, on store buffering, volatile and plain: five rounds of a fork of jcstress over a
 * class with two fields and one launch of Weir over two cells, in both of which C2 compiles the actors.
 *
 * <pre>{@code
 * mvn -q -Pbench -pl stress-tests -am verify -DskipTests
 * }</pre>
 *
 * <p>
 * It takes about three minutes and wants an idle machine with two CPUs or more. A rate is samples, or samples with the
 * outcome {@code 1, 1}, over the seconds of sampling, warm-up included and the start of JVMs left out on both sides:
 * jcstress's is what it was told, iterations times time, for it does not record what it took; Weir's is measured. The counts
 * of jcstress come from its result file, as its log may show them more than once. Medians and ranges are over rounds.
 */
public final class ThreadsAndProcesses {
    private static final int ROUNDS = 5;
    private static final int ITERATIONS = 4;
    private static final Duration ITERATION = Duration.ofSeconds(1);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final String RAREST = "1, 1";

    private final Path directory;

    private ThreadsAndProcesses(Path directory) {
        this.directory = directory;
    }

    /**
     * What is compared.
     *
     * @param name what the table calls it
     * @param threads jcstress's test
     * @param processes Weir's scenario
     */
    private record Subject(String name, Class<?> threads, Class<?> processes) {}

    /** What one round measured, both in 1/s. */
    private record Round(double samples, double rarest) {
        static Round of(Map<String, Long> counts, long nanos) {
            double seconds = nanos / 1e9;
            return new Round(counts.values().stream().mapToLong(Long::longValue).sum() / seconds,
                    counts.getOrDefault(RAREST, 0L) / seconds);
        }
    }

    /**
     * Measures and prints a table.
     *
     * @param args the directory for logs and results
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1) {
            System.err.println("usage: ThreadsAndProcesses <directory>");
            System.exit(64);
        }
        ThreadsAndProcesses benchmark = new ThreadsAndProcesses(Path.of(args[0]));
        double before = load();
        List<String> rows = new ArrayList<>();
        for (Subject subject : List.of(
                new Subject("volatile", VolatileFields.class, StoreBufferingVolatile.class),
                new Subject("plain", PlainFields.class, StoreBufferingPlain.class))) {
            rows.addAll(benchmark.compare(subject));
        }
        System.out.printf(Locale.ROOT, "%n%d rounds, median (range); load average %.1f before, %.1f after, %d CPUs%n%n",
                ROUNDS, before, load(), Runtime.getRuntime().availableProcessors());
        System.out.println(row("store buffering, 1/s", "jcstress, threads", "Weir, processes", "ratio of medians"));
        rows.forEach(System.out::println);
    }

    private List<String> compare(Subject subject) throws IOException, InterruptedException {
        List<Round> threads = new ArrayList<>();
        List<Round> processes = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            threads.add(threads(subject.threads()));
            processes.add(processes(subject.processes(), i));
            System.out.printf(Locale.ROOT, "%s, round %d: jcstress %.1f M/s, Weir %.1f M/s%n", subject.name(), i + 1,
                    threads.getLast().samples() / 1e6, processes.getLast().samples() / 1e6);
        }
        return List.of(
                compared(subject.name() + ", samples", samples(threads), samples(processes)),
                compared(subject.name() + ", \"" + RAREST + "\"", rarest(threads), rarest(processes)));
    }

    private Round threads(Class<?> test) throws IOException, InterruptedException {
        List<TestResult> forks = new JcstressRun(List.of(test.getName()), ITERATIONS, ITERATION, JcstressRun.C2)
                .run(directory.resolve("jcstress"));
        if (forks.size() != 1) {
            throw new IOException("jcstress has " + forks.size() + " results of " + test.getName() + ", not one");
        }
        TestResult fork = forks.getFirst();
        Map<String, Long> counts = new HashMap<>();
        fork.getStateKeys().forEach(id -> counts.put(id, fork.getCount(id)));
        TestConfig config = fork.getConfig();
        return Round.of(counts, TimeUnit.MILLISECONDS.toNanos((long) config.time * config.iters));
    }

    private Round processes(Class<?> scenario, int round) throws IOException {
        if (!(ScenarioReader.read(scenario) instanceof Reading.Valid(var model))) {
            throw new IllegalStateException(scenario.getName() + " is no valid scenario");
        }
        ScenarioConfiguration configuration = model.configurations().getFirst();
        RunOptions options = RunOptions.of(directory.resolve("weir"), round).withTimeBudget(BUDGET).withLaunches(1);
        try (Runner runner = Runner.open(options, RunListener.NONE, 1)) {
            ScenarioResult result = runner.run(configuration);
            if (result.samplingNanos() == 0) {
                throw new IOException(scenario.getName() + " was not sampled: " + result.reasons());
            }
            return Round.of(result.launches().getFirst().counts(), result.samplingNanos());
        }
    }

    private static String compared(String what, Figure threads, Figure processes) {
        return row(what, threads.toString(), processes.toString(),
                String.format(Locale.ROOT, "%.2f", processes.median() / threads.median()));
    }

    private static String row(String what, String threads, String processes, String ratio) {
        return String.format(Locale.ROOT, "%-24s %-32s %-32s %s", what, threads, processes, ratio);
    }

    private static Figure samples(List<Round> rounds) {
        return new Figure(rounds.stream().map(Round::samples).toList());
    }

    private static Figure rarest(List<Round> rounds) {
        return new Figure(rounds.stream().map(Round::rarest).toList());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
