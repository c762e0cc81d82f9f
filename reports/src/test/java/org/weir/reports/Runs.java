package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;
import org.weir.outcome.Tally;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results of a run as it might have been. */
final class Runs {
    static final EnvironmentInfo ENVIRONMENT = new EnvironmentInfo("Imaginary Xeon 2.80GHz", 2,
            "1 socket, 1 core, 2 threads", "amd64", "Linux 6.1.0", "A vendor 25.0.1+8-LTS, OpenJDK 64-Bit Server VM",
            List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"), "0123456789abcdef0123456789abcdef01234567+",
            "builder", "0.1.0");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private Runs() {}

    static Path write(Path directory, List<ScenarioResult> results, int planned, boolean interrupted)
            throws IOException {
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            for (ScenarioResult result : results) {
                writer.append(result);
            }
            writer.write(RunSummary.of(results, planned, START, START.plusSeconds(83), 20260102, Duration.ofSeconds(90),
                    interrupted, "./weir run --seed 20260102 --time-budget 90s", ENVIRONMENT));
        }
        return directory;
    }

    static List<ScenarioResult> realistic() {
        return List.of(unlockedCounter(), storeBuffering("processes", 131_072_000L),
                storeBuffering("threads, shared cells", 27_000_000L), messagePassing(), tornFrames(4096),
                tornFrames(4097), fifo(), diverging());
    }

    static ScenarioResult unlockedCounter() {
        return new Run("UnlockedCounter", "Two JVMs add one to the same int in shared memory without a lock.")
                .rule("2", Expect.ACCEPTABLE, "Both increments survived.")
                .rule("1", Expect.ACCEPTABLE_INTERESTING, "One increment was lost.")
                .mustObserve("1", 0)
                .launch(Map.of("2", 61_234_567L, "1", 1_204_551L))
                .launch(Map.of("2", 58_004_411L, "1", 3_999_870L))
                .launch(Map.of("2", 60_700_100L, "1", 70_112L))
                .result();
    }

    static ScenarioResult storeBuffering(String harness, long n) {
        return new Run("StoreBuffering$Volatile",
                "Each actor stores to one variable and loads the other. Volatile accesses forbid that both loads miss.")
                .harness(harness)
                .rule("0, 1", Expect.ACCEPTABLE, "The first actor went first.")
                .rule("1, 0", Expect.ACCEPTABLE, "The second actor went first.")
                .rule("1, 1", Expect.ACCEPTABLE, "Both stores came before both loads.")
                .rule("0, 0", Expect.FORBIDDEN,
                        "A load went ahead of the store before it: no sequential order does that.")
                .launch(Map.of("0, 1", n / 2 - 700, "1, 0", n / 2, "1, 1", 700L))
                .launch(Map.of("0, 1", n / 2, "1, 0", n / 2 - 91, "1, 1", 91L))
                .result();
    }

    static ScenarioResult messagePassing() {
        return new Run("MessagePassing$Plain", "A flag is set after the data. With plain accesses nothing orders them.")
                .rule("0, 0", Expect.ACCEPTABLE, "Neither was seen.")
                .rule("0, 42", Expect.ACCEPTABLE, "The data alone.")
                .rule("1, 42", Expect.ACCEPTABLE, "Flag and data.")
                .rule("1, 0", Expect.ACCEPTABLE_INTERESTING, "The flag before the data.")
                .mustObserve("1, 0", 0.000001)
                .note("Two actors on two CPUs; the time budget cut the run after 2 of 5 launches.")
                .launch(Map.of("0, 0", 4_000_000L, "0, 42", 1_201L, "1, 42", 6_100_000L))
                .launch(Map.of("0, 0", 4_400_000L, "0, 42", 901L, "1, 42", 5_700_000L))
                .result();
    }

    static ScenarioResult tornFrames(int size) {
        Run run = new Run("TornFrames", "Two writers share one pipe. Up to PIPE_BUF bytes a write is atomic.")
                .param("size", Integer.toString(size))
                .speed("RESOURCE", "field pipe of type java.nio.channels.Pipe")
                .rule("whole", Expect.ACCEPTABLE, "Every frame came through in one piece.")
                .rule("torn.*", Expect.FORBIDDEN, "A frame holds bytes of another writer.");
        return size <= 4096 ? run.launch(Map.of("whole", 1_400L)).launch(Map.of("whole", 1_391L)).result()
                : run.launch(Map.of("whole", 1_377L, "torn at 4096", 22L))
                        .launch(Map.of("whole", 1_380L, "torn at 4096", 9L, "torn at 1", 1L))
                        .result();
    }

    static ScenarioResult fifo() {
        return new Run("FifoWriterKilled", "The writer of a FIFO is killed in the middle of a message.")
                .speed("RESOURCE", "field fifo of type java.nio.file.Path")
                .rule("end of file", Expect.ACCEPTABLE, "The reader saw the end.")
                .rule("hung(reader)", Expect.FORBIDDEN, "The reader was never told.")
                .launch(Map.of("end of file", 41L, "hung(reader)", 1L))
                .diagnostic(new Diagnostic("thread-dump", "reader", "What the reader stood at after 2 s",
                        "\"main\" #1 prio=5 RUNNABLE\n\tat sun.nio.ch.UnixFileDispatcherImpl.read0(Native Method)\n"
                                + "\tat org.example.FifoWriterKilled.reader(FifoWriterKilled.java:41)"))
                .result();
    }

    static ScenarioResult diverging() {
        return new Run("Diverging", "A scenario whose constructor differs between JVMs.")
                .rule("0", Expect.ACCEPTABLE, "")
                .error("Creation 2 differs: first made SharedInt of 4 bytes at Diverging.java:12, second made SharedLong of "
                        + "8 bytes. Do not iterate over Set.of(...) or Map.of(...) in a constructor: their order differs "
                        + "between JVMs.");
    }

    /** What a scenario's run is put together from. */
    private static final class Run {
        private final String name;
        private final String description;
        private final List<OutcomeRule> rules = new ArrayList<>();
        private final List<Requirement> requirements = new ArrayList<>();
        private final List<LaunchResult> launches = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<Diagnostic> diagnostics = new ArrayList<>();
        private Map<String, String> params = Map.of();
        private String harness = "processes";
        private String speed = "MEMORY";
        private String speedReason = "only shared cells";

        Run(String name, String description) {
            this.name = name;
            this.description = description;
        }

        Run rule(String id, Expect expect, String why) {
            rules.add(new OutcomeRule(id, expect, why));
            return this;
        }

        Run mustObserve(String id, double rate) {
            requirements.add(new Requirement(id, rate));
            return this;
        }

        Run launch(Map<String, Long> counts) {
            long samples = counts.values().stream().mapToLong(Long::longValue).sum();
            int index = launches.size();
            launches.add(new LaunchResult(index, List.of(4_100L + 2L * index, 4_101L + 2L * index), counts, samples,
                    1_500_000_000L, index % 2 == 0 ? List.of("c2", "c2") : List.of("c2", "interpreter"),
                    Map.of("first", List.of("-XX:+StressLCM", "-XX:StressSeed=" + index)), 7_700_000L + index,
                    List.of(0, 1)));
            return this;
        }

        Run harness(String who) {
            harness = who;
            return this;
        }

        Run param(String key, String value) {
            params = Map.of(key, value);
            return this;
        }

        Run speed(String what, String why) {
            speed = what;
            speedReason = why;
            return this;
        }

        Run note(String note) {
            notes.add(note);
            return this;
        }

        Run diagnostic(Diagnostic diagnostic) {
            diagnostics.add(diagnostic);
            return this;
        }

        ScenarioResult result() {
            Tally tally = new Tally();
            launches.forEach(launch -> tally.merge(Tally.of(launch.counts())));
            Judgement judgement = Judge.judge(new Grading(rules), requirements, 0, tally.snapshot());
            return result(judgement, judgement.verdict(), judgement.reasons(), tally.total());
        }

        ScenarioResult error(String reason) {
            return result(Judge.judge(new Grading(rules), requirements, 0, Map.of()), Verdict.ERROR, List.of(reason),
                    0);
        }

        private ScenarioResult result(Judgement judgement, Verdict verdict, List<String> reasons, long samples) {
            return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, "org.example." + name, params, harness,
                    description,
                    List.of("https://example.org/memory", "Boehm 2011, section 3"), List.of("first", "second"), verdict,
                    reasons, samples, 2_000_000_000L * (launches.size() + 1), 1_500_000_000L * launches.size(),
                    judgement.outcomes().stream().map(OutcomeResult::of).toList(), launches,
                    name.hashCode(), speed, speedReason, notes, diagnostics, Study.NONE, Evidence.NONE,
                    "./weir run " + name + " --seed 20260102", ENVIRONMENT);
        }
    }
}
