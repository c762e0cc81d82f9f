package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class MergeCommandTest {
    private static final Map<String, Long> GOOD = Map.of("2", 90L, "1", 10L);

    @TempDir
    private Path directory;

    private Path shard(int index, int count, int configurations, String... scenarios) throws IOException {
        return shard(42, index, count, configurations, scenarios);
    }

    private Path shard(long seed, int index, int count, int configurations, String... scenarios) throws IOException {
        ScenarioResult[] results = List.of(scenarios)
                .stream()
                .map(scenario -> SampleRuns.counter(scenario, GOOD))
                .toArray(ScenarioResult[]::new);
        return SampleRuns.write(directory.resolve("s" + index + "of" + count + "-" + seed), seed,
                new Shard(index, count, configurations), results);
    }

    private SampleRuns.Ended merge(Path... shards) {
        Object[] arguments = new Object[shards.length + 3];
        arguments[0] = "merge";
        System.arraycopy(shards, 0, arguments, 1, shards.length);
        arguments[shards.length + 1] = "--out";
        arguments[shards.length + 2] = out();
        return SampleRuns.execute(arguments);
    }

    private Path out() {
        return directory.resolve("whole");
    }

    private void assertRefuses(SampleRuns.Ended ended, String message) {
        assertEquals(64, ended.code(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertFalse(Files.exists(out().resolve("results.jsonl")));
    }

    @Test
    void shouldRestoreTheOrderOfThePlanAndSumUp() throws IOException {
        SampleRuns.Ended ended = merge(shard(2, 2, 3, "B"), shard(1, 2, 3, "A", "C"));

        assertEquals(0, ended.code(), ended.err());
        ResultsReader.Results whole = ResultsReader.read(out());
        assertEquals(List.of("A", "B", "C"), whole.results().stream().map(ScenarioResult::displayName).toList());
        RunSummary summary = whole.summary().orElseThrow();
        assertEquals(3, summary.planned());
        assertEquals(300, summary.samples());
        assertEquals(Shard.whole(3), summary.shard());
        assertEquals("weir run --time-budget 24000ms --seed 42", summary.command(), "the time of both");
        assertEquals(24_000_000_000L, summary.budgetNanos());
        assertTrue(ended.out().startsWith("3 configurations: 3 PASS; 300 samples"), ended.out());
    }

    @Test
    void shouldEndWithTheCodeOfTheWorstShard() throws IOException {
        Path failed = SampleRuns.write(directory.resolve("failed"), 42, new Shard(2, 2, 2),
                SampleRuns.counter("B", Map.of("0", 1L)));
        assertEquals(1, merge(shard(1, 2, 2, "A"), failed).code());
    }

    @Test
    void shouldRefuseDifferentSeeds() throws IOException {
        assertRefuses(merge(shard(1, 1, 2, 2, "A"), shard(2, 2, 2, 2, "B")), "the seeds differ: 1 in ");
    }

    @Test
    void shouldRefuseDifferentCommits() throws IOException {
        Path other = SampleRuns.write(directory.resolve("other"), 42, new Shard(2, 2, 2),
                SampleRuns.counter("B", List.of(GOOD), SampleRuns.environment(SampleRuns.COMMIT + "+")));
        assertRefuses(merge(shard(1, 2, 2, "A"), other), "the commits differ: ");
    }

    @Test
    void shouldRefuseAConfigurationThatIsThereTwice() throws IOException {
        assertRefuses(merge(shard(1, 2, 2, "A"), shard(2, 2, 2, "A")), "A (processes) is in ");
    }

    @Test
    void shouldRefuseToMergeWithoutAShard() throws IOException {
        assertRefuses(merge(shard(1, 3, 3, "A"), shard(2, 3, 3, "B")), "this shard is missing: 3/3");
    }

    @Test
    void shouldRefuseShardsOfDifferentPlans() throws IOException {
        assertRefuses(merge(shard(1, 2, 3, "A"), shard(2, 2, 4, "B")), "they are shards of different plans: ");
    }

    @Test
    void shouldRefuseARunThatDidNotComeToItsEnd() throws IOException {
        Path cut = shard(2, 2, 2, "B");
        Files.delete(cut.resolve("summary.json"));
        assertRefuses(merge(shard(1, 2, 2, "A"), cut), "did not come to its end");
    }

    @Test
    void shouldRefuseToWriteOverWhatItMerges() throws IOException {
        Path shard = shard(1, 1, 1, "A");
        SampleRuns.Ended ended = SampleRuns.execute("merge", shard, "--out", shard);
        assertEquals(64, ended.code());
        assertEquals(1, ResultsReader.read(shard).results().size(), "nothing is lost");
    }

    @Test
    void shouldNoteWhatIsWrongIfForcedAndNotBeGreenWithoutAShard() throws IOException {
        SampleRuns.Ended ended = SampleRuns.execute("merge", shard(1, 1, 3, 3, "A"), shard(2, 2, 3, 3, "B"), "--out",
                out(), "--force");
        assertEquals(3, ended.code(), "one of three planned configurations has no result");
        assertTrue(ended.err().contains("merged all the same: the seeds differ"), ended.err());
        ResultsReader.Results whole = ResultsReader.read(out());
        assertTrue(whole.results()
                .stream()
                .allMatch(
                        result -> result.notes().getLast().contains("the seeds differ")
                                && result.notes().getLast().contains("missing: 3/3")),
                whole::toString);
    }

    @Test
    void shouldWriteOtherFormsBesideIfAskedTo() throws IOException {
        Path xml = directory.resolve("new/junit.xml");
        Path summary = directory.resolve("summary.md");
        Path badge = directory.resolve("badge.svg");
        SampleRuns.Ended ended = SampleRuns.execute("merge", shard(1, 1, 1, "A"), "--out", out(), "--junit-xml", xml,
                "--summary", summary, "--badge", badge, "--history", directory.resolve("history.jsonl"));
        assertEquals(0, ended.code(), ended.err());
        assertTrue(Files.readString(xml).contains("<testcase name=\"A\""));
        assertTrue(Files.readString(summary).startsWith("## Weir: "));
        assertTrue(Files.readString(badge).contains("1 passed"));
        assertEquals(1, Files.readAllLines(directory.resolve("history.jsonl")).size());
    }
}
