package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Mistakes in results, and in what is said of who writes their fields. */
class ResultMistakesTest {
    @MultiJvmTest
    static class TwoTypes {
        @Actor
        void first(I_Result r) {
            r.r1 = 1;
        }

        @Arbiter
        void last(II_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseDifferentResultTypes() {
        Mistakes.assertOnly(TwoTypes.class, ProblemCode.RESULT_TYPE_DIFFERS, "", "first: I_Result", "last: II_Result");
    }

    @Result
    static final class Unusable {
        final int r1;

        Unusable(int r1) {
            this.r1 = r1;
        }
    }

    @MultiJvmTest
    static class UnusableResult {
        @Actor
        @Writes("r1")
        void only(Unusable r) {}
    }

    @Result
    public static class Usable {
        public int seen;
        public String text = "";

        public void saw(int value) {
            seen = value;
        }
    }

    @MultiJvmTest
    static class OwnResult {
        @Actor
        void first(Usable r) {
            r.saw(1);
        }

        @Actor
        void second(Usable r) {
            r.text = r.toString();
        }
    }

    @Test
    void shouldRefuseAResultTypeThatCannotBeMadeOrMerged() {
        Mistakes.assertOnly(UnusableResult.class, ProblemCode.RESULT_TYPE_UNUSABLE, "", "not a public",
                "no public constructor",
                "r1 is final");
        ScenarioModel model = ScenarioReaderTest.model(OwnResult.class);
        assertEquals(new ResultField("seen", int.class, 0), model.resultFields().getFirst());
        assertEquals(new ResultField("text", String.class, 1), model.resultFields().getLast());
    }

    @MultiJvmTest
    static class TwoWriters {
        @Actor
        void first(II_Result r) {
            r.r1 = 1;
            r.r2 = 1;
        }

        @Actor
        void second(II_Result r) {
            r.r1 = 2;
            r.r2 = 2;
        }
    }

    @Test
    void shouldRefuseASecondWriterOfAField() {
        Mistakes.assertOnly(TwoWriters.class, ProblemCode.RESULT_FIELD_TWO_WRITERS, "", "first and second", "r1, r2");
    }

    @MultiJvmTest
    static class HalfWritten {
        @Actor
        void first(II_Result r) {
            r.r1 = 1;
        }
    }

    @MultiJvmTest
    static class WrittenLast extends HalfWritten {
        @Override
        @Actor
        void first(II_Result r) {
            r.r1 = 1;
        }

        @Arbiter
        void last(II_Result r) {
            r.r1 = 3;
            r.r2 = 2;
        }
    }

    @Test
    void shouldRefuseAResultFieldThatNobodyWrites() {
        Mistakes.assertOnly(HalfWritten.class, ProblemCode.RESULT_FIELD_UNWRITTEN, "", "r2 of II_Result");
        assertEquals(-1, ScenarioReaderTest.model(WrittenLast.class).resultFields().getLast().writer());
        assertEquals(0, ScenarioReaderTest.model(WrittenLast.class).resultFields().getFirst().writer());
    }

    @MultiJvmTest
    static class Misstated {
        @Actor
        @Writes({"r1", "r9"})
        void first(II_Result r) {
            r.r1 = 1;
        }

        @Actor
        @Writes({})
        void second(II_Result r) {
            r.r2 = 1;
        }

        @Actor
        @Writes("r1")
        void third() {}
    }

    @Test
    void shouldRefuseWritesThatContradictTheCode() {
        assertEquals(2,
                Mistakes.of(Misstated.class).stream().filter(p -> p.code() == ProblemCode.WRITES_INCOMPLETE).count());
        Problem unknown = Mistakes.of(Misstated.class)
                .stream()
                .filter(p -> p.code() == ProblemCode.WRITES_UNKNOWN_FIELD)
                .findFirst()
                .orElseThrow();
        assertEquals("ResultMistakesTest$Misstated.first", unknown.place());
        assertEquals(true, unknown.wrong().contains("r9") && unknown.remedy().contains("r1, r2"));
    }
}
