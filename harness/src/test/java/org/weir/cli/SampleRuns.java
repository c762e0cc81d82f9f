package org.weir.cli;

import picocli.CommandLine;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Shard;
import org.weir.results.Study;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results of runs that might have been, and the commands on them within this JVM. */
final class SampleRuns {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final EnvironmentInfo ENVIRONMENT = environment(COMMIT);

    private SampleRuns() {}

    /** How a command within this JVM ended. */
    record Ended(int code, String out, String err) {}

    static Ended execute(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(List.of(arguments).stream().map(String::valueOf).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    static EnvironmentInfo environment(String commit) {
        return new EnvironmentInfo("Imaginary CPU", 2, "1 socket, 2 cores, 2 threads", "amd64", "Linux 6.1",
                "A vendor 25.0.1+8", List.of(), commit, "host", "1.2.3");
    }

    /** A result of a counter: "2" is accepted, "1" has to be seen, anything else is forbidden. */
    static ScenarioResult counter(String scenario, Map<String, Long> counts) {
        return counter(scenario, List.of(counts), ENVIRONMENT);
    }

    /** The same with several launches. */
    static ScenarioResult counter(String scenario, List<Map<String, Long>> launches, EnvironmentInfo environment) {
        Map<String, Long> counts = new TreeMap<>();
        launches.forEach(launch -> launch.forEach((id, n) -> counts.merge(id, n, Long::sum)));
        Judgement judgement = Judge.judge(new Grading(List.of(
                new OutcomeRule("2", Expect.ACCEPTABLE, "Both survived."),
                new OutcomeRule("1", Expect.ACCEPTABLE_INTERESTING, "One was <lost> & gone."),
                new OutcomeRule("0", Expect.FORBIDDEN, "Out of nothing."))), List.of(new Requirement("1", 0)), 0,
                counts);
        long samples = counts.values().stream().mapToLong(Long::longValue).sum();
        List<LaunchResult> launchResults = new ArrayList<>();
        for (Map<String, Long> launch : launches) {
            launchResults.add(new LaunchResult(launchResults.size(), List.of(101L, 102L), launch,
                    launch.values().stream().mapToLong(Long::longValue).sum(), 5_000_000_000L, List.of("c2", "c2"),
                    Map.of(), 7, List.of(0, 1)));
        }
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, "org.example." + scenario, Map.of(), "processes",
                "Two JVMs count.", List.of(), List.of("first", "second"), judgement.verdict(), judgement.reasons(),
                samples, 6_000_000_000L, 5_000_000_000L * launches.size(),
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), launchResults, 42, "MEMORY",
                "only cells", List.of(), List.of(), Study.NONE, Evidence.NONE,
                "weir run org.example." + scenario + " --seed 42 --launches 1 --time-budget 6000ms", environment);
    }

    /** Each text that a result has is this one. */
    static ScenarioResult hostile(String text) {
        ScenarioResult base = counter("Base", Map.of("2", 1L));
        OutcomeResult outcome = base.outcomes().stream().filter(o -> o.count() > 0).findFirst().orElseThrow();
        return new ScenarioResult(base.schemaVersion(), text, Map.of(text, text), text, text, List.of(text),
                List.of(text), Verdict.FAIL, List.of(text), 1, 1, 1,
                List.of(new OutcomeResult(text, Expect.FORBIDDEN, 1, outcome.rate(), outcome.low(), outcome.high(),
                        text, true)),
                List.of(new LaunchResult(0, List.of(1L), Map.of(text, 1L), 1, 1, List.of(text),
                        Map.of(text, List.of(text)), 1, List.of())),
                1, text, text, List.of(text), List.of(new Diagnostic(text, text, text, text)),
                new Study(List.of(new Study.Claim(text, text, List.of(text), List.of(text))), List.of(),
                        List.of(new Study.Comparison(text, text, List.of(text))), new Study.Source(text, 1, text)),
                Evidence.NONE, text, new EnvironmentInfo(text, 1, text, text, text, text, List.of(text), text, text,
                        text));
    }

    static Path write(Path directory, ScenarioResult... results) throws IOException {
        return write(directory, 42, Shard.whole(results.length), results);
    }

    static Path write(Path directory, long seed, Shard shard, ScenarioResult... results) throws IOException {
        Instant start = Instant.parse("2026-01-02T03:04:05Z");
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            for (ScenarioResult result : results) {
                writer.append(result);
            }
            writer.write(RunSummary.of(List.of(results), results.length, start, start.plusSeconds(9), seed,
                    Duration.ofSeconds(12), false,
                    "weir run --time-budget 12000ms --seed " + seed + (shard.split() ? " --shard " + shard : ""),
                    results.length == 0 ? ENVIRONMENT : results[0].environment()).of(shard));
        }
        return directory;
    }
}
