package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.annotations.Expect;

import java.util.List;
import java.util.Optional;

class GradingTest {
    private static OutcomeRule rule(String id, Expect expect) {
        return new OutcomeRule(id, expect, "because of " + id);
    }

    private static Grading grading(OutcomeRule... rules) {
        return new Grading(List.of(rules));
    }

    @Test
    void shouldPreferTheExactIdToAnEarlierPattern() {
        Grading grading = grading(rule("1, .*", FORBIDDEN), rule("1, 1", ACCEPTABLE));

        assertEquals(ACCEPTABLE, grading.grade("1, 1").expect());
        assertEquals(FORBIDDEN, grading.grade("1, 2").expect());
    }

    @Test
    void shouldTakeTheFirstOfSeveralPatterns() {
        Grading grading = grading(rule("[0-9]+", ACCEPTABLE_INTERESTING), rule(".*", FORBIDDEN));

        assertEquals("because of [0-9]+", grading.grade("42").description());
        assertEquals("because of .*", grading.grade("42x").description());
    }

    @Test
    void shouldTakeTheDefaultRuleLastWhereverItStands() {
        Grading grading = grading(rule("", ACCEPTABLE), rule("1.*", FORBIDDEN));

        assertEquals(FORBIDDEN, grading.grade("12").expect());
        assertEquals(ACCEPTABLE, grading.grade("2").expect());
    }

    @Test
    void shouldForbidWhatNoRuleNames() {
        Grade grade = grading(rule("1", ACCEPTABLE)).grade("11");

        assertEquals(new Grade(FORBIDDEN, Grading.UNLISTED, Optional.empty()), grade);
        assertTrue(grade.isForbidden());
    }

    @Test
    void shouldTakeAnInvalidPatternLiterally() {
        Grading grading = grading(rule("[", ACCEPTABLE));

        assertEquals(ACCEPTABLE, grading.grade("[").expect());
        assertEquals(FORBIDDEN, grading.grade("x").expect());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hung(a)", "killed(a,SIGKILL)", "exited(a,3)", "threw(a,pkg.Ex)", "stopped(a)"})
    void shouldNotAcceptAnActorsFateUnlessItIsNamed(String fate) {
        assertEquals(FORBIDDEN, grading(rule("", ACCEPTABLE)).grade(fate).expect());
        assertEquals(FORBIDDEN, grading(rule(".*", ACCEPTABLE)).grade(fate).expect());
        assertEquals(ACCEPTABLE, grading(rule(fate, ACCEPTABLE)).grade(fate).expect());
        assertEquals(ACCEPTABLE,
                grading(rule("(hung|killed|exited|threw|stopped)\\(a.*", ACCEPTABLE)).grade(fate).expect());
    }

    @Test
    void shouldTellWhichRulesAllowOutcomesBesidesTheGivenOnes() {
        Grading grading = grading(rule("", ACCEPTABLE_INTERESTING), rule("2", ACCEPTABLE), rule("[34]", ACCEPTABLE),
                rule("0|1", FORBIDDEN));

        assertEquals(List.of("[34]", ".*"), grading.allowedBesides(List.of("2")));
        assertEquals(List.of(".*"), grading.allowedBesides(List.of("2", "[34]")));
        assertEquals(List.of(), grading.allowedBesides(List.of(".*")));
        assertEquals(List.of("2", "[34]", ".*"), grading.allowedBesides(List.of()));
    }

    @Test
    void shouldNotAllowByADefaultRuleThatForbidsOrIsLeftNothing() {
        assertEquals(List.of(), grading(rule("1", ACCEPTABLE), rule("", FORBIDDEN)).allowedBesides(List.of("1")));
        assertEquals(List.of(), grading(rule(".*", FORBIDDEN), rule("", ACCEPTABLE)).allowedBesides(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed(a,SIGKILL): 1", "killed\\(a,SIGKILL\\): .*", "(hung|killed)\\(a.*"})
    void shouldTakeAFateForBesidesWhateverDoesNotMentionIt(String fate) {
        assertEquals(List.of(fate), grading(rule(fate, ACCEPTABLE)).allowedBesides(List.of(".*")));
        assertEquals(List.of(), grading(rule(fate, ACCEPTABLE)).allowedBesides(List.of(fate)));
    }

    @Test
    void shouldWriteTheIdsOfFates() {
        assertEquals("hung(reader)", ActorFate.HUNG.id("reader"));
        assertEquals("killed(writer,SIGKILL)", ActorFate.KILLED.id("writer", "SIGKILL"));
        assertEquals(Optional.of(ActorFate.KILLED), ActorFate.of("killed(writer,SIGKILL)"));
        assertEquals(Optional.empty(), ActorFate.of("1, 1"));
    }
}
