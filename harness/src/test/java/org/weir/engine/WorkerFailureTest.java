package org.weir.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.SharedInt;
import org.weir.outcome.Verdict;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What is said of workers that fail, end or are slow outside of the actor's own call. */
@Timeout(180)
class WorkerFailureTest {
    @TempDir
    private Path out;

    private ScenarioResult run(Class<?> scenario, long samples) throws IOException {
        return ScenarioRuns.run(scenario, ScenarioRuns.samples(out, samples));
    }

    private ScenarioResult runForAWhile(Class<?> scenario) throws IOException {
        return ScenarioRuns.run(scenario,
                ScenarioRuns.samples(out, Long.MAX_VALUE).withTimeBudget(Duration.ofSeconds(20)));
    }

    @MultiJvmTest
    @Deadline("10s")
    @Outcome(id = "t.*, 1", expect = ACCEPTABLE, desc = "")
    @Outcome(id = "never, 1", expect = FORBIDDEN, desc = "")
    static class EverNewTexts {
        private static final String PADDING = "t".repeat(1000);

        final SharedInt cell = SharedInt.create();

        @Actor
        void same(LL_Result r) {
            cell.get();
            r.r2 = 1;
        }

        @Actor
        void talker(LL_Result r) {
            cell.get();
            r.r1 = PADDING + System.nanoTime();
        }
    }

    @Test
    void shouldAdviseToLetTheResultSayLessWhenItsTextsAreTooMany() throws IOException {
        ScenarioResult result = runForAWhile(EverNewTexts.class);

        assertEquals(Verdict.ERROR, result.verdict(), () -> "" + result.reasons());
        assertTrue(result.reasons().getFirst().contains("let the result say less"), () -> "" + result.reasons());
        assertTrue(result.reasons().getFirst().contains("texts of talker"), () -> "" + result.reasons());
    }

    /** Says what it is for a second, which is many strides. */
    private static final class Reticent {
        private static final long FROM = System.nanoTime();

        @Override
        public String toString() {
            if (System.nanoTime() - FROM > Duration.ofSeconds(1).toNanos()) {
                throw new IllegalStateException("asked too often");
            }
            return "said";
        }
    }

    @MultiJvmTest
    @Deadline("10s")
    @Outcome(id = "said, 1", expect = FORBIDDEN, desc = "")
    static class ForbiddenThenFailing {
        final SharedInt cell = SharedInt.create();

        @Actor
        void reticent(LL_Result r) {
            cell.get();
            r.r1 = new Reticent();
        }

        @Actor
        void other(LL_Result r) {
            cell.get();
            r.r2 = 1;
        }
    }

    @Test
    void shouldKeepWhatWasCountedWhenAWorkerFails() throws IOException {
        ScenarioResult result = runForAWhile(ForbiddenThenFailing.class);

        assertEquals(Verdict.FAIL, result.verdict(), () -> "" + result.reasons());
        assertEquals(Set.of("said, 1"), ScenarioRuns.counts(result).keySet());
        assertTrue(result.samples() > 0);
        assertTrue(result.reasons().toString().contains("in the JVM of reticent"), () -> "" + result.reasons());
        assertTrue(result.reasons().toString().contains("asked too often"), () -> "" + result.reasons());
        assertTrue(result.launches().getFirst().elapsedNanos() > 0, () -> "" + result.launches());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Deadline("1s")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "")
    static class SlowToConstruct {
        final SharedInt cell = SharedInt.create();

        SlowToConstruct() {
            long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        }

        @Actor
        void a(I_Result r) {
            r.r1 = 2;
        }

        @Actor
        void b() {
            cell.set(1);
        }
    }

    @Test
    void shouldNotCountTheConstructionTowardsTheDeadline() throws IOException {
        ScenarioResult result = run(SlowToConstruct.class, 1);

        assertEquals(Verdict.PASS, result.verdict(), () -> "" + result.reasons());
        assertEquals(Set.of("2"), ScenarioRuns.counts(result).keySet());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "exited(last,3): 1", expect = ACCEPTABLE, desc = "")
    static class ExitingArbiter {
        @Actor
        void a(I_Result r) {
            r.r1 = 1;
        }

        @Arbiter
        void last(I_Result r) {
            System.err.println("last words of the arbiter");
            System.exit(3);
        }
    }

    @Test
    void shouldTellTheExitOfAnArbiterFromAKillAndKeepWhatItPrinted() throws IOException {
        ScenarioResult result = run(ExitingArbiter.class, 1);

        assertEquals(Set.of("exited(last,3): 1"), ScenarioRuns.counts(result).keySet());
        assertEquals(Verdict.PASS, result.verdict(), () -> "" + result.reasons());
        assertTrue(result.diagnostics()
                .stream()
                .anyMatch(diagnostic -> diagnostic.kind().equals("stderr")
                        && diagnostic.text().contains("last words of the arbiter")),
                () -> "" + result.diagnostics());
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "threw(last,java.lang.IllegalStateException): 1", expect = ACCEPTABLE, desc = "")
    static class ThrowingArbiter {
        @Actor
        void a(I_Result r) {
            r.r1 = 1;
        }

        @Arbiter
        void last(I_Result r) {
            r.r1 = 2;
            throw new IllegalStateException("no verdict");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCountWhatAnArbiterThrewInOneJvmAndInSeveral(boolean inOneJvm) throws IOException {
        RunOptions options = new RunOptions(Optional.of(Duration.ofMinutes(1)), OptionalLong.of(2), 1, 7, out, Map.of(),
                List.of(), List.of(), Optional.empty(), false, inOneJvm);
        ScenarioResult result = ScenarioRuns.run(ThrowingArbiter.class, options);

        assertEquals(Map.of("threw(last,java.lang.IllegalStateException): 1", 2L), ScenarioRuns.counts(result));
        assertEquals(Verdict.PASS, result.verdict(), () -> "" + result.reasons());
        assertTrue(result.diagnostics().toString().contains("no verdict"), result::toString);
    }

    @MultiJvmTest(speed = Speed.MEMORY)
    @Deadline("1s")
    @Outcome(id = "hung(last): 0", expect = ACCEPTABLE, desc = "")
    static class HangingArbiter {
        final SharedInt cell = SharedInt.create();

        @Actor
        void a(I_Result r) {
            r.r1 = cell.get();
        }

        @Actor
        void b() {
            cell.get();
        }

        @Arbiter
        void last(I_Result r) {
            while (cell.get() == 0) {
                LockSupport.park();
            }
        }
    }

    @Test
    void shouldCountAnArbiterThatHangsInSeveralWorkersOnce() throws IOException {
        ScenarioResult result = run(HangingArbiter.class, 1);

        assertEquals(Set.of("hung(last): 0"), ScenarioRuns.counts(result).keySet());
        assertEquals(Verdict.PASS, result.verdict(), () -> "" + result.reasons());
    }
}
