package org.weir.stress.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;
import org.weir.stress.fault.LockHolderKilled;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class PythonRunTest {
    private static final Duration SAMPLING = Duration.ofMillis(100);

    @Test
    void shouldMeasureThatAKilledHolderHangsAllOthersAndPassNevertheless(@TempDir Path directory) throws Exception {
        assumeTrue(PythonRun.isThere(), "there is no python3");
        PythonRow row = new PythonRow(LockHolderKilled.class, Map.of("kind", "ProcessLock"));

        ScenarioResult result = PythonRun
                .sample(row, PythonRun.extract(directory), SAMPLING, EnvironmentProbe.capture())
                .orElseThrow();

        assertEquals("python", result.harness());
        assertEquals(Verdict.PASS, result.verdict());
        assertTrue(result.outcomes()
                .stream()
                .anyMatch(seen -> seen.count() > 0 && seen.expect() == Expect.ACCEPTABLE_INTERESTING
                        && seen.id().startsWith("killed(holder,SIGKILL) & hung(survivor)")),
                () -> result.outcomes().toString());
    }

    @Test
    void shouldHaveRowsOfScenariosWithThoseParameters() {
        for (PythonRow row : PythonRow.ALL) {
            Reading reading = ScenarioReader.read(row.scenario());
            ScenarioModel model = assertInstanceOf(Reading.Valid.class, reading, reading::toString).model();

            assertTrue(
                    model.configurations()
                            .stream()
                            .anyMatch(with -> with.params().entrySet().containsAll(row.params().entrySet())),
                    row::toString);
        }
    }
}
