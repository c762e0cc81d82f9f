package org.weir.stress.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.runners.TestList;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ResultsReader;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.scenario.ScenarioFinder;
import org.weir.scenario.ScenarioModel;
import org.weir.stress.litmus.StoreBufferingVolatile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

class TwinRunTest {
    private static final EnvironmentInfo ENVIRONMENT = EnvironmentProbe.capture();

    @TempDir
    Path directory;

    @Test
    void shouldFindTheTwinsThatTheAnnotationProcessorListed() {
        List<ScenarioModel> twins = TwinRun.twins(ScenarioFinder.find(ScenarioFinder.runningClassPath()));

        TreeSet<String> listed = new TreeSet<>(TestList.tests());
        listed.removeIf(name -> name.startsWith("org.weir.stress.bench.")
                || name.startsWith("org.weir.stress.jcstress."));
        assertEquals(listed, new TreeSet<>(twins.stream().map(twin -> twin.type().getName()).toList()));
        assertTrue(listed.contains(StoreBufferingVolatile.class.getName()), listed::toString);
    }

    @Test
    void shouldAddTheTwinsToTheResultsOfTheProcesses() throws IOException {
        ScenarioResult processes = result(Map.of("0, 1", 10L), "processes");
        Instant started = Instant.parse("2026-01-01T00:00:00Z");
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            writer.append(processes);
            writer.write(RunSummary.of(List.of(processes), 1, started, Instant.now(), 42, Duration.ofSeconds(60), false,
                    "mvn verify", ENVIRONMENT));
        }
        ScenarioResult threads = result(Map.of("0, 0", 1L), TwinResults.HARNESS);

        TwinRun.add(List.of(threads), directory, Instant.now(), ENVIRONMENT);

        ResultsReader.Results all = ResultsReader.read(directory);
        assertEquals(List.of(processes, threads), all.results());
        RunSummary summary = all.summary().orElseThrow();
        assertEquals(Verdict.FAIL.exitCode(), summary.exitCode());
        assertEquals(started, summary.started());
        assertEquals(42, summary.seed());
        assertEquals(11, summary.samples());
    }

    @Test
    void shouldTakeThePlaceOfAnEarlierRunOfTheTwins() throws IOException {
        ScenarioResult second = result(Map.of("0, 1", 20L), TwinResults.HARNESS);
        TwinRun.add(List.of(result(Map.of("0, 1", 10L), TwinResults.HARNESS)), directory, Instant.now(), ENVIRONMENT);

        TwinRun.add(List.of(second), directory, Instant.now(), ENVIRONMENT);

        ResultsReader.Results all = ResultsReader.read(directory);
        assertEquals(List.of(second), all.results());
        assertEquals(Verdict.PASS.exitCode(), all.summary().orElseThrow().exitCode());
    }

    private static ScenarioResult result(Map<String, Long> counts, String harness) throws IOException {
        ScenarioModel model = TwinRun.twins(List.of(StoreBufferingVolatile.class.getName())).getFirst();
        ScenarioResult r = new TwinResults(List.of(Blobs.fork(StoreBufferingVolatile.class, counts)), ENVIRONMENT,
                "mvn verify").of(model);
        return new ScenarioResult(r.schemaVersion(), r.scenario(), r.params(), harness, r.description(), r.refs(),
                r.actors(), r.verdict(), r.reasons(), r.samples(), r.elapsedNanos(), r.samplingNanos(), r.outcomes(),
                r.launches(), r.seed(), r.speed(), r.speedReason(), r.notes(), r.diagnostics(), r.study(), r.evidence(),
                r.reproduce(),
                r.environment());
    }
}
