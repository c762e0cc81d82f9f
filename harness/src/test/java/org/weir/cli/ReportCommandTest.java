package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Reports and replays from results alone; pages are drawn by another module, and tested there. */
class ReportCommandTest {
    @TempDir
    private Path directory;

    private Path run() throws IOException {
        return SampleRuns.write(directory.resolve("run"), SampleRuns.counter("A", Map.of("2", 90L, "1", 10L)),
                SampleRuns.counter("B", Map.of("2", 90L, "0", 1L)));
    }

    private Path lines() {
        return directory.resolve("run/results.jsonl");
    }

    private static void assertRefuses(SampleRuns.Ended ended, String message) {
        assertEquals(64, ended.code(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals("", ended.out());
    }

    @Test
    void shouldPrintTablesForATerminal() throws IOException {
        SampleRuns.Ended ended = SampleRuns.execute("report", run(), "--format", "text");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("FAIL  org.example.B"), ended.out());
        assertTrue(ended.out().contains("2 configurations: 1 PASS, 1 FAIL; 191 samples in 9.0 s, seed 42"),
                ended.out());
        assertFalse(ended.out().contains("\033"), "no colours into a pipe");
    }

    @Test
    void shouldPutSeveralRunsTogether() throws IOException {
        Path other = SampleRuns.write(directory.resolve("other"), SampleRuns.counter("C", Map.of("2", 1L, "1", 1L)));
        SampleRuns.Ended ended = SampleRuns.execute("report", run(), other, "--format", "text");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("3 configurations: 2 PASS, 1 FAIL"), ended.out());
    }

    @Test
    void shouldSayWhatIsMissingWithoutAPageToDraw() throws IOException {
        SampleRuns.Ended ended = SampleRuns.execute("report", run());
        assertRefuses(ended, "add weir-reports, or use --format text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"schemaVersion\":9}       | line 3: written in version 9 of the form",
            "{\"name\":\"left-pad\"}     | line 3: not a record of Weir's: it has no schemaVersion",
            "{\"schemaVersion\":1,\"sce  | line 3: not a complete record",
            "[[[[[[                      | line 3: not a complete record",
            "<html>                      | line 3: not a complete record",
            "{\"schemaVersion\":1}       | line 3: not a complete record",
    })
    void shouldNameFileLineAndMistakeOfWhatIsNoRecord(String line, String message) throws IOException {
        run();
        Files.writeString(lines(), line.strip() + "\n", StandardOpenOption.APPEND);
        assertRefuses(SampleRuns.execute("report", directory.resolve("run")), lines() + ", " + message);
    }

    @Test
    void shouldRefuseALineThatWouldFillTheMemory() throws IOException {
        run();
        byte[] much = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 40; i++) {
            Files.write(lines(), much, StandardOpenOption.APPEND);
        }
        assertRefuses(SampleRuns.execute("report", directory.resolve("run")),
                lines() + ", line 3: longer than 33554432 bytes");
    }

    @Test
    void shouldRefuseNestingThatWouldOverflowTheStack() throws IOException {
        run();
        Files.writeString(lines(), "{\"schemaVersion\":1,\"params\":" + "[".repeat(200_000) + "\n",
                StandardOpenOption.APPEND);
        assertRefuses(SampleRuns.execute("report", directory.resolve("run")), "line 3: not a complete record");
    }

    @Test
    void shouldShowTheRestOfAFileWhoseLastLineWasCutOff() throws IOException {
        run();
        String whole = Files.readString(lines());
        Files.writeString(lines(), whole.substring(0, whole.length() - 30));
        SampleRuns.Ended ended = SampleRuns.execute("report", directory.resolve("run"), "--format", "text");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("A crash cut off the record"), ended.out());
        assertTrue(ended.out().contains("PASS  org.example.A"), ended.out());
    }

    @Test
    void shouldShowMarkupInEachFieldAsText() throws IOException {
        String markup = "<b onclick='x'>\"&\u001b[2J\u202e\n\\ `|` ${x}";
        Path run = SampleRuns.write(directory.resolve("hostile"), SampleRuns.hostile(markup));
        Path xml = directory.resolve("x.xml");
        Path markdown = directory.resolve("x.md");
        SampleRuns.Ended ended = SampleRuns.execute("report", run, "--format", "text", "--junit-xml", xml, "--summary",
                markdown, "--badge", directory.resolve("x.svg"));
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().chars().allMatch(c -> c == '\n' || c >= ' '), ended.out());
        assertFalse(Files.readString(xml).contains("<b "), "escaped");
    }

    @ParameterizedTest
    @CsvSource({"nowhere, nowhere does not exist", "., holds no results.jsonl"})
    void shouldSayThatThereAreNoResults(String name, String message) {
        for (String command : new String[]{"report", "replay"}) {
            assertRefuses(SampleRuns.execute(command, directory.resolve(name)), message);
        }
    }

    @Test
    void shouldReplayThePlanOfARunOrOfOneScenario() throws IOException {
        Path run = run();
        assertEquals("weir run --time-budget 12000ms --seed 42\n",
                SampleRuns.execute("replay", run, "--dry-run").out());
        assertEquals(
                "weir run org.example.B --seed 42 --launches 1 --time-budget 6000ms --class-path here --out there\n",
                SampleRuns.execute("replay", run, "B", "--dry-run", "--class-path", "here", "--out", "there").out());
        assertRefuses(SampleRuns.execute("replay", run, "C", "--dry-run"), "has no result of \"C\"; it has A, B");
    }

    @Test
    void shouldSayThatItSamplesAnewAndRunTheRecordedCommand() throws IOException {
        Path run = SampleRuns.write(directory.resolve("run"),
                SampleRuns.counter("NoSuchClassHere", Map.of("2", 1L, "1", 1L)));
        SampleRuns.Ended ended = SampleRuns.execute("replay", run, "NoSuchClassHere", "--out",
                directory.resolve("again"));
        assertEquals(64, ended.code(), "that of the command that it ran");
        assertTrue(ended.err().contains("it does not repeat an interleaving"), ended.err());
        assertTrue(ended.err().contains("note: the CPU was \"Imaginary CPU, 2 allowed\""), ended.err());
        assertTrue(ended.err().contains("no scenario is called \"org.example.NoSuchClassHere\""), ended.err());
    }

    @Test
    void shouldRunNothingButRunsAgain() throws IOException {
        Path run = run();
        Path summary = run.resolve("summary.json");
        Files.writeString(summary, Files.readString(summary).replace("weir run --time", "rm -rf / --time"));
        assertRefuses(SampleRuns.execute("replay", run), "these results were not made by 'weir run', but by: rm -rf /");
    }
}
