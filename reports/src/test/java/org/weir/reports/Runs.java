package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.HistoryEvent;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;
import org.weir.results.Witness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results of a run as it might have been. */
final class Runs {
    static final EnvironmentInfo ENVIRONMENT = new EnvironmentInfo("Imaginary Xeon 2.80GHz", 2,
            "1 socket, 1 core, 2 threads", "amd64", "Linux 6.1.0", "A vendor 25.0.1+8-LTS, OpenJDK 64-Bit Server VM",
            List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"), "0123456789abcdef0123456789abcdef01234567+",
            "builder", "0.1.0");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private static final Study.Source SOURCE = new Study.Source("org/example/UnlockedCounter.java", 17, """
            /** Two JVMs add one to the same int in shared memory without a lock. */
            @MultiJvmTest
            @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both <increments> survived.")
            public class UnlockedCounter {
                final SharedInt counter = SharedInt.create(); // one cell, the same in every JVM

                @Actor
                public void first() {
                    counter.setPlain(counter.getPlain() + 1);
                }
            }
            """);

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
                tornFrames(4097), fifo(), diverging(), lostUpdates());
    }

    static ScenarioResult unlockedCounter() {
        return new Run("UnlockedCounter", "Two JVMs add one to the same int in shared memory without a lock.")
                .rule("2", Expect.ACCEPTABLE, "Both increments survived.")
                .rule("1", Expect.ACCEPTABLE_INTERESTING, "One increment was lost.")
                .mustObserve("1", 0)
                .claim("SD09", "Two processes that each add one to a shared number make two.", "2")
                .comparison("lost updates", "unlocked", "1")
                .source(SOURCE)
                .discovery(1, 1)
                .discovery(97, 2)
                .launch(Map.of("2", 61_234_567L, "1", 1_204_551L))
                .launch(Map.of("2", 58_004_411L, "1", 3_999_870L))
                .launch(Map.of("2", 60_700_100L, "1", 70_112L))
                .result();
    }

    static ScenarioResult storeBuffering(String harness, long n) {
        return new Run("StoreBuffering$Volatile",
                "Each actor stores to one variable and loads the other. Volatile accesses forbid that both loads miss.")
                .harness(harness)
                .claim("C-SB-volatile", "Volatile accesses are sequentially consistent.", "0, 1", "1, 0", "1, 1")
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
        return tornFrames(size, "processes", size <= 4096 ? 0 : 32);
    }

    static ScenarioResult tornFrames(int size, String harness, long torn) {
        Run run = new Run("TornFrames", "Two writers share one pipe. Up to PIPE_BUF bytes a write is atomic.")
                .harness(harness)
                .claim("S3", "A write of up to PIPE_BUF bytes is atomic.", "whole")
                .sweep(new Study.Sweep("size", "torn messages", "bytes", "", true, List.of("torn.*"),
                        List.of(new Study.Mark(4096, "PIPE_BUF"))))
                .param("size", Integer.toString(size))
                .speed("RESOURCE", "field pipe of type java.nio.channels.Pipe")
                .rule("whole", Expect.ACCEPTABLE, "Every frame came through in one piece.")
                .rule("torn.*", Expect.FORBIDDEN, "A frame holds bytes of another writer.");
        if (torn == 0) {
            return run.launch(Map.of("whole", 1_400L)).launch(Map.of("whole", 1_391L)).result();
        }
        return run.launch(Map.of("whole", 1_399 - torn * 2 / 3, "torn at 4096", torn * 2 / 3))
                .launch(Map.of("whole", 1_389 - torn + torn * 2 / 3, "torn at 4096", torn - torn * 2 / 3, "torn at 1",
                        1L))
                .result();
    }

    /** A sweep over sizes of messages, by processes of Java and of Python. */
    static List<ScenarioResult> sweep() {
        Map<Integer, Long> torn = new TreeMap<>(
                Map.of(512, 0L, 2048, 0L, 4096, 0L, 4097, 3L, 8192, 40L, 16384, 211L, 65536, 802L));
        List<ScenarioResult> results = new ArrayList<>();
        torn.forEach((size, n) -> results.add(tornFrames(size, "processes", n)));
        torn.forEach((size, n) -> results.add(tornFrames(size, "python", n / 3)));
        return results;
    }

    /** How long a start takes, over names. */
    static List<ScenarioResult> starts() {
        List<ScenarioResult> results = new ArrayList<>();
        for (String method : List.of("FORK", "WARM", "SPAWN")) {
            Run run = new Run("StartTime", "How long does a process take to start?").param("method", method)
                    .rule(".*", Expect.ACCEPTABLE, "")
                    .sweep(new Study.Sweep("method", "time to start", "", "ms", false, List.of(), List.of()));
            Map<String, Long> counts = new TreeMap<>();
            for (int i = 0; i < 10; i++) {
                counts.put(Integer.toString((method.length() * 7 + i) * (method.equals("SPAWN") ? 4 : 1)), 10L - i);
            }
            results.add(run.launch(counts).result());
        }
        return results;
    }

    /** A counter with these counts, as another machine may have found them. */
    static ScenarioResult counted(Map<String, Long> counts, EnvironmentInfo environment) {
        ScenarioResult result = new Run("UnlockedCounter", "Two JVMs add one to the same int.")
                .rule("2", Expect.ACCEPTABLE, "Both increments survived.")
                .rule("1", Expect.ACCEPTABLE_INTERESTING, "One increment was lost.")
                .launch(counts)
                .result();
        return new ScenarioResult(result.schemaVersion(), result.scenario(), result.params(), result.harness(),
                result.description(), result.refs(), result.actors(), result.verdict(), result.reasons(),
                result.samples(), result.elapsedNanos(), result.samplingNanos(), result.outcomes(), result.launches(),
                result.seed(), result.speed(), result.speedReason(), result.notes(), result.diagnostics(),
                result.study(), result.evidence(), result.reproduce(), environment);
    }

    /** A scenario whose only rule accepts, so that all else is forbidden without a rule. */
    static ScenarioResult onlyTwos() {
        return new Run("OnlyTwos", "It comes to two.").rule("2", Expect.ACCEPTABLE, "As it should be.")
                .launch(Map.of("2", 60L))
                .result();
    }

    /** A kill that processes live through and CPython does not, in few samples. */
    static List<ScenarioResult> holderKilled() {
        String told = "killed(holder,SIGKILL): told";
        Run processes = new Run("HolderKilled", "The holder of a lock is killed.")
                .speed("RESOURCE", "it declares a fault")
                .rule(told, Expect.ACCEPTABLE, "Another was told.")
                .rule(".*", Expect.FORBIDDEN, "Nobody was told.")
                .claim("S12", "When the holder of a lock is killed, others are told.", told)
                .fault(new Evidence.FaultCount("KILL", "holder", "half", 3, 3))
                .witness(new Witness(told, 0, 1, List.of(
                        new HistoryEvent("holder", "", "actor", "", 1_000_000, 60_000_000),
                        new HistoryEvent("holder", "", "fault", "SIGKILL", 5_000_000, 5_000_000),
                        new HistoryEvent("holder", "", "result", "killed(holder,SIGKILL)", 60_000_000, 60_000_000))))
                .launch(Map.of(told, 3L));
        Run python = new Run("HolderKilled", "The holder of a lock is killed.").harness("python")
                .speed("RESOURCE", "sampled by CPython")
                .rule(told, Expect.ACCEPTABLE, "What is claimed held.")
                .rule("killed(holder,SIGKILL) & hung(other)", Expect.ACCEPTABLE_INTERESTING, "It did not hold.")
                .claim("S12", "When the holder of a lock is killed, others are told.", told)
                .launch(Map.of("killed(holder,SIGKILL) & hung(other)", 2L));
        return List.of(processes.result(), python.result());
    }

    static ScenarioResult lockedCounter() {
        return new Run("LockedCounter", "The same with a lock.")
                .rule("2", Expect.ACCEPTABLE, "Both increments survived.")
                .rule("1", Expect.FORBIDDEN, "The lock did not hold.")
                .claim("SD09", "Two processes that each add one to a shared number make two.", "2")
                .comparison("lost updates", "locked", "1")
                .launch(Map.of("2", 4_000_000L))
                .launch(Map.of("2", 4_100_000L))
                .result();
    }

    static ScenarioResult lostUpdates() {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            counts.put(Integer.toString(1000 + i * 3), 1 + (long) (40 * Math.exp(-Math.pow((i - 200) / 40.0, 2))));
        }
        counts.put("2000", 70L);
        return new Run("LostUpdates", "Two processes add one a thousand times each.")
                .speed("RESOURCE", "field counter of type org.example.Counter")
                .rule("\\d+", Expect.ACCEPTABLE_INTERESTING, "Some were lost.")
                .claim("SD10", "Two processes that each add one a thousand times make 2000.", "2000")
                .rule("2000", Expect.ACCEPTABLE, "None was lost.")
                .launch(counts)
                .launch(counts)
                .result();
    }

    /** As many configurations, three of a scenario, each with as many outcomes. */
    static List<ScenarioResult> many(int configurations, int outcomes) {
        List<ScenarioResult> results = new ArrayList<>();
        for (int i = 0; i < configurations; i++) {
            Run run = new Run("Scenario" + i / 3,
                    "Something that two processes do to one another, in two sentences. The"
                            + " second of them says why anybody should want to know.")
                    .param("size", Integer.toString(512 << (i % 3 * 3)))
                    .claim("X" + i / 3, "What some document says of it, in a sentence of ordinary length.", "0, .*")
                    .source(new Study.Source("org/example/Scenario.java", 20, SOURCE.text().repeat(4)))
                    .discovery(1, 1)
                    .discovery(97, 2)
                    .discovery(1_000, outcomes);
            Map<String, Long> counts = new TreeMap<>();
            for (int o = 0; o < outcomes; o++) {
                counts.put(o % 10 + ", " + o, 1_000L + (o * 37L) % 1_000);
                if (outcomes < 10) {
                    run.rule(o % 10 + ", " + o, o == 1 ? Expect.ACCEPTABLE_INTERESTING : Expect.ACCEPTABLE,
                            "What this outcome means, in a sentence.");
                }
            }
            if (outcomes >= 10) {
                run.rule(".*", Expect.ACCEPTABLE_INTERESTING, "Any of them.");
            }
            results.add(run.rule("9, 9999", Expect.FORBIDDEN, "What may never be.")
                    .launch(counts)
                    .launch(counts)
                    .launch(counts)
                    .launch(counts)
                    .launch(counts)
                    .result());
        }
        return results;
    }

    /** As many scenarios as the default catalogue has, each with texts, source and outcomes of ordinary length. */
    static List<ScenarioResult> catalogue(int scenarios) {
        List<ScenarioResult> results = new ArrayList<>();
        for (int i = 0; i < scenarios; i++) {
            for (String harness : i % 3 == 0 ? List.of("processes", "python") : List.of("processes")) {
                Run run = new Run("Scenario" + i,
                        "Two processes do something " + i + " to one another; one may lose it.")
                        .harness(harness)
                        .claim("K" + i, "What some document says of it, in a sentence of ordinary length, the " + i
                                + "th.", "whole.*")
                        .source(new Study.Source("org/example/Scenario" + i + ".java", 20, source(i)))
                        .note("The 3 actors outnumber the 2 CPUs: they wait for each other asleep, so few ever run at once.")
                        .rule("whole, " + i, Expect.ACCEPTABLE, "All of it came, and in order.")
                        .rule("late, " + i, Expect.ACCEPTABLE, "It came after the other had looked.")
                        .rule("lost", Expect.ACCEPTABLE_INTERESTING, "One of two overwrote what the other had written.")
                        .rule("torn", Expect.FORBIDDEN, "A part of one in the middle of the other.")
                        .discovery(1, 1)
                        .discovery(97, 3);
                results.add(run.launch(Map.of("whole, " + i, 1_000L + i, "late, " + i, 40L + i, "lost", 3L)).result());
            }
        }
        return results;
    }

    private static String source(int i) {
        StringBuilder source = new StringBuilder("/**\n * What it is about, with what it teaches.\n *\n * <p>\n");
        for (int line = 0; line < 7; line++) {
            source.append(" * A sentence that says why anybody should want to know of case ").append(i).append(".\n");
        }
        source.append(" */\n@MultiJvmTest\n");
        for (String outcome : List.of("whole, " + i, "late, " + i, "lost", "torn")) {
            source.append("@Outcome(id = \"")
                    .append(outcome)
                    .append("\", expect = ACCEPTABLE, desc = \"What it means.\")\n");
        }
        source.append("public class Scenario")
                .append(i)
                .append(" {\n    final RingQueue<Integer> queue = RingQueue.create();\n");
        for (String actor : List.of("first", "second", "third")) {
            source.append("\n    @Actor\n    public void ")
                    .append(actor)
                    .append("(II_Result r) throws InterruptedException {\n")
                    .append("        for (int i = 0; i < ")
                    .append(i)
                    .append("; i++) {\n            queue.put(i);\n        }\n")
                    .append("        r.r1 = queue.poll() == null ? 0 : 1;\n    }\n");
        }
        return source.append("}\n").toString();
    }

    /** Everything that a page may hold, by a run as it might be published. */
    static List<ScenarioResult> published() {
        List<ScenarioResult> results = new ArrayList<>(realistic());
        results.removeIf(result -> result.scenario().endsWith("TornFrames"));
        results.addAll(sweep());
        results.addAll(starts());
        results.add(lockedCounter());
        return results;
    }

    static ScenarioResult fifo() {
        return new Run("FifoWriterKilled", "The writer of a FIFO is killed in the middle of a message.")
                .speed("RESOURCE", "field fifo of type java.nio.file.Path")
                .rule("end of file", Expect.ACCEPTABLE, "The reader saw the end.")
                .rule("hung(reader)", Expect.FORBIDDEN, "The reader was never told.")
                .launch(Map.of("end of file", 41L, "hung(reader)", 1L))
                .fault(new Evidence.FaultCount("KILL", "writer", "in the message", 42, 41))
                .witness(new Witness("hung(reader)", 0, 17,
                        List.of(new HistoryEvent("writer", "", "actor", "", 3_000_000, 3_184_000),
                                new HistoryEvent("reader", "", "actor", "", 3_001_200, 5_000_000),
                                new HistoryEvent("writer", "", "write", "300 bytes", 3_021_000, 3_096_000),
                                new HistoryEvent("reader", "", "read", "", 3_030_000, 4_990_000),
                                new HistoryEvent("writer", "", "point", "in the message", 3_120_000, 3_120_000),
                                new HistoryEvent("writer", "", "fault", "KILL", 3_184_000, 3_184_000))))
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
}
