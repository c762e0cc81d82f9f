package org.weir.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files besides the results that cannot be read or written, in real processes. */
class SideFilesTest {
    private static final String DAMAGED = "{\"schemaVersion\":1}\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--junit-xml", "--summary", "--badge", "--history"})
    void shouldBeRefusedBeforeAnythingIsRunIfTheyAreDirectories(String option) throws Exception {
        Path target = Files.createDirectory(directory.resolve("target"));
        try (Cli cli = Cli.start(directory, "run", "Passes", "--out", "out", option, target.toString())) {
            assertEquals(64, cli.exitCode(), cli::all);
            assertTrue(cli.all().contains(target.toString()), cli::all);
            assertFalse(Files.exists(directory.resolve("out")), "nothing was run");
        }
    }

    @Test
    void shouldBeRefusedBeforeAnythingIsRunIfTheHistoryIsDamaged() throws Exception {
        Path history = Files.writeString(directory.resolve("history.jsonl"), DAMAGED);
        try (Cli cli = Cli.start(directory, "run", "Passes", "--out", "out", "--history", history.toString())) {
            assertEquals(64, cli.exitCode(), cli::all);
            assertTrue(cli.all().contains(history + ", line 1"), cli::all);
            assertFalse(Files.exists(directory.resolve("out")), "nothing was run");
        }
        assertEquals(DAMAGED, Files.readString(history));
    }

    @ParameterizedTest
    @CsvSource({"Passes, 3", "Fails, 1"})
    void shouldTakeNothingFromWhatWasFoundIfTheyFailAfterTheRun(String scenario, int code) throws Exception {
        Path history = directory.resolve("history.jsonl");
        Path records = directory.resolve("out/results.jsonl");
        try (Cli cli = Cli.start(directory, "run", scenario, "--launches", "1", "--samples", "1000", "--out", "out",
                "--history", history.toString())) {
            await().atMost(Cli.LIMIT).until(() -> Files.exists(records));
            Files.writeString(history, DAMAGED);

            assertEquals(code, cli.exitCode(), cli::all);
            assertTrue(cli.err().stream().anyMatch(line -> line.startsWith("weir: besides the results: " + history)),
                    cli::all);
            assertEquals(records.toString(), cli.out().getLast());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 1", "2, 3", "3, 3", "130, 130"})
    void shouldNotHideWhatIsGraver(int verdict, int code) {
        assertEquals(code, new SideFiles.Written(directory, false).exitCode(verdict));
        assertEquals(verdict, new SideFiles.Written(directory, true).exitCode(verdict));
    }
}
