package org.weir.stress.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentProbe;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;
import org.weir.stress.litmus.StoreBufferingPlain;
import org.weir.stress.litmus.StoreBufferingVolatile;

import java.io.IOException;
import java.util.List;
import java.util.Map;

class TwinResultsTest {
    private static final ScenarioModel VOLATILE = model(StoreBufferingVolatile.class);

    @Test
    void shouldPoolTheForksAndKeepEachAsALaunch() throws IOException {
        ScenarioResult result = of(VOLATILE, Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 10L, "1, 1", 1L)),
                Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 5L)));

        assertEquals(Verdict.PASS, result.verdict(), result.reasons()::toString);
        assertEquals("threads, shared cells", result.harness());
        assertEquals(16, result.samples());
        assertEquals(15, count(result, "0, 1"));
        assertEquals(0, count(result, "0, 0"));
        assertEquals(List.of(11L, 5L), result.launches().stream().map(launch -> launch.samples()).toList());
        assertEquals(2L * Blobs.ITERATIONS * Blobs.ITERATION_MILLIS * 1_000_000, result.samplingNanos());
        assertEquals(List.of("left", "right"), result.actors());
    }

    @Test
    void shouldLeaveOutTheResultsOfOtherTests() throws IOException {
        ScenarioResult result = of(VOLATILE, Blobs.fork(StoreBufferingPlain.class, Map.of("0, 0", 10L)),
                Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 5L)));

        assertEquals(Verdict.PASS, result.verdict());
        assertEquals(5, result.samples());
    }

    @Test
    void shouldFailOnAForbiddenOutcome() throws IOException {
        ScenarioResult result = of(VOLATILE,
                Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 1_000_000L, "0, 0", 1L)));

        assertEquals(Verdict.FAIL, result.verdict());
        assertTrue(result.reasons().getFirst().contains("\"0, 0\""), result.reasons()::toString);
    }

    @Test
    void shouldFailOnAnOutcomeThatNoRuleNames() throws IOException {
        ScenarioResult result = of(VOLATILE,
                Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 1_000_000L, "2, 0", 1L)));

        assertEquals(Verdict.FAIL, result.verdict());
    }

    @Test
    void shouldBeAnErrorIfJcstressLeftTheTwinOut() throws IOException {
        ScenarioResult result = of(VOLATILE, Blobs.fork(StoreBufferingPlain.class, Map.of("0, 0", 10L)));

        assertEquals(Verdict.ERROR, result.verdict());
        assertEquals(0, result.samples());
        assertTrue(result.reasons().getFirst().startsWith("jcstress has no result for it."),
                result.reasons()::toString);
    }

    @Test
    void shouldBeAnErrorIfNothingWasCounted() throws IOException {
        ScenarioResult result = of(VOLATILE, Blobs.fork(StoreBufferingVolatile.class, Map.of()));

        assertEquals(Verdict.ERROR, result.verdict());
    }

    @Test
    void shouldBeAnErrorIfOneForkOfTwoFailed() throws IOException {
        TestResult failed = Blobs.fork(StoreBufferingVolatile.class, Status.TIMEOUT_ERROR, Map.of());
        failed.addMessage("the fork was late");

        ScenarioResult result = of(VOLATILE, Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 1", 10L)), failed);

        assertEquals(Verdict.ERROR, result.verdict());
        assertEquals(List.of("jcstress reports TIMEOUT_ERROR for fork 1."), result.reasons());
        assertEquals("the fork was late", result.diagnostics().getFirst().text());
    }

    @Test
    void shouldFailRatherThanErrIfAForbiddenOutcomeWasSeenBeforeAForkFailed() throws IOException {
        ScenarioResult result = of(VOLATILE, Blobs.fork(StoreBufferingVolatile.class, Map.of("0, 0", 1L)),
                Blobs.fork(StoreBufferingVolatile.class, Status.VM_ERROR, Map.of()));

        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals(2, result.reasons().size(), result.reasons()::toString);
    }

    @Test
    void shouldNotAskThreadsForWhatProcessesMustShow() throws IOException {
        ScenarioResult result = of(model(StoreBufferingPlain.class),
                Blobs.fork(StoreBufferingPlain.class, Map.of("0, 1", 10L)));

        assertEquals(Verdict.PASS, result.verdict(), result.reasons()::toString);
    }

    private static ScenarioResult of(ScenarioModel twin, TestResult... forks) {
        return new TwinResults(List.of(forks), EnvironmentProbe.capture(), "mvn verify").of(twin);
    }

    private static long count(ScenarioResult result, String id) {
        return result.outcomes()
                .stream()
                .filter(outcome -> outcome.id().equals(id))
                .mapToLong(OutcomeResult::count)
                .findFirst()
                .orElseThrow();
    }

    private static ScenarioModel model(Class<?> type) {
        return assertInstanceOf(Reading.Valid.class, ScenarioReader.read(type)).model();
    }
}
