package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Differences, histories and odds, from fixtures. */
class DiffCommandTest {
    @TempDir
    private Path directory;
    private Path before;
    private Path after;

    @BeforeEach
    void write() throws IOException {
        before = SampleRuns.write(directory.resolve("a"), SampleRuns.counter("Same", Map.of("2", 900L, "1", 100L)),
                SampleRuns.counter("Moved", Map.of("2", 900L, "1", 100L)),
                SampleRuns.counter("Broken", Map.of("2", 900L, "1", 100L)),
                SampleRuns.counter("Lost", Map.of("2", 9L, "1", 1L)));
        after = SampleRuns.write(directory.resolve("b"), SampleRuns.counter("Same", Map.of("2", 895L, "1", 105L)),
                SampleRuns.counter("Moved", Map.of("2", 800L, "1", 200L)),
                SampleRuns.counter("Broken", Map.of("2", 899L, "1", 100L, "0", 1L)),
                SampleRuns.counter("Added", Map.of("2", 9L, "1", 1L)));
    }

    @Test
    void shouldShowTheSizeOfTheEffectFirst() {
        SampleRuns.Ended ended = SampleRuns.execute("diff", before, after);
        assertEquals(0, ended.code(), ended.err());
        List<String> lines = ended.out().lines().toList();
        assertEquals("Moved (processes)  PASS", lines.getFirst());
        assertTrue(lines.get(2).matches("  2\\.00 \\(1\\.\\d+\\.\\.2\\.\\d+\\) +1 +100 of 1,000 = 0\\.100 +200 of.*"),
                ended.out());
        assertTrue(ended.out().contains("Broken (processes)  PASS -> FAIL, worse"), ended.out());
        assertTrue(ended.out().contains("  new, at least "), ended.out());
        assertFalse(ended.out().contains("Same"), "what did not change is left out");
        assertTrue(ended.out().contains("missing after: Lost (processes)"), ended.out());
        assertTrue(ended.out().contains("only after: Added (processes)"), ended.out());
        assertTrue(
                lines.getLast().startsWith("3 configurations compared, 7 rates tested (p corrected by Holm's method"),
                ended.out());
        assertTrue(lines.getLast()
                .endsWith(
                        "1 new outcome, 2 rates changed, 1 verdict worse, 1 missing, 1 added"),
                ended.out());
        assertTrue(SampleRuns.execute("diff", before, after, "--all").out().contains("Same (processes)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"new-outcome|1", "rate-change|1", "verdict|1", "missing|1",
            "new-outcome,verdict|1", "rate-chance|64"})
    void shouldFailOnWhatItIsAskedTo(String what, int code) {
        SampleRuns.Ended ended = SampleRuns.execute("diff", before, after, "--fail-on", what);
        assertEquals(code, ended.code(), ended.err());
        assertEquals(code == 1 ? 0 : 64, SampleRuns.execute("diff", before, before, "--fail-on", what).code());
    }

    @Test
    void shouldTakeManyValuesOfOneGradeAsOneOutcome() throws IOException {
        Map<String, Long> then = new TreeMap<>();
        Map<String, Long> now = new TreeMap<>();
        for (int value = 100; value < 120; value++) {
            then.put(String.valueOf(value), 5L);
            now.put(String.valueOf(value + 50), 5L);
        }
        then.put("2", 900L);
        now.put("2", 900L);
        Path a = SampleRuns.write(directory.resolve("many-a"), SampleRuns.counter("Many", then));
        Path b = SampleRuns.write(directory.resolve("many-b"), SampleRuns.counter("Many", now));
        SampleRuns.Ended ended = SampleRuns.execute("diff", a, b, "--all", "--fail-on", "new-outcome");
        assertEquals(0, ended.code(), ended.out());
        assertTrue(ended.out().contains("100; 101; 102 ... (40 ids, Forbidden: no rule names it)"), ended.out());
        assertTrue(ended.out().contains("2 rates tested"), ended.out());
    }

    @Test
    void shouldWriteJsonThatAProgramReads() {
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(
                        SampleRuns.execute("diff", before, after, "--format", "json", "--fail-on", "missing").out());
        assertEquals(7, json.path("tests").intValue());
        assertEquals("missing", json.path("failsOn").path(0).stringValue());
        JsonNode appeared = json.path("configurations").path(2).path("outcomes").path(0);
        assertEquals("0", appeared.path("id").stringValue());
        assertTrue(appeared.path("new").booleanValue());
        assertTrue(appeared.path("ratio").isNull() && appeared.path("high").isNull(), json::toString);
        assertTrue(appeared.path("low").doubleValue() > 0);
    }

    @Test
    void shouldWriteMarkdownAndNoteADifferentEnvironment() throws IOException {
        Path other = SampleRuns.write(directory.resolve("c"), SampleRuns.counter("Moved",
                List.of(Map.of("2", 800L, "1", 200L)), SampleRuns.environment("f".repeat(40))));
        SampleRuns.Ended ended = SampleRuns.execute("diff", before, other, "--format", "markdown");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("### Moved \\(processes\\)"), ended.out());
        assertTrue(ended.out().contains("note: `the commit differs: " + SampleRuns.COMMIT + " in A"), ended.out());
    }

