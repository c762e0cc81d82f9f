package org.weir.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.outcome.Verdict;
import org.weir.results.Evidence;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Whole runs of scenarios that declare faults. */
@Timeout(180)
class FaultedRunTest {
    @TempDir
    private Path out;

    private ScenarioResult run(Class<?> scenario, long samples) throws IOException {
        return ScenarioRuns.run(scenario, ScenarioRuns.samples(out, samples));
    }

    private static long killed(ScenarioResult result) {
        return ScenarioRuns.counts(result)
                .entrySet()
                .stream()
                .filter(outcome -> outcome.getKey().startsWith("killed("))
                .mapToLong(outcome -> outcome.getValue())
                .sum();
    }

    private static void last(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.KILL, actor = "quick")
    @Outcome(id = "(killed\\(quick,SIGKILL\\): 0|1), 1", expect = ACCEPTABLE, desc = "Killed, or through before.")
    static class QuickIsKilled {
        @Actor
        void quick(II_Result r) {
            r.r1 = 1;
        }

        @Actor
        void slow(II_Result r) {
            last(Duration.ofMillis(20));
            r.r2 = 1;
        }
    }

    @Test
    void shouldLeaveAnActorAloneThatReturnedBeforeTheMomentOfItsFault() throws IOException {
        ScenarioResult result = run(QuickIsKilled.class, 10);

        assertNotEquals(Verdict.ERROR, result.verdict(), result::toString);
        assertNotEquals(Verdict.FAIL, result.verdict(), result::toString);
        assertEquals(10, result.samples());
        assertEquals(10, result.evidence().faults().getFirst().due());
        assertEquals(killed(result), result.evidence().faults().getFirst().done(), result::toString);
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.TERMINATE, actor = "quick")
    @Outcome(id = "(killed\\(quick,SIGTERM\\): 0|1), 1", expect = ACCEPTABLE, desc = "Terminated, or through before.")
    static class QuickIsTerminated {
        @Actor
        void quick(II_Result r) {
            r.r1 = 1;
        }

        @Actor
        void slow(II_Result r) {
            last(Duration.ofMillis(20));
            r.r2 = 1;
        }
    }

    @Test
    void shouldNotTerminateAnActorThatHasReturned() throws IOException {
        ScenarioResult result = run(QuickIsTerminated.class, 10);

        assertNotEquals(Verdict.ERROR, result.verdict(), result::toString);
        assertNotEquals(Verdict.FAIL, result.verdict(), result::toString);
        assertEquals(10, result.samples());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.TERMINATE, actor = "mortal", point = "last words")
    @Outcome(id = "(killed\\(mortal,SIGTERM\\): 0|1), 1", expect = ACCEPTABLE, desc = "It may return while its JVM ends.")
    static class ReturnsWhileItsJvmEnds {
        @Actor
        void mortal(II_Result r) {
            Faults.point("last words");
            r.r1 = 1;
        }

        @Actor
        void other(II_Result r) {
            r.r2 = 1;
        }
    }

    @Test
    void shouldReplaceAWorkerThatAnsweredWhileItWasEnding() throws IOException {
        ScenarioResult result = run(ReturnsWhileItsJvmEnds.class, 5);

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertEquals(5, result.samples());
        assertEquals(5, result.evidence().faults().getFirst().done());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.KILL, actor = "one", point = "here", sample = 1000)
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Nothing came between.")
    static class DueLate {
        @Actor
        void one(II_Result r) {
            Faults.point("here");
            r.r1 = 1;
        }

        @Actor
        void two(II_Result r) {
            r.r2 = 1;
        }
    }

    @Test
    void shouldBeInconclusiveWhenNoLaunchCameToTheSampleOfAFault() throws IOException {
        ScenarioResult result = run(DueLate.class, 2);

        assertEquals(Verdict.INCONCLUSIVE, result.verdict(), () -> "" + result.reasons());
        assertTrue(result.reasons().toString().contains("no launch came to its sample 1000"),
                () -> "" + result.reasons());
    }

    @Test
    void shouldSayThatFaultsAreNotDoneToThreads() throws IOException {
        RunOptions options = new RunOptions(Optional.of(Duration.ofMinutes(1)), OptionalLong.of(2), 1, 7, out, Map.of(),
                List.of(), List.of(), Optional.empty(), false, true);
        ScenarioResult result = ScenarioRuns.run(DueLate.class, options);

        assertEquals(Verdict.PASS, result.verdict(), () -> "" + result.reasons());
        assertTrue(result.notes().toString().contains("Faults are not done in one JVM"), () -> "" + result.notes());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.KILL, actor = "one", point = "rare", probability = 1e-300)
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "Nothing came between.")
    static class Improbable {
        @Actor
        void one(I_Result r) {
            Faults.point("rare");
            r.r1 = 1;
        }
    }

    @Test
    void shouldBeInconclusiveWhenAFaultWasNeverDrawn() throws IOException {
        ScenarioResult result = run(Improbable.class, 2);

        assertEquals(Verdict.INCONCLUSIVE, result.verdict(), () -> "" + result.reasons());
        assertTrue(result.reasons().toString().contains("probability"), () -> "" + result.reasons());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.KILL, actor = "w", point = "first")
    @Fault(kind = FaultKind.KILL, actor = "w", point = "second")
    @Outcome(id = "killed(w,SIGKILL): 0, 1", expect = ACCEPTABLE, desc = "At the first point.")
    @Outcome(id = "killed(w,SIGKILL): 0, 2", expect = ACCEPTABLE, desc = "At the second point.")
    static class TwoPoints {
        final SharedInt cell = SharedInt.create();

        @Actor
        void w(II_Result r) {
            cell.set(1);
            Faults.point("first");
            cell.set(2);
            Faults.point("second");
            r.r1 = 1;
        }

        @Arbiter
        void last(II_Result r) {
            r.r2 = cell.get();
        }
    }

    @Test
    void shouldStrikeAnActorAtEachOfItsPointsInSampleAfterSample() throws IOException {
        ScenarioResult result = run(TwoPoints.class, 4);

        assertEquals(Verdict.PASS, result.verdict(), () -> "" + result.reasons());
        assertEquals(Map.of("killed(w,SIGKILL): 0, 1", 2L, "killed(w,SIGKILL): 0, 2", 2L), ScenarioRuns.counts(result));
        assertEquals(List.of(new Evidence.FaultCount("KILL", "w", "first", 2, 2),
                new Evidence.FaultCount("KILL", "w", "second", 2, 2)), result.evidence().faults());
    }
}
