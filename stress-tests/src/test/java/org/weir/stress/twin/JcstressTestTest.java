package org.weir.stress.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tests that are for jcstress alone, known to Weir from the list of jcstress's annotation processor. */
class JcstressTestTest {
    private static final String NAME = "org.weir.stress.jcstress.CellModes.CompareAndSetHasOneWinner";
    private static final JcstressTest TEST = JcstressTest.of(TestList.getInfo(NAME));

    @Test
    void shouldKnowWhatTheAnnotationsSay() {
        assertEquals(NAME, TEST.name());
        assertEquals("threads", TEST.harness());
        assertEquals(List.of("one", "two"), TEST.actors());
        assertTrue(TEST.description().startsWith("Compare and set"), TEST.description());
        assertFalse(TEST.grading().grade("true, false, 1").isForbidden());
        assertTrue(TEST.grading().grade("true, true, 1").isForbidden());
    }

    @Test
    void shouldHaveAResultOfThreads() throws IOException {
        ScenarioResult result = result(Blobs.fork(NAME, Status.NORMAL, Map.of("true, false, 1", 7L)));

        assertEquals(Verdict.PASS, result.verdict(), result.reasons()::toString);
        assertEquals("threads", result.harness());
        assertEquals(7, result.samples());
        assertEquals("CompareAndSetHasOneWinner", result.displayName());
    }

    @Test
    void shouldFailOnAnOutcomeThatOnlyTheDefaultGrades() throws IOException {
        ScenarioResult result = result(
                Blobs.fork(NAME, Status.NORMAL, Map.of("true, false, 1", 1_000_000L, "true, true, 2", 1L)));

        assertEquals(Verdict.FAIL, result.verdict());
        assertTrue(result.reasons().getFirst().contains("\"true, true, 2\""), result.reasons()::toString);
    }

    @Test
    void shouldBeAnErrorIfJcstressLeftItOut() throws IOException {
        assertEquals(Verdict.ERROR, result().verdict());
        assertEquals(Verdict.ERROR, result(Blobs.fork(NAME + "2", Status.NORMAL, Map.of("1", 1L))).verdict());
    }

    @Test
    void shouldBeAnErrorIfItsForkFailed() throws IOException {
        assertEquals(Verdict.ERROR, result(Blobs.fork(NAME, Status.TIMEOUT_ERROR, Map.of())).verdict());
        assertEquals(Verdict.ERROR, result(Blobs.fork(NAME, Status.NORMAL, Map.of())).verdict());
    }

    private static ScenarioResult result(TestResult... forks) {
        return new TwinResults(List.of(forks), EnvironmentProbe.capture(), "mvn verify").of(TEST);
    }
}
