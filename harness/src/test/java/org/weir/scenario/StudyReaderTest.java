package org.weir.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.engine.Studies;
import org.weir.results.Study;

import java.util.List;

/** What an author writes for readers arrives in results, and a mistake in it is told like any other. */
class StudyReaderTest {
    @MultiJvmTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE)
    @Outcome(id = "[2-9]", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING)
    @Claim(id = "SD99", value = "It is one.", held = {"1", "[2-9]"})
    @Sweep(param = "size", label = "ones", unit = "bytes", logarithmic = true, of = "1", marks = "4096=PIPE_BUF")
    @Sweep(param = "size", label = "number", unit = "bytes")
    @Comparison(group = "numbers", label = "one", of = "1")
    static class Complete {
        Complete(@Param({"1", "2"}) int size) {
            assertThat(size).isPositive();
        }

        @Actor
        void only(I_Result r) {
            r.r1 = 1;
        }
    }

    @MultiJvmTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE)
    @Claim(id = "9 lives", value = " ", held = "one")
    @Claim(id = "9 lives", value = "Again.", held = {})
    @Sweep(param = "size", label = "ones", of = "two", marks = {"PIPE_BUF", "x=1"})
    @Comparison(group = "numbers", label = "three", of = "three")
    @Comparison(group = "numbers", label = "none", of = {})
    static class Mistaken {
        @Actor
        void only(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldCarryWhatTheAuthorWroteIntoResults() {
        assertThat(ScenarioReader.read(Complete.class)).isInstanceOfSatisfying(Reading.Valid.class, valid -> {
            Study study = Studies.of(valid.model());
            assertThat(study.claims()).containsExactly(new Study.Claim("SD99", "It is one.",
                    List.of("1", "[2-9]"), List.of(".*")));
            assertThat(study.sweeps()).containsExactly(new Study.Sweep("size", "ones", "bytes", "", true, List.of("1"),
                    List.of(new Study.Mark(4096, "PIPE_BUF"))),
                    new Study.Sweep("size", "number", "bytes", "", false, List.of(), List.of()));
            assertThat(study.comparisons()).containsExactly(new Study.Comparison("numbers", "one", List.of("1")));
            assertThat(study.source().file()).isEqualTo("org/weir/scenario/StudyReaderTest.java");
            assertThat(study.source().text()).startsWith("@MultiJvmTest")
                    .contains("\nstatic class Complete {\n")
                    .endsWith("\n}")
                    .doesNotContain("Mistaken");
            assertThat(study.source().line()).isGreaterThan(10);
        });
    }

    @Test
    void shouldTellEveryMistakeAtOnce() {
        assertThat(ScenarioReader.read(Mistaken.class)).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems()).extracting(Problem::code)
                        .containsExactlyInAnyOrder(ProblemCode.CLAIM, ProblemCode.CLAIM, ProblemCode.CLAIM,
                                ProblemCode.OUTCOME_NEVER_MATCHES, ProblemCode.OUTCOME_NEVER_MATCHES,
                                ProblemCode.OUTCOME_NEVER_MATCHES, ProblemCode.OUTCOME_NEVER_MATCHES,
                                ProblemCode.OUTCOME_NEVER_MATCHES,
                                ProblemCode.SWEEP, ProblemCode.SWEEP, ProblemCode.SWEEP));
    }
}
