package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.outcome.Verdict;
import org.weir.results.OutcomeResult;
import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs that are run again, in real processes. */
class ReplayCommandTest {
    private static final int SAMPLES = 10;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "Struck"})
    void shouldStrikeTheSamplesThatTheFailedRunStruck(String scenario) throws Exception {
        try (Cli run = Cli.start(directory, "run", "Struck", "--samples", "" + SAMPLES, "--launches", "1", "--seed",
                "42",
                "--time-budget", "60s", "--out", "first")) {
            assertEquals(1, run.exitCode(), run::all);
        }
        String[] replay = Stream.of("replay", "first", scenario, "--out", "second")
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        try (Cli again = Cli.start(directory, replay)) {
            assertEquals(1, again.exitCode(), again::all);
        }

        Set<String> first = seen("first");
        assertEquals(SAMPLES, first.size(), first::toString);
        assertTrue(first.stream().anyMatch(outcome -> outcome.startsWith("killed(")), first::toString);
        assertTrue(first.stream().anyMatch(outcome -> outcome.startsWith("1, ")), first::toString);
        assertEquals(first, seen("second"));
    }

    private Set<String> seen(String run) throws IOException {
        ScenarioResult result = ResultsReader.read(directory.resolve(run)).results().getFirst();
        assertEquals(Verdict.FAIL, result.verdict(), result::toString);
        return result.outcomes()
                .stream()
                .filter(outcome -> outcome.count() > 0)
                .map(OutcomeResult::id)
                .collect(Collectors.toSet());
    }
}
