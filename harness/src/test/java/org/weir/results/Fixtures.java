package org.weir.results;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;

import java.util.List;
import java.util.Map;

final class Fixtures {
    static final EnvironmentInfo ENVIRONMENT = new EnvironmentInfo("Imaginary CPU", 2, "1 socket, 2 cores, 2 threads",
            "amd64", "Linux 6.1", "A vendor 25.0.1+8", List.of("-Xmx1g"), "0123456789abcdef0123456789abcdef01234567+",
            "host", "1.2.3");

    private static final Grading COUNTER = new Grading(
            List.of(new OutcomeRule("2", Expect.ACCEPTABLE, "Both survived."),
                    new OutcomeRule("1", Expect.ACCEPTABLE_INTERESTING, "One was lost."),
                    new OutcomeRule("0", Expect.FORBIDDEN, "Out of nothing.")));

    private Fixtures() {}

    static ScenarioResult counter(Map<String, Long> counts) {
        Judgement judgement = Judge.judge(COUNTER, List.of(new Requirement("1", 0)), 0, counts);
        long samples = counts.values().stream().mapToLong(Long::longValue).sum();
        LaunchResult launch = new LaunchResult(0, List.of(101L, 102L), counts, samples, 5_000_000,
                List.of("c2", "interpreter"), Map.of("first", List.of("-Xint")), -7, List.of(0, 1));
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, "org.example.UnlockedCounter", Map.of("size", "4097"),
                "processes", "Two JVMs count.", List.of("a paper"), List.of("first", "second"), judgement.verdict(),
                judgement.reasons(), samples, 6_000_000, 5_000_000,
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), List.of(launch), Long.MIN_VALUE,
                "MEMORY", "only cells", List.of("a note"),
                List.of(new Diagnostic("stderr", "first", "what it said", "line 1\nline 2\u2028 \u0000 \"end\"")),
                STUDY, EVIDENCE, "weir run UnlockedCounter", ENVIRONMENT);
    }

    private static final Study STUDY = new Study(
            List.of(new Study.Claim("SD09", "Nothing is lost.", List.of("2"), List.of("1"))),
            List.of(new Study.Sweep("size", "lost", "bytes", "", true, List.of("1"),
                    List.of(new Study.Mark(4096, "PIPE_BUF")))),
            List.of(new Study.Comparison("counters", "unlocked", List.of("1"))),
            new Study.Source("org/example/UnlockedCounter.java", 12, "public class UnlockedCounter {\n}\n"));
    private static final Evidence EVIDENCE = new Evidence(
            List.of(new Evidence.FaultCount("KILL", "first", "", 7, 5)),
            List.of(new Evidence.Discovery(1, 1), new Evidence.Discovery(90, 2)),
            List.of(new Witness("1", 0, 17, List.of(new HistoryEvent("first", "", "actor", "", -5, 1000)))));
}
