package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.outcome.ActorFate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OutcomeMistakesTest {
    private static final List<String> ACTORS = List.of("reader", "writer");

    private static IdCheck.Mistake mistake(String id, Class<?>... types) {
        return check(id, types).orElseThrow(() -> new AssertionError(id + " was accepted"));
    }

    private static Optional<IdCheck.Mistake> check(String id, Class<?>... types) {
        List<ResultField> fields = new ArrayList<>();
        for (Class<?> type : types) {
            fields.add(new ResultField("r" + (fields.size() + 1), type, 0));
        }
        return new IdCheck(ACTORS, fields).check(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0, 1", "-1, 2147483647", ".*", "1, .*", "[0-9]+, 0", "(1, 2|2, 1)", "\\d, \\d",
            "killed(writer,SIGKILL): 3, 0", "hung(reader) & exited(writer,3): 0, 0",
            "threw(reader,java.io.IOException): 0, 0",
            "stopped(writer): 0, 0", "killed\\(writer,SIGKILL\\): .*"})
    void shouldAcceptIdsThatCanMatch(String id) {
        assertEquals(Optional.empty(), check(id, int.class, int.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{a=1}", "[1, 2, 3]", "null", "1.5", "what; ever", "f(x)"})
    void shouldTakeAnythingBalancedForTheTextOfAnObject(String id) {
        assertEquals(Optional.empty(), check(id, Object.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1|1 value, the result has 2 fields|joined by", "1, 2, 3|3 values|r1, r2",
            "1,2|1 value|blank after each comma", "true, 1|\"true\" for r1|-2147483648 to 2147483647",
            "1.5, 1|\"1.5\" for r1|int",
            "1, 01|\"01\" for r2|write 1", "1, 2147483648|\"2147483648\" for r2|int"})
    void shouldRefuseAnIdThatNoResultCanHave(String id, String wrong, String remedy) {
        IdCheck.Mistake mistake = mistake(id, int.class, int.class);
        assertEquals(ProblemCode.OUTCOME_NEVER_MATCHES, mistake.code());
        assertTrue(mistake.wrong().contains(wrong) && mistake.remedy().contains(remedy), mistake.toString());
    }

    @Test
    void shouldKnowHowValuesOfEachTypeArePrinted() {
        assertEquals(Optional.empty(), check("127, x, true, 1.5, 1.0E10, NaN, ,", byte.class, char.class, boolean.class,
                double.class, double.class, float.class, char.class));
        assertTrue(mistake("128", byte.class).remedy().contains("-128 to 127"));
        assertTrue(mistake("40000", short.class).wrong().contains("short"));
        assertTrue(mistake("1", double.class).remedy().contains("1.0"));
        assertTrue(mistake("TRUE", boolean.class).remedy().contains("true or false"));
        assertTrue(mistake("xy", char.class).remedy().contains("one character"));
        assertTrue(mistake("only one", Object.class, String.class).wrong().contains("2 fields"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0-9", "(1|2", "*"})
    void shouldRefuseAnInvalidPattern(String id) {
        assertEquals(ProblemCode.OUTCOME_INVALID_PATTERN, mistake(id, int.class).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0-9", "(a|b", "(]", "\\", "\\d++*"})
    void shouldRefuseAnInvalidPatternForTextThatIsNoneEither(String id) {
        assertEquals(ProblemCode.OUTCOME_INVALID_PATTERN, mistake(id, Object.class).code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"killed(writer,SIGKILL)|lacks the result|: .*\"",
            "killed(writer,SIGKILL): .*|parentheses|killed\\\\(writer",
            "killed(writer): 1|is not a fate|killed(actor,SIGKILL)", "killed(writer,KILL): 1|is not a fate|SIGKILL",
            "exited(writer,256): 1|is not a fate|exited(actor,3)", "hung(writer,1): 1|is not a fate|hung(actor)",
            "threw(writer): 1|is not a fate|threw(actor", "hung(writer) hung(reader): 1|after \"hung(writer)\"|&",
            "hung(writer) & hung(reader): 1|out of order|reader, writer",
            "hung(writer) & hung(writer): 1|out of order|each actor once",
            "hung(writer): many|\"many\" for r1|int"})
    void shouldRefuseFatesThatNoSampleCanHave(String id, String wrong, String remedy) {
        IdCheck.Mistake mistake = mistake(id, int.class);
        assertEquals(ProblemCode.OUTCOME_NEVER_MATCHES, mistake.code());
        assertTrue(mistake.wrong().contains(wrong) && mistake.remedy().contains(remedy), mistake.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed(wirter,SIGKILL): 1", "hung(reader) & exited(x,3): 1", "threw(,a.B): 1",
            "stopped(z): 1"})
    void shouldRefuseTheFateOfAnActorThatDoesNotExist(String id) {
        IdCheck.Mistake mistake = mistake(id, int.class);
        assertEquals(ProblemCode.OUTCOME_UNKNOWN_ACTOR, mistake.code());
        assertTrue(mistake.remedy().contains("reader, writer"));
    }

    @MultiJvmTest
    @Outcome(id = {"threw(last,java.lang.IllegalStateException): 1, 1", "hung(last): 1, 1", "exited(last,3): 0, 0",
            "killed(reader,SIGKILL) & killed(last,SIGKILL): 0, 1"}, expect = Expect.ACCEPTABLE)
    static class ArbiterDies extends Two {
        @Arbiter
        public void last(II_Result r) {
            throw new IllegalStateException();
        }
    }

    @MultiJvmTest
    @Outcome(id = "threw(last,java.lang.IllegalStateException)", expect = Expect.ACCEPTABLE)
    @Outcome(id = "hung(last) & hung(reader): 1, 1", expect = Expect.ACCEPTABLE)
    static class ArbiterFirst extends ArbiterDies {}

    @Test
    void shouldAcceptTheFateOfTheArbiterAfterThoseOfActors() {
        Mistakes.assertValid(ArbiterDies.class);
        Mistakes.assertAll(ArbiterFirst.class, ProblemCode.OUTCOME_NEVER_MATCHES, "", "lacks the result");
        Mistakes.assertAll(ArbiterFirst.class, ProblemCode.OUTCOME_NEVER_MATCHES, "", "out of order", "writer, last");
    }

    @Test
    void shouldKnowTheIdsOfAScenarioWithoutAResult() {
        assertEquals(Optional.empty(), check("returned"));
        assertEquals(Optional.empty(), check("hung(reader) & hung(writer)"));
        assertTrue(mistake("1").wrong().contains("no method takes a result"));
        assertTrue(mistake("hung(reader): 1").wrong().contains("has a result"));
    }

    @Test
    void shouldReadBackTheIdsThatItWrites() {
        OutcomeId id = new OutcomeId(List.of(new OutcomeId.Fate(ActorFate.HUNG, "a", Optional.empty()),
                new OutcomeId.Fate(ActorFate.KILLED, "b", Optional.of("SIGKILL"))), Optional.of("3, eof"));
        assertEquals("hung(a) & killed(b,SIGKILL): 3, eof", id.toString());
        assertEquals(id, OutcomeId.parse(id.toString()));
        assertEquals("returned", new OutcomeId(List.of(), Optional.empty()).toString());
        assertEquals("1, 2", new OutcomeId(List.of(), Optional.of("1, 2")).toString());
        assertThrows(IllegalArgumentException.class, () -> OutcomeId.parse("1, 2"));
    }

    abstract static class Two {
        @Actor
        public void reader(II_Result r) {
            r.r1 = 1;
        }

        @Actor
        public void writer(II_Result r) {
            r.r2 = 1;
        }
    }

    @MultiJvmTest
    @Outcome(id = {"1, 2", "1, 2, 3"}, expect = Expect.ACCEPTABLE)
    static class TooLong extends Two {}

    @MultiJvmTest
    @Outcome(id = "killed(nobody,SIGKILL): 1, 0", expect = Expect.ACCEPTABLE)
    static class UnknownActor extends Two {}

    @MultiJvmTest
    @Outcome(id = "1, (", expect = Expect.ACCEPTABLE)
    static class BadPattern extends Two {}

    @MultiJvmTest
    @Outcome(id = {}, expect = Expect.ACCEPTABLE)
    static class NoId extends Two {}

    @Test
    void shouldReportMistakesInOutcomesOfAClass() {
        Mistakes.assertOnly(TooLong.class, ProblemCode.OUTCOME_NEVER_MATCHES, "", "@Outcome(id = \"1, 2, 3\")",
                "3 values");
        Mistakes.assertOnly(UnknownActor.class, ProblemCode.OUTCOME_UNKNOWN_ACTOR, "", "nobody");
        Mistakes.assertOnly(BadPattern.class, ProblemCode.OUTCOME_INVALID_PATTERN, "", "@Outcome(id = \"1, (\")");
        Mistakes.assertOnly(NoId.class, ProblemCode.OUTCOME_NEVER_MATCHES, "", "empty list");
    }

    @MultiJvmTest
    @Outcome(id = {"1, 2", "1, 1"}, expect = Expect.ACCEPTABLE)
    @Outcome(id = "1, 2", expect = Expect.FORBIDDEN)
    static class Duplicate extends Two {}

    @MultiJvmTest
    @Outcome(expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN)
    static class TwoDefaults extends Two {}

    @Test
    void shouldRefuseAnIdThatIsStatedTwice() {
        Mistakes.assertOnly(Duplicate.class, ProblemCode.OUTCOME_DUPLICATE, "", "\"1, 2\"");
        Mistakes.assertOnly(TwoDefaults.class, ProblemCode.OUTCOME_DUPLICATE, "", "two default rules");
    }

    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE)
    static class Shared {}

    @MultiJvmTest
    @JCStressMeta(Shared.class)
    @Outcome(id = "1, 3", expect = Expect.ACCEPTABLE)
    static class WithMeta extends Two {}

    @Test
    void shouldReadSharedOutcomesFirst() {
        assertEquals(List.of("1, 2", "1, 3"),
                ScenarioReaderTest.model(WithMeta.class).grading().rules().stream().map(r -> r.id()).toList());
    }

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
    @Outcome(id = "1, 2", expect = Expect.FORBIDDEN)
    @Outcome(id = "2, .*", expect = Expect.ACCEPTABLE_INTERESTING)
    @MustObserve("1, 2")
    static class MustSeeForbidden extends Two {}

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
    @MustObserve("3, 3")
    static class MustSeeUnlisted extends Two {}

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
    @MustObserve("3, .*")
    static class MustSeeUnlistedPattern extends Two {}

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
    @Outcome(id = "2, .*", expect = Expect.ACCEPTABLE_INTERESTING)
    @MustObserve("1, 1")
    @MustObserve("2, 7")
    @MustObserve("2, .*")
    @MustObserve("1, \\d")
    static class MustSeeAllowed extends Two {}

    @Test
    void shouldRefuseToRequireAnOutcomeThatNoRuleAllows() {
        Mistakes.assertOnly(MustSeeForbidden.class, ProblemCode.MUST_OBSERVE_NOT_ALLOWED, "", "@MustObserve(\"1, 2\")");
        Mistakes.assertOnly(MustSeeUnlisted.class, ProblemCode.MUST_OBSERVE_NOT_ALLOWED, "", "\"3, 3\"");
        Mistakes.assertOnly(MustSeeUnlistedPattern.class, ProblemCode.MUST_OBSERVE_NOT_ALLOWED, "", "\"3, .*\"");
        Mistakes.assertValid(MustSeeAllowed.class);
    }

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
    @MustObserve("1")
    static class MustSeeImpossible extends Two {}

    @MultiJvmTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE)
    @MustObserve("1")
    static class ImpossibleTwice extends Two {}

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
    @MustObserve(value = "1, 1", minRate = 1.5)
    static class MustSeeTooOften extends Two {}

    @Test
    void shouldRefuseToRequireWhatCannotBe() {
        Mistakes.assertOnly(MustSeeImpossible.class, ProblemCode.OUTCOME_NEVER_MATCHES, "", "@MustObserve(\"1\")",
                "1 value");
        Mistakes.assertOnly(ImpossibleTwice.class, ProblemCode.OUTCOME_NEVER_MATCHES, "", "@Outcome(id = \"1\")");
        Mistakes.assertOnly(MustSeeTooOften.class, ProblemCode.MUST_OBSERVE_RATE, "", "1.5", "0 to 1");
    }
}
