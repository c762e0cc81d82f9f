package org.weir.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.outcome.Verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

class ResultsFilesTest {
    private static final ScenarioResult FIRST = Fixtures.counter(Map.of("2", 99L, "1", 1L));
    private static final ScenarioResult SECOND = Fixtures.counter(Map.of("2", 5L));

    @TempDir
    Path parent;
    Path directory;
    Path lines;

    @BeforeEach
    void nameFiles() {
        directory = parent.resolve("a/b");
        lines = directory.resolve("results.jsonl");
    }

    private void write(ScenarioResult... results) throws IOException {
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            for (ScenarioResult result : results) {
                writer.append(result);
            }
        }
    }

    private ResultsFormatException refusal() {
        return assertThrows(ResultsFormatException.class, () -> ResultsReader.read(directory));
    }

    private static void assertSays(Exception e, String words) {
        assertTrue(String.valueOf(e.getMessage()).contains(words), e::toString);
    }

    private void replace(String old, String with) throws IOException {
        String content = Files.readString(lines);
        assertTrue(content.contains(old), () -> old + " is not in " + content);
        int last = content.lastIndexOf(old);
        Files.writeString(lines, content.substring(0, last) + with + content.substring(last + old.length()));
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        write(FIRST, SECOND);

        ResultsReader.Results read = ResultsReader.read(directory);

        assertEquals(List.of(FIRST, SECOND), read.results());
        assertEquals(Optional.empty(), read.summary());
        assertFalse(read.cutOff());
    }

    @Test
    void shouldHaveEveryRecordInTheFileBeforeTheRunEnds() throws IOException {
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            writer.append(FIRST);
            assertEquals(List.of(FIRST), ResultsReader.read(directory).results());
        }
    }

    @Test
    void shouldKeepAllButTheRecordThatWasInFlightInACrash() throws IOException {
        write(FIRST, SECOND);
        byte[] whole = Files.readAllBytes(lines);
        Files.write(lines, Arrays.copyOf(whole, whole.length - 20));

        ResultsReader.Results read = ResultsReader.read(directory);

        assertEquals(List.of(FIRST), read.results());
        assertTrue(read.cutOff());
        assertEquals(2, assertThrows(ResultsFormatException.class, () -> ResultsReader.readLines(lines)).line());
    }

    @Test
    void shouldContinueAfterACrash() throws IOException {
        write(FIRST);
        Files.writeString(lines, "{\"schemaVersion\":1,\"scen", StandardOpenOption.APPEND);

        try (ResultsWriter writer = ResultsWriter.append(directory)) {
            writer.append(SECOND);
        }

        assertEquals(List.of(FIRST, SECOND), ResultsReader.read(directory).results());
    }

    @Test
    void shouldBeginAnewWithoutAnEarlierRunsFiles() throws IOException {
        write(FIRST);
        Files.writeString(directory.resolve("summary.json"), "{}");

        write(SECOND);

        assertEquals(List.of(SECOND), ResultsReader.read(directory).results());
        assertFalse(Files.exists(directory.resolve("summary.json")));
    }

    @Test
    void shouldNameTheLineThatIsNoRecord() throws IOException {
        write(FIRST);
        Files.writeString(lines, "{\"name\": \"left-pad\"}\n", StandardOpenOption.APPEND);

        ResultsFormatException refusal = refusal();

        assertEquals(2, refusal.line());
        assertEquals(lines + ", line 2: not a record of Weir's: it has no schemaVersion", refusal.getMessage());
    }

    @Test
    void shouldRefuseANewerFormAndSayWhatToDo() throws IOException {
        write(FIRST, SECOND);
        replace("\"schemaVersion\":1", "\"schemaVersion\":2");

        assertEquals(lines + ", line 2: written in version 2 of the form, and this Weir ("
                + EnvironmentProbe.weirVersion() + ") reads version 1; read it with the version of Weir that wrote it",
                refusal().getMessage());
    }

    @Test
    void shouldRefuseARecordWithoutAField() throws IOException {
        write(FIRST, SECOND);
        replace("\"speed\":\"MEMORY\",", "");

        assertSays(refusal(), "line 2: not a complete record of a result");
        assertSays(refusal(), "speed");
    }

    @Test
    void shouldRefuseCountsThatDoNotAddUp() throws IOException {
        write(FIRST, SECOND);
        replace("\"count\":5", "\"count\":6");

        assertSays(refusal(), "come to 6, not to the stated 5 samples");
    }

    @Test
    void shouldRefuseALineThatIsNotText() throws IOException {
        write(FIRST);
        Files.write(lines, new byte[]{(byte) 0xff, '\n'}, StandardOpenOption.APPEND);

        assertEquals(lines + ", line 2: not UTF-8 text; the file is damaged", refusal().getMessage());
    }

    @Test
    void shouldSayWhatToDoWhereThereAreNoResults() {
        assertSays(assertThrows(NoSuchFileException.class, () -> ResultsReader.read(parent)),
                "name the directory that a run wrote its results to");
    }

    @Test
    void shouldWriteTheSummaryWholeAndLeaveNothingElse() throws IOException {
        Instant start = Instant.parse("2026-01-02T03:04:05.678Z");
        RunSummary summary = RunSummary.of(List.of(FIRST, SECOND), 2, start, start.plusSeconds(9), 42,
                Duration.ofSeconds(30), false, "weir run", Fixtures.ENVIRONMENT);
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            writer.append(FIRST);
            writer.append(SECOND);
            writer.write(summary);
            writer.write(summary);
        }

        assertEquals(Optional.of(summary), ResultsReader.read(directory).summary());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of("results.jsonl", "summary.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertTrue(Files.readString(directory.resolve("summary.json")).contains("\"2026-01-02T03:04:05.678Z\""));
        assertEquals(Files.getPosixFilePermissions(lines),
                Files.getPosixFilePermissions(directory.resolve("summary.json")), "readable by whom the umask says");
    }

    @Test
    void shouldSumUpToTheExitCodeOfTheWorst() {
        assertEquals(2, summary(List.of(FIRST, SECOND), 2, false).exitCode());
        assertEquals(130, summary(List.of(FIRST), 2, true).exitCode());
        assertEquals(Map.of(Verdict.PASS, 1, Verdict.INCONCLUSIVE, 1, Verdict.FAIL, 0, Verdict.ERROR, 0),
                summary(List.of(FIRST, SECOND), 2, false).verdicts());
    }

    @Test
    void shouldNotBeGreenWhenScenariosAreMissing() {
        assertEquals(3, summary(List.of(FIRST), 2, false).exitCode());
        assertEquals(3, summary(List.of(), 0, false).exitCode());
        assertEquals(1, summary(List.of(Fixtures.counter(Map.of("0", 1L))), 2, false).exitCode());
    }

    private static RunSummary summary(List<ScenarioResult> results, int planned, boolean interrupted) {
        return RunSummary.of(results, planned, Instant.EPOCH, Instant.EPOCH.plusSeconds(1), 1, Duration.ZERO,
                interrupted, "", Fixtures.ENVIRONMENT);
    }
}
