package org.weir.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;
import static org.openjdk.jcstress.annotations.Expect.UNKNOWN;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class JudgeTest {
    private static final Grading COUNTER = new Grading(List.of(new OutcomeRule("2", ACCEPTABLE, "both"),
            new OutcomeRule("1", ACCEPTABLE_INTERESTING, "lost"), new OutcomeRule("0", FORBIDDEN, "neither")));

    @Test
    void shouldPassWhatIsAllowedWithoutAWord() {
        Judgement judgement = Judge.judge(COUNTER, List.of(), 0, Map.of("2", 9L, "1", 1L));

        assertEquals(Verdict.PASS, judgement.verdict());
        assertEquals(List.of(), judgement.reasons());
    }

    @Test
    void shouldFailOnOneForbiddenSampleAmongMany() {
        Judgement judgement = Judge.judge(COUNTER, List.of(), 0, Map.of("2", 999_999L, "0", 1L));

        assertEquals(Verdict.FAIL, judgement.verdict());
        assertEquals(List.of("The forbidden outcome \"0\" was seen 1 time in 1,000,000 samples, a rate of 1.00e-6 (95% "
                + "interval 2.53e-8..5.57e-6)."), judgement.reasons());
    }

    @Test
    void shouldFailOnAnOutcomeThatNoRuleNames() {
        Judgement judgement = Judge.judge(COUNTER, List.of(), 0, Map.of("2", 1L, "7", 1L));

        assertEquals(Verdict.FAIL, judgement.verdict());
        assertEquals("An outcome that no rule names, \"7\" was seen 1 time in 2 samples, a rate of 0.500 (95% interval "
                + "0.0126..0.987).", judgement.reasons().getFirst());
        assertEquals(Grading.UNLISTED, judgement.outcomes().getLast().description());
    }

    @Test
    void shouldFailOnAGradeThatIsUnknown() {
        Grading grading = new Grading(List.of(new OutcomeRule("1", UNKNOWN, "")));

        assertEquals(Verdict.FAIL, Judge.judge(grading, List.of(), 0, Map.of("1", 1L)).verdict());
    }

    @Test
    void shouldNeverPassWithoutSamples() {
        assertEquals(Verdict.INCONCLUSIVE, Judge.judge(COUNTER, List.of(), 0, Map.of()).verdict());
        assertEquals(Verdict.INCONCLUSIVE, Judge.judge(COUNTER, List.of(), 0, Map.of("2", 0L)).verdict());
    }

    @Test
    void shouldBeInconclusiveWhenWhatHasToBeSeenWasNot() {
        Judgement judgement = Judge.judge(COUNTER, List.of(new Requirement("1", 0)), 0, Map.of("2", 300L));

        assertEquals(Verdict.INCONCLUSIVE, judgement.verdict());
        assertEquals(
                List.of("The outcome \"1\" has to be seen and was not, in 300 samples; its rate is at most 0.00994 "
                        + "(one-sided 95% bound)."),
                judgement.reasons());
    }

    @Test
    void shouldSayHowManySamplesAStatedRateNeeds() {
        Judgement judgement = Judge.judge(COUNTER, List.of(new Requirement("1", 0.0001)), 0, Map.of("2", 300L));

        assertEquals("The outcome \"1\" has to be seen and was not, in 300 samples; its rate is at most 0.00994 "
                + "(one-sided 95% bound), and to see the stated rate of 1.00e-4 with 95% takes 29,956 samples; give it "
                + "more time.", judgement.reasons().getFirst());
    }

    @Test
    void shouldHoldTheShareOfWhatIsSeenToItsStatedRate() {
        Requirement half = new Requirement("1", 0.5);

        assertEquals(Verdict.PASS, Judge.judge(COUNTER, List.of(half), 0, Map.of("2", 5L, "1", 5L)).verdict());
        assertEquals(Verdict.INCONCLUSIVE, Judge.judge(COUNTER, List.of(half), 0, Map.of("2", 6L, "1", 4L)).verdict());
    }

    @Test
    void shouldWantTheStatedNumberOfSamples() {
        assertEquals(Verdict.INCONCLUSIVE, Judge.judge(COUNTER, List.of(), 11, Map.of("2", 10L)).verdict());
        assertEquals(Verdict.PASS, Judge.judge(COUNTER, List.of(), 10, Map.of("2", 10L)).verdict());
    }

    @Test
    void shouldFailBeforeBeingInconclusiveAndGiveBothReasons() {
        Judgement judgement = Judge.judge(COUNTER, List.of(new Requirement("1", 0)), 100, Map.of("0", 1L));

        assertEquals(Verdict.FAIL, judgement.verdict());
        assertEquals(3, judgement.reasons().size());
    }

    @Test
    void shouldListWhatWasDeclaredAndNeverSeenWithItsBound() {
        GradedOutcome unseen = Judge.judge(COUNTER, List.of(), 0, Map.of("2", 100L)).outcomes().getLast();

        assertEquals(new GradedOutcome("0", FORBIDDEN, 0, 0,
                new Interval(0, Binomial.upperBoundIfUnseen(100, 0.95)), "neither", false), unseen);
    }

    @Test
    void shouldListOutcomesInOrderOfDeclarationAndTheRestByCount() {
        Grading grading = new Grading(List.of(new OutcomeRule("", ACCEPTABLE, "rest"),
                new OutcomeRule("b.*", ACCEPTABLE, "b"), new OutcomeRule("a", ACCEPTABLE, "a")));

        Judgement judgement = Judge.judge(grading, List.of(new Requirement("b2", 0)), 0,
                Map.of("x", 1L, "y", 2L, "b1", 3L, "b2", 4L, "a", 5L));

        assertEquals(List.of("b2", "b1", "a", "y", "x"),
                judgement.outcomes().stream().map(GradedOutcome::id).toList());
        assertEquals(List.of(true, false, false, false, false),
                judgement.outcomes().stream().map(GradedOutcome::mustObserve).toList());
    }

    @Test
    void shouldListAnIdThatIsDeclaredTwiceOnceWithItsFirstGrade() {
        Grading grading = new Grading(List.of(new OutcomeRule("1", ACCEPTABLE, "first"),
                new OutcomeRule("1", FORBIDDEN, "second")));

        List<GradedOutcome> outcomes = Judge.judge(grading, List.of(), 0, Map.of("1", 1L)).outcomes();

        assertEquals(List.of("first"), outcomes.stream().map(GradedOutcome::description).toList());
    }

    @Test
    void shouldListADefaultRuleThatAllowsAndDecidedNothingAsAPatternNeverSeen() {
        Grading grading = new Grading(
                List.of(new OutcomeRule("", ACCEPTABLE_INTERESTING, "rest"), new OutcomeRule("1", ACCEPTABLE, "one")));

        List<GradedOutcome> outcomes = Judge.judge(grading, List.of(new Requirement("[12]", 0)), 0, Map.of("1", 100L))
                .outcomes();

        assertEquals(List.of("1", ".*"), outcomes.stream().map(GradedOutcome::id).toList());
        assertEquals(new GradedOutcome(".*", ACCEPTABLE_INTERESTING, 0, 0,
                new Interval(0, Binomial.upperBoundIfUnseen(100, 0.95)), "rest", false), outcomes.getLast());
    }

    @Test
    void shouldListNoPatternForADefaultRuleThatADeclaredPatternLeavesNothingTo() {
        Grading grading = new Grading(
                List.of(new OutcomeRule(".*", ACCEPTABLE, "all"), new OutcomeRule("", ACCEPTABLE_INTERESTING, "rest")));

        assertEquals(List.of("1"), Judge.judge(grading, List.of(), 0, Map.of("1", 100L))
                .outcomes()
                .stream()
                .map(GradedOutcome::id)
                .toList());
    }

    @Test
    void shouldNotListADefaultRuleThatForbidsOrCannotDecide() {
        OutcomeRule one = new OutcomeRule("1", ACCEPTABLE, "");

        for (List<OutcomeRule> rules : List.of(List.of(one, new OutcomeRule("", FORBIDDEN, "")),
                List.of(one, new OutcomeRule("", UNKNOWN, "")),
                List.of(one, new OutcomeRule("", ACCEPTABLE, ""), new OutcomeRule(".*", FORBIDDEN, "")))) {
            assertEquals(List.of(), Judge.judge(new Grading(rules), List.of(), 0, Map.of("1", 1L))
                    .outcomes()
                    .stream()
                    .filter(outcome -> outcome.count() == 0 && outcome.expect() != FORBIDDEN)
                    .toList());
        }
    }

    @Test
    void shouldNotWantAnOutcomeWhoseRequirementAnotherMeets() {
        Requirement either = new Requirement("1|2", 0);

        Judgement met = Judge.judge(COUNTER, List.of(either), 0, Map.of("1", 9L));
        assertEquals(Verdict.PASS, met.verdict());
        assertEquals(List.of("1"),
                met.outcomes().stream().filter(GradedOutcome::mustObserve).map(GradedOutcome::id).toList());

        Judgement unmet = Judge.judge(COUNTER, List.of(either), 0, Map.of("0", 9L));
        assertEquals(List.of("2", "1"),
                unmet.outcomes().stream().filter(GradedOutcome::mustObserve).map(GradedOutcome::id).toList());
    }
}
