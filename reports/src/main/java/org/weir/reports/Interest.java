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
 * forbidden ones that were not, else the interesting ones that were not.
 *
 * @param word what they are: {@code forbidden}, {@code interesting}; empty if a result has neither
 * @param ids their ids
 * @param count the samples that had one of them
 */
record Interest(String word, Set<String> ids, Count count) {
    Interest {
        ids = Set.copyOf(ids);
    }

    static Interest of(ScenarioResult result) {
        Predicate<OutcomeResult> seen = outcome -> outcome.count() > 0;
        Predicate<OutcomeResult> interesting = outcome -> outcome.expect() == Expect.ACCEPTABLE_INTERESTING;
        Interest none = new Interest("", Set.of(), new Count(0, result.samples()));
        return List.of(of(result, "forbidden", seen.and(OutcomeResult::forbidden)),
                of(result, "interesting", seen.and(interesting)),
                of(result, "forbidden", OutcomeResult::forbidden), of(result, "interesting", interesting))
                .stream()
                .filter(interest -> !interest.ids().isEmpty())
                .findFirst()
                .orElse(none);
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
        List<String> names = ids.stream().sorted().map(Words::line).toList();
        return names.size() <= 2 ? String.join(" or ", names)
                : names.getFirst() + " and " + (names.size() - 1) + " more";
    }
}
