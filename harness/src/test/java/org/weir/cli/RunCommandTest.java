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
import org.weir.outcome.Verdict;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs in real processes. */
class RunCommandTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"Passes, 0", "Fails, 1", "NeverSeen, 2", "CannotBeMade, 3"})
    void shouldEndWithTheExitCodeOfTheVerdict(String scenario, int code) throws Exception {
        try (Cli cli = run(scenario)) {
            assertEquals(code, cli.exitCode(), cli::all);
            assertEquals(code, summary().exitCode());
            Verdict verdict = Stream.of(Verdict.values()).filter(v -> v.exitCode() == code).findFirst().orElseThrow();
            assertTrue(cli.out().contains(verdict + "  " + Cli.SCENARIOS + scenario), cli::all);
        }
    }

    @Test
    void shouldPrintTheTableAndAtLastThePath() throws Exception {
        try (Cli cli = run("Fails")) {
            cli.exitCode();
            assertTrue(cli.out().stream().anyMatch(line -> line.contains("! ") && line.contains("FORBIDDEN")),
                    cli::all);
            assertTrue(cli.out().stream().anyMatch(line -> line.startsWith("  again: weir run ")), cli::all);
            assertEquals(results().toString(), cli.out().getLast());
        }
    }

    @Test
    void shouldRunTheOthersAndCountAClassWithMistakesAsAnErrorIfNobodyNamedIt() throws Exception {
        try (Cli cli = run("Passes", Cli.SCENARIOS + "broken")) {
            assertEquals(3, cli.exitCode(), cli::all);
            assertEquals(Map.of(Verdict.PASS, 1, Verdict.ERROR, 1, Verdict.FAIL, 0, Verdict.INCONCLUSIVE, 0),
                    summary().verdicts());
            ScenarioResult rejected = ResultsReader.read(directory.resolve("out")).results().getFirst();
            assertEquals(Cli.SCENARIOS + "broken.HasMistakes", rejected.scenario());
            assertTrue(rejected.reasons().size() >= 2, rejected::toString);
        }
    }

    @Test
    void shouldPrintAllMistakesOfAClassThatWasNamedAndRunNothing() throws Exception {
        try (Cli cli = run("Passes", "HasMistakes")) {
            assertEquals(64, cli.exitCode(), cli::all);
            assertTrue(cli.err().stream().filter(line -> line.startsWith("  HasMistakes")).count() >= 2, cli::all);
            assertEquals(List.of(), cli.out());
            assertFalse(Files.exists(results()));
        }
    }

    @Test
    void shouldWriteNothingButTheRecordsToStandardOutputIfAskedForJsonLines() throws Exception {
        try (Cli cli = run("Passes", "Fails", "--format", "jsonl")) {
            assertEquals(1, cli.exitCode(), cli::all);
            assertEquals(Files.readAllLines(results()), cli.out());
            assertEquals(2, cli.out().size());
            assertEquals(2, ResultsReader.read(directory.resolve("out")).results().size());
            assertEquals(results().toString(), cli.err().getLast());
        }
    }

    @Test
    void shouldPassOnParametersSeedLaunchesSamplesAndArgumentsOfTheJvm() throws Exception {
        try (Cli cli = run("ShowsHow", "Passes", "--param", "size=7", "--seed", "42", "--launches", "2",
                "--samples", "1000", "--jvm-args", "-Dother=1 '-Dshown=a b'")) {
            assertEquals(0, cli.exitCode(), cli::all);
            List<ScenarioResult> results = ResultsReader.read(directory.resolve("out")).results();
            assertEquals(1, results.size(), "scenarios without the parameter are left out");
            ScenarioResult result = results.getFirst();
            assertEquals(Map.of("size", "7"), result.params());
            assertEquals(42, summary().seed());
            assertTrue(result.samples() >= 1000, result::toString);
            assertEquals("a b, 7", result.outcomes().getFirst().id());
        }
    }

    @Test
    void shouldRunScenariosOfAnAddedClassPath() throws Exception {
        try (Cli cli = Cli.startBare(directory, "run", "Passes", "--time-budget", "300ms", "--out", "out",
                "--class-path", Cli.testClasses().toString())) {
            assertEquals(0, cli.exitCode(), cli::all);
            assertTrue(summary().command().contains("--class-path"), cli::all);
        }
    }

    @Test
    void shouldRunActorsAsThreadsIfAskedTo() throws Exception {
        try (Cli cli = Cli.startBare(directory, "run", "Passes", "--samples", "10", "--out", "out", "--class-path",
                Cli.testClasses().toString(), "--in-one-jvm")) {
            assertEquals(0, cli.exitCode(), cli::all);
            assertEquals("threads, in one JVM",
                    ResultsReader.read(directory.resolve("out")).results().getFirst().harness());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMakeANewDirectoryOfResultsIfNoneIsNamed(boolean maven) throws Exception {
        if (maven) {
            Files.createFile(directory.resolve("pom.xml"));
        }
        try (Cli cli = Cli.start(directory, "run", "Passes", "--samples", "10")) {
            assertEquals(0, cli.exitCode(), cli::all);
            Path parent = directory.toRealPath().resolve(maven ? "target/weir-results" : "weir-results");
            assertTrue(Path.of(cli.out().getLast()).toRealPath().startsWith(parent), cli::all);
        }
    }

    @Test
    void shouldSayAtOnceWhatItWillDoAndThenHowItGoesAsOftenAsAsked() throws Exception {
        try (Cli cli = Cli.start(directory, "run", "Passes", "--time-budget", "3s", "--out", "out",
                "--progress-every", "2s")) {
            assertEquals(0, cli.exitCode(), cli::all);
            List<Cli.Line> lines = cli.timedErr();
            assertTrue(lines.getFirst().text().startsWith("weir: running 1 configuration in about 3 s, seed "));
            assertTrue(lines.size() >= 2, "a line every 2 s: " + lines);
            for (int i = 1; i < lines.size(); i++) {
                Duration since = lines.get(i).after().minus(lines.get(i - 1).after());
                assertTrue(since.compareTo(Duration.ofMillis(1900)) >= 0, lines::toString);
            }
            Cli.Line progress = lines.get(1);
            assertTrue(progress.text()
                    .matches(
                            "weir: 0/1 done, (\\d+ m?s left|last samples), 0 forbidden; Passes: [0-9.,]+( M)? samples, [0-9.,]+( M)?/s"),
                    progress::text);
        }
    }

    @Test
    void shouldSayBeforeAndAfterThatABudgetIsTooShortToLaunchEverything() throws Exception {
        try (Cli cli = Cli.start(directory, "run", "Passes", "Lingers", "--time-budget", "100ms", "--out", "out")) {
            assertEquals(0, cli.exitCode(), cli::all);
            String first = cli.err().getFirst();
            assertTrue(first.matches("weir: running 2 configurations in about 1 s, seed \\d+;"
                    + " launches alone take longer than the budget of 100 ms"), first);
            assertTrue(cli.err()
                    .stream()
                    .anyMatch(line -> line.matches("weir: took \\d+ s, more than the time budget"
                            + " of 100 ms: launches alone take longer")),
                    cli::all);
        }
    }

    @Test
    void shouldTakeNoMoreTimeByDefaultForAScenarioOfManyTimesTheWeight() throws Exception {
        try (Cli cli = Cli.start(directory, "run", "Passes", "--samples", "10", "--out", "out")) {
            assertEquals(0, cli.exitCode(), cli::all);
            assertTrue(cli.err().getFirst().startsWith("weir: running 1 configuration in about 6 s, seed "), cli::all);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void shouldWriteWhatWasMeasuredWhenInterruptedAndLeaveNothing(String signal) throws Exception {
        Path marker = directory.resolve("marker");
        try (Cli cli = Cli.start(directory, "run", "Tells", "Passes", "--time-budget", "10m", "--out", "out",
                "--jvm-args", "-Dmarker=" + marker)) {
            await().atMost(Cli.LIMIT).until(() -> Files.exists(marker) || !cli.isAlive());
            cli.signal(signal);
            assertEquals(130, cli.exitCode(), cli::all);
            assertTrue(summary().interrupted());
            assertEquals(2, summary().planned());
            List<ScenarioResult> results = ResultsReader.read(directory.resolve("out")).results();
            assertEquals(1, results.size(), "nothing is begun after the signal");
            assertEquals(Verdict.PASS, results.getFirst().verdict(), results::toString);
            assertTrue(results.getFirst().samples() > 0, results::toString);
            assertEquals(results().toString(), cli.out().getLast());
            assertEquals(List.of(), cli.realms());
            assertEquals(List.of(), cli.descendants());
        }
    }

    @Test
    void shouldEndAtOnceWhenInterruptedAgainAndLeaveNothing() throws Exception {
        Path marker = directory.resolve("marker");
        try (Cli cli = Cli.start(directory, "run", "Dawdles", "--time-budget", "10m", "--out", "out", "--jvm-args",
                "-Dmarker=" + marker)) {
            await().atMost(Cli.LIMIT).until(() -> Files.exists(marker) || !cli.isAlive());
            cli.signal("INT");
            await().atMost(Cli.LIMIT).until(() -> cli.err().stream().anyMatch(line -> line.contains("stopping")));
            cli.signal("INT");
            assertEquals(130, cli.exitCode(), cli::all);
            await().atMost(Cli.LIMIT).untilAsserted(() -> {
                assertEquals(List.of(), cli.descendants());
                assertEquals(List.of(), cli.realms());
            });
        }
    }

    private Cli run(String... arguments) throws IOException {
        return Cli.start(directory, Stream.concat(Stream.of("run", "--time-budget", "600ms", "--out", "out"),
                Stream.of(arguments)).toArray(String[]::new));
    }

    private Path results() {
        return directory.resolve("out/results.jsonl").toAbsolutePath();
    }

    private RunSummary summary() throws IOException {
        return ResultsReader.read(directory.resolve("out")).summary().orElseThrow();
    }
}
