package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.ActorFate;
import org.weir.outcome.Grade;
import org.weir.outcome.GradedOutcome;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;
import org.weir.outcome.Verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class GradingProperties {

    @Property
    void theExactIdDecidesWhereverItStands(@ForAll @Size(max = 6) List<@From("rule") OutcomeRule> others,
            @ForAll("id") String id, @ForAll Expect expect, @ForAll int position) {
        List<OutcomeRule> rules = new ArrayList<>(others.stream().filter(rule -> !rule.id().equals(id)).toList());
        OutcomeRule exact = new OutcomeRule(id, expect, "exact");
        rules.add(Math.floorMod(position, rules.size() + 1), exact);

        assertEquals(exact, new Grading(rules).grade(id).rule().orElseThrow());
    }

    @Property
    void theFirstMatchingPatternDecidesIfNoIdIsExact(@ForAll @Size(max = 8) List<@From("rule") OutcomeRule> any,
            @ForAll("id") String id) {
        List<OutcomeRule> rules = any.stream().filter(rule -> !rule.id().equals(id)).toList();
        OutcomeRule expected = rules.stream()
                .filter(rule -> !rule.isDefault() && id.matches(rule.id()))
                .findFirst()
                .or(() -> rules.stream().filter(OutcomeRule::isDefault).findFirst())
                .orElse(new OutcomeRule(id, Expect.FORBIDDEN, Grading.UNLISTED));

        Grade grade = new Grading(rules).grade(id);

        assertEquals(expected.expect(), grade.expect());
        assertEquals(expected.description(), grade.description());
    }

    @Property
    void noRuleThatDoesNotMentionAnActorsFateAcceptsIt(@ForAll @Size(max = 8) List<@From("rule") OutcomeRule> rules,
            @ForAll ActorFate fate) {
        assertTrue(new Grading(rules).grade(fate.id("a", "x")).isForbidden());
    }

    @Property
    void aVerdictFollowsFromItsOutcomes(@ForAll @Size(max = 8) List<@From("rule") OutcomeRule> rules,
            @ForAll("counts") Map<String, Long> counts, @ForAll("id") String required) {
        Judgement judgement = Judge.judge(new Grading(rules), List.of(new Requirement(required, 0)), 0, counts);

        boolean forbidden = judgement.outcomes()
                .stream()
                .anyMatch(o -> o.count() > 0 && o.expect() != Expect.ACCEPTABLE
                        && o.expect() != Expect.ACCEPTABLE_INTERESTING);
        boolean seen = counts.entrySet().stream().anyMatch(e -> e.getValue() > 0 && e.getKey().equals(required));
        assertEquals(forbidden ? Verdict.FAIL : seen ? Verdict.PASS : Verdict.INCONCLUSIVE, judgement.verdict());
        assertEquals(judgement.verdict() == Verdict.PASS, judgement.reasons().isEmpty());
    }

    @Property
    void noSampleIsLostAndNoneInvented(@ForAll @Size(max = 8) List<@From("rule") OutcomeRule> rules,
            @ForAll("counts") Map<String, Long> counts) {
        List<GradedOutcome> outcomes = Judge.judge(new Grading(rules), List.of(), 0, counts).outcomes();

        counts.forEach((id, count) -> assertEquals(count,
                outcomes.stream().filter(o -> o.id().equals(id)).mapToLong(GradedOutcome::count).sum()));
        assertEquals(counts.values().stream().mapToLong(Long::longValue).sum(),
                outcomes.stream().mapToLong(GradedOutcome::count).sum());
        assertEquals(outcomes.size(), outcomes.stream().map(GradedOutcome::id).distinct().count());
    }

    @Property
    void moreForbiddenSamplesNeverMakeItBetter(@ForAll @Size(max = 8) List<@From("rule") OutcomeRule> rules,
            @ForAll("counts") Map<String, Long> counts) {
        Grading grading = new Grading(rules);
        if (Judge.judge(grading, List.of(), 0, counts).verdict() == Verdict.FAIL) {
            Map<String, Long> more = new HashMap<>(counts);
            more.merge("1", 5L, Long::sum);
            assertEquals(Verdict.FAIL, Judge.judge(grading, List.of(), 0, more).verdict());
        }
    }

    @Provide
    Arbitrary<String> id() {
        return Arbitraries.of("0", "1", "2", "1, 1", "1, 0", "0, 0", "11");
    }

    @Provide
    Arbitrary<OutcomeRule> rule() {
        return Combinators.combine(Arbitraries.of("", "0", "1", "1, 1", "1.*", ".*", "[01], [01]", "\\d+"),
                Arbitraries.of(Expect.class), Arbitraries.strings().alpha().ofMaxLength(3))
                .as(OutcomeRule::new)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<Map<String, Long>> counts() {
        return Arbitraries.maps(id(), Arbitraries.longs().between(0, 1_000_000)).ofMaxSize(5);
    }
}
