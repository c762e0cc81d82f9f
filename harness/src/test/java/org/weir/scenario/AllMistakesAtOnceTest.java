package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class AllMistakesAtOnceTest {
    @MultiJvmTest
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE)
    @Outcome(id = {"1, 2, 3", "1, 2, 3", "hung(nobody): 1, 2, 3"}, expect = Expect.ACCEPTABLE)
    @Outcome(id = "1, 2, (", expect = Expect.ACCEPTABLE)
    @MustObserve(value = "3, 2, 1", minRate = -1)
    @Samples(min = -5)
    @Deadline("ten seconds")
    @Fault(kind = FaultKind.KILL, actor = "writer", probability = 2, sample = -1, resumeAfter = "1s")
    @JvmArgs("Xint")
    @Env("novalue")
    @ClassPath("no/such.jar")
    static class Hopeless {
        Hopeless(@Param("x") int size, String text) {}

        @BeforeWorker
        void notStatic() {}

        @Actor
        int first(III_Result r) throws Exception {
            r.r1 = 1;
            return 1;
        }

        @Actor
        void second(III_Result r) {
            r.r1 = 2;
        }

        @Actor
        void third(String text) {}

        @Arbiter
        static void last(III_Result r) {
            r.r2 = 1;
        }

        @Writes("r1")
        void helper() {}
    }

    @Test
    void shouldReportEveryMistakeOfAClassAtOnce() {
        List<Problem> problems = Mistakes.of(Hopeless.class);
        Set<ProblemCode> expected = EnumSet.of(ProblemCode.PARAM_VALUE, ProblemCode.PARAM_MISSING,
                ProblemCode.LIFECYCLE_SHAPE,
                ProblemCode.ACTOR_SHAPE, ProblemCode.ACTOR_PARAMETERS, ProblemCode.ARBITER_SHAPE,
                ProblemCode.NOT_AN_ACTOR,
                ProblemCode.RESULT_FIELD_TWO_WRITERS, ProblemCode.RESULT_FIELD_UNWRITTEN,
                ProblemCode.OUTCOME_NEVER_MATCHES,
                ProblemCode.OUTCOME_DUPLICATE, ProblemCode.OUTCOME_UNKNOWN_ACTOR, ProblemCode.OUTCOME_INVALID_PATTERN,
                ProblemCode.MUST_OBSERVE_NOT_ALLOWED, ProblemCode.MUST_OBSERVE_RATE, ProblemCode.SAMPLES,
                ProblemCode.DEADLINE,
                ProblemCode.FAULT_UNKNOWN_ACTOR, ProblemCode.FAULT_PROBABILITY, ProblemCode.FAULT_SAMPLE,
                ProblemCode.FAULT_TIMING,
                ProblemCode.JVM_ARGS, ProblemCode.ENV, ProblemCode.CLASS_PATH, ProblemCode.TWIN_NOT_PUBLIC,
                ProblemCode.TWIN_NO_STATE, ProblemCode.TWIN_CHECKED_EXCEPTION, ProblemCode.TWIN_CONSTRUCTOR,
                ProblemCode.TWIN_FAULT,
                ProblemCode.TWIN_LAUNCH, ProblemCode.TWIN_LIFECYCLE, ProblemCode.TWIN_PATTERN);
        assertEquals(expected, problems.stream().map(Problem::code).collect(Collectors.toSet()));
        assertTrue(problems.stream().allMatch(p -> p.place().startsWith("AllMistakesAtOnceTest$Hopeless")),
                problems::toString);
    }

    @Test
    void shouldPrintAProblemALine() {
        Reading.Invalid invalid = (Reading.Invalid) ScenarioReader.read(Hopeless.class);
        List<String> lines = invalid.message().lines().toList();
        assertEquals(invalid.problems().size(), lines.size());
        assertTrue(lines.contains("AllMistakesAtOnceTest$Hopeless: @Samples(min = -5) asks for nothing: "
                + "state how many samples a verdict needs, 1 or more [samples]"), invalid::message);
        assertThrows(IllegalArgumentException.class, () -> new Reading.Invalid(List.of()));
    }

    @Test
    void shouldHaveStableCodes() {
        assertEquals("result-field-two-writers", ProblemCode.RESULT_FIELD_TWO_WRITERS.id());
        assertEquals(ProblemCode.values().length,
                Arrays.stream(ProblemCode.values()).map(ProblemCode::id).distinct().count());
    }
}
