package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.Shard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Splitting a plan. */
class ShardTest {
    @TempDir
    private Path directory;

    private static RunPlan plan(int rejected) {
        RunPlan plan = RunPlan.of(
                Catalogue.of(List.of(), List.of(Cli.testClasses())),
                List.of(new Selector("org.weir.cli.scenarios.ShowsHow"),
                        new Selector("org.weir.cli.scenarios.Passes"), new Selector("org.weir.cli.scenarios.Fails")),
                List.of());
        List<RunPlan.Rejected> mistaken = new ArrayList<>();
        for (int i = 0; i < rejected; i++) {
            mistaken.add(new RunPlan.Rejected("Mistaken" + i, List.of("a mistake")));
        }
        return new RunPlan(plan.configurations(), mistaken);
    }

    private static List<String> names(RunPlan plan) {
        List<String> names = new ArrayList<>();
        plan.rejected().forEach(rejected -> names.add(rejected.scenario()));
        plan.configurations().forEach(configuration -> names.add(configuration.displayName()));
        return names;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void shouldHaveEveryConfigurationInExactlyOneShardAndShardsOfEqualSize(int count) {
        RunPlan whole = plan(2);
        List<String> dealt = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            RunPlan part = whole.part(new Shard(index, count, whole.size()));
            assertTrue(part.size() == whole.size() / count || part.size() == whole.size() / count + 1,
                    "shard " + index + " has " + part.size());
            dealt.addAll(names(part));
        }
        assertEquals(names(whole).stream().sorted().toList(), dealt.stream().sorted().toList());
    }

    @Test
    void shouldRefuseAShardThatIsLeftWithNothing() {
        RunPlan whole = plan(0);
        UsageException refusal = assertThrows(UsageException.class,
                () -> whole.part(new Shard(5, 5, whole.size())));
        assertTrue(String.valueOf(refusal.getMessage()).contains("the plan has 4 configurations"), refusal::toString);
    }

    @ParameterizedTest
    @CsvSource({"2/4, '', '', '', 2/4", "2/4, 1/3, 0, 5, 2/4", "'', 1/3, 0, 5, 1/3", "'', '', 0, 5, 1/5",
            "'', '', 4, 5, 5/5", "'', '', 4, '', ''", "'', '', '', '', ''"})
    void shouldTakeTheOptionThenTheMatrixThenTheIndexedJob(String option, String shard, String index, String count,
            String expected) {
        assertEquals(expected, ShardChoice
                .of(Optional.of(option).filter(text -> !text.isEmpty()),
                        Map.of("WEIR_SHARD", shard, "JOB_COMPLETION_INDEX", index, "WEIR_SHARDS", count))
                .map(ShardChoice::toString)
                .orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"WEIR_SHARD, 0/3, the numbers go from", "WEIR_SHARD, 4/3, the numbers go from",
            "WEIR_SHARD, three, such as 2/4; got", "WEIR_SHARD, 1/0, the numbers go from",
            "WEIR_SHARD, -1/2, such as 2/4; got", "WEIR_SHARD, 1/99999999999, such as 2/4; got",
            "WEIR_SHARDS, 3, set JOB_COMPLETION_INDEX"})
    void shouldRefuseWhatIsNoShard(String variable, String value, String message) {
        UsageException refusal = assertThrows(UsageException.class,
                () -> ShardChoice.of(Optional.empty(), Map.of(variable, value)));
        assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal::toString);
    }

    @Test
    void shouldRefuseAnIndexPastTheLastShard() {
        Map<String, String> environment = new TreeMap<>(Map.of("JOB_COMPLETION_INDEX", "3", "WEIR_SHARDS", "3"));
        assertThrows(UsageException.class, () -> ShardChoice.of(Optional.empty(), environment));
        environment.put("JOB_COMPLETION_INDEX", "x");
        assertThrows(UsageException.class, () -> ShardChoice.of(Optional.empty(), environment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/2", "3/2", "x", "1", "1/2/3", "9/9"})
    void shouldEndWithTheCodeForUsageIfItIsNoShardOfThePlan(String shard) {
        SampleRuns.Ended ended = SampleRuns.execute("run", "Passes", "--out", directory.resolve("out"), "--shard",
                shard);
        assertEquals(64, ended.code(), ended.err());
        assertTrue(ended.err().contains(shard), ended.err());
    }

    @Test
    void shouldGiveShardsOfACommitTheSameSeedAndOthersAnother() {
        assertEquals(ShardChoice.seed(SampleRuns.COMMIT), ShardChoice.seed(SampleRuns.COMMIT));
        assertNotEquals(ShardChoice.seed(SampleRuns.COMMIT), ShardChoice.seed(SampleRuns.COMMIT + "+"));
    }

    @Test
    void shouldStateTheShardInTheSummaryAndBeMergedToAWhole() throws Exception {
        for (int index = 1; index <= 2; index++) {
            try (Cli cli = Cli.start(directory, "run", "Passes", "ShowsHow", "--samples", "20", "--time-budget", "2s",
                    "--out", "shard" + index, "--shard", index + "/2")) {
                assertTrue(List.of(0, 1).contains(cli.exitCode()), cli::all);
                assertTrue(cli.all().contains("this is shard " + index + "/2 of a plan of 3 configurations"),
                        cli::all);
            }
            RunSummary summary = ResultsReader.readSummary(directory.resolve("shard" + index)).orElseThrow();
            assertEquals(new Shard(index, 2, 3), summary.shard());
            assertTrue(summary.command().endsWith(" --shard " + index + "/2"), summary::command);
        }
        SampleRuns.Ended merged = SampleRuns.execute("merge", directory.resolve("shard2"),
                directory.resolve("shard1"), "--out", directory.resolve("whole"));
        ResultsReader.Results whole = ResultsReader.read(directory.resolve("whole"));
        assertEquals(whole.summary().orElseThrow().exitCode(), merged.code(), merged.err());
        assertEquals(List.of("Passes", "ShowsHow[size=1]", "ShowsHow[size=2]"),
                whole.results().stream().map(result -> result.displayName()).toList());
    }
}
