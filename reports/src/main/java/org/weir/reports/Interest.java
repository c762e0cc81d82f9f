package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Grade;
import org.weir.outcome.Grading;
import org.weir.outcome.Interval;
import org.weir.outcome.OutcomeRule;
import org.weir.reports.stats.Count;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The outcomes that a reader asks for first: those forbidden that were seen, else the interesting ones that were, else the
 * forbidden ones that were not, else the interesting ones that were not, else those that are not declared, which are
 * forbidden.
 *
 * @param word what they are: {@code forbidden}, {@code interesting}; empty if a result has neither
 * @param ids their ids; empty if they are those that are not declared
 * @param count the samples that had one of them
 */
record Interest(String word, Set<String> ids, Count count) {
    static final String FORBIDDEN = "forbidden";
    private static final String INTERESTING = "interesting";
    /** Nothing that it does is forbidden. */
    private static final String PYTHON = "python";

    Interest {
        ids = Set.copyOf(ids);
    }

    static Interest of(ScenarioResult result) {
        Predicate<OutcomeResult> seen = outcome -> outcome.count() > 0;
        Predicate<OutcomeResult> interesting = outcome -> outcome.expect() == Expect.ACCEPTABLE_INTERESTING;
        Interest undeclared = new Interest(result.harness().equals(PYTHON) ? "" : FORBIDDEN, Set.of(),
                new Count(0, result.samples()));
        return List.of(of(result, FORBIDDEN, seen.and(OutcomeResult::forbidden)),
                of(result, INTERESTING, seen.and(interesting)),
                of(result, FORBIDDEN, OutcomeResult::forbidden), of(result, INTERESTING, interesting))
                .stream()
                .filter(interest -> !interest.ids().isEmpty())
                .findFirst()
                .orElse(undeclared);
    }

    /** Whether a result shows more than that all went well: something forbidden or interesting, or a fault. */
    static boolean isNotable(ScenarioResult result) {
        return of(result).count().k() > 0 || !result.evidence().faults().isEmpty();
    }

    /**
     * The same question to another who sampled the scenario: how often he had what is of interest in the first, by its grades.
     *
     * @param first whose grades count
     * @param other whose samples are counted
     */
    static Count count(ScenarioResult first, ScenarioResult other) {
        Interest interest = of(first);
        if (first.equals(other)) {
            return interest.count();
        }
        Grading grading = new Grading(first.outcomes()
                .stream()
                .map(outcome -> new OutcomeRule(outcome.id(), outcome.expect(), ""))
                .toList());
        boolean forbidden = interest.word().equals(FORBIDDEN);
        Predicate<String> held = forbidden ? matching(
                first.study().claims().stream().flatMap(claim -> claim.held().stream()).toList()) : _ -> false;
        return new Count(other.outcomes()
                .stream()
                .filter(outcome -> outcome.count() > 0 && !held.test(outcome.id()))
                .filter(outcome -> grading.grade(outcome.id()).expect() == (forbidden ? Expect.FORBIDDEN
                        : Expect.ACCEPTABLE_INTERESTING))
                .mapToLong(OutcomeResult::count)
                .sum(), other.samples());
    }

    private static Interest of(ScenarioResult result, String word, Predicate<OutcomeResult> of) {
        Set<String> ids = new HashSet<>();
        long k = 0;
        for (OutcomeResult outcome : result.outcomes()) {
            if (of.test(outcome)) {
                ids.add(outcome.id());
                k += outcome.count();
            }
        }
        return new Interest(word, ids, new Count(k, result.samples()));
    }

    /** The samples of a result that had an outcome of the given ids or patterns. */
    static Count count(ScenarioResult result, List<String> ids) {
        Predicate<String> of = matching(ids);
        return new Count(result.outcomes()
                .stream()
                .filter(outcome -> of.test(outcome.id()))
                .mapToLong(OutcomeResult::count)
                .sum(), result.samples());
    }

    /** What the given ids or patterns match, in the sense of {@link Grading#grade}. */
    static Predicate<String> matching(List<String> ids) {
        Grading grading = new Grading(
                ids.stream().map(id -> new OutcomeRule(id, Expect.ACCEPTABLE, "")).toList());
        return id -> {
            Grade grade = grading.grade(id);
            return grade.expect() == Expect.ACCEPTABLE;
        };
    }

    /** How often a launch had them. */
    Count in(LaunchResult launch) {
        return new Count(launch.counts()
                .entrySet()
                .stream()
                .filter(entry -> ids.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum(), launch.samples());
    }

    Interval interval() {
        return count.interval();
    }

    boolean isNone() {
        return word.isEmpty();
    }

    /** The ids in words: a few of them, and how many more. */
    String names() {
        List<String> names = ids.stream().sorted().map(Words::outcome).toList();
        return names.isEmpty() ? "any outcome that is not declared"
                : names.size() <= 2 ? String.join(" or ", names)
                        : names.getFirst() + " and " + (names.size() - 1) + " more";
    }
}