    @Test
    void shouldShowRunsWithTheChangeOfEnvironmentMarked() throws IOException {
        Path history = directory.resolve("history.jsonl");
        for (String commit : List.of("a".repeat(40), "b".repeat(40) + "+")) {
            Path run = SampleRuns.write(directory.resolve(commit), SampleRuns.counter("Counts",
                    List.of(Map.of("2", 900L, "1", 100L)), SampleRuns.environment(commit)));
            assertEquals(0, SampleRuns.execute("merge", run, "--out", directory.resolve("out"), "--history", history)
                    .code());
        }
        Files.writeString(history, Files.readString(history)
                .lines()
                .toList()
                .getLast()
                .replace("Imaginary CPU", "Another CPU")
                .replaceAll("\"fingerprint\":\"\\w+\"", "\"fingerprint\":\"0123456789ab\"") + "\n{\"cut",
                StandardOpenOption.APPEND);

        SampleRuns.Ended ended = SampleRuns.execute("history", history);
        assertEquals(0, ended.code(), ended.err());
        List<String> lines = ended.out().lines().toList();
        assertEquals("Counts (processes)", lines.getFirst());
        assertTrue(lines.get(1).startsWith("  environment "), ended.out());
        assertTrue(lines.get(2).contains("  aaaaaaaa   PASS                    1,000  \"1\" 0.100 (0.0821..0.120)"),
                ended.out());
        assertTrue(lines.get(3).contains("  bbbbbbbb+  PASS"), ended.out());
        assertEquals(1, lines.stream()
                .filter(line -> line.startsWith("  ---- environment changed to 0123456789ab: Another CPU; 2 CPUs"))
                .count(), ended.out());
        assertEquals(64, SampleRuns.execute("history", history, "NoSuch").code());
        Files.writeString(history, "{\"schemaVersion\":1}\n");
        SampleRuns.Ended refused = SampleRuns.execute("history", history);
        assertEquals(64, refused.code());
        assertTrue(refused.err().contains(history + ", line 1: not a complete record"), refused.err());
    }

    @Test
    void shouldTellTheOddsOfMissingWhatHasToBeSeen() throws IOException {
        Path rare = SampleRuns.write(directory.resolve("rare"),
                SampleRuns.counter("Often", List.of(Map.of("2", 900L, "1", 100L), Map.of("2", 900L, "1", 100L)),
                        SampleRuns.ENVIRONMENT),
                SampleRuns.counter("Rare", Map.of("2", 997L, "1", 3L)));
        SampleRuns.Ended ended = SampleRuns.execute("odds", rare);
        assertEquals(1, ended.code(), ended.err());
        List<String> lines = ended.out().lines().toList();
        assertTrue(lines.get(1).startsWith("0.050         0.050         1 of 1     Rare: 1, 3 of 1,000; one launch"),
                ended.out());
        assertTrue(lines.get(2).startsWith("< 1e-12"), ended.out());
        assertTrue(lines.getLast()
                .contains("misses at least one of 2 with a probability of 0.050, one in 20; more"
                        + " than 0.001"),
                ended.out());
        SampleRuns.Ended longer = SampleRuns.execute("odds", rare, "--time-budget", "48s");
        assertEquals(0, longer.code(), longer.out());
        assertTrue(longer.out().contains("a run of 4.00 times the time misses"), longer.out());
        assertEquals(0, SampleRuns.execute("odds", rare, "--at-most", "0.1").code());
        assertEquals(1, SampleRuns.execute("odds", SampleRuns.write(directory.resolve("never"),
                SampleRuns.counter("Never", Map.of("2", 1000L)))).code());
    }

    @Test
    void shouldNotTakeOneOfOneForCertain() throws IOException {
        Path few = SampleRuns.write(directory.resolve("few"), SampleRuns.counter("Once", Map.of("1", 1L)),
                SampleRuns.counter("Thrice", Map.of("1", 3L)),
                SampleRuns.counter("Often", Map.of("2", 900L, "1", 100L)));
        SampleRuns.Ended ended = SampleRuns.execute("odds", few);
        assertEquals(0, ended.code(), ended.err());
        List<String> lines = ended.out().lines().toList();
        assertTrue(lines.get(1).endsWith("Often: 1, 100 of 1,000; one launch does not tell how launches differ"),
                ended.out());
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("<= 0.95       ?") && line.contains("Once: 1, 1 of 1;")),
                ended.out());
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("<= 0.25       ?") && line.contains("Thrice: 1, 3 of 3;")),
                ended.out());
        assertTrue(ended.out().contains("misses at least one of 1 with"), ended.out());
        assertTrue(lines.getLast().startsWith("2 further ones rest on fewer than 10 samples"), ended.out());
        assertEquals(1, SampleRuns.execute("odds", SampleRuns.write(directory.resolve("none"),
                SampleRuns.counter("Never", Map.of("2", 3L)))).code());
    }
}
