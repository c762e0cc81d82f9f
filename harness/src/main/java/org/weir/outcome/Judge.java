package org.weir.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Judges counts by a scenario's rules and requirements. */
public final class Judge {
    private final Grading grading;
    private final List<Requirement> requirements;
    private final SortedMap<String, Long> counts;
    private final long samples;

    private Judge(Grading grading, List<Requirement> requirements, Tally tally) {
        this.grading = grading;
        this.requirements = requirements;
        this.counts = tally.snapshot();
        this.samples = tally.total();
    }

    /**
     * Judges counts. A forbidden outcome fails, however few samples there are. Otherwise the counts are inconclusive if
     * there are none, if there are fewer than {@code minSamples}, or if a requirement is not met: its outcomes were not
     * seen, or their share of all samples is below its rate.
     *
     * @param grading the scenario's rules
     * @param requirements what has to be seen
     * @param minSamples the least number of samples for a pass; 0 if not stated (one sample is always needed)
     * @param counts samples per outcome id, none negative
     */
    public static Judgement judge(Grading grading, List<Requirement> requirements, long minSamples,
            Map<String, Long> counts) {
        Judge judge = new Judge(grading, requirements, Tally.of(counts));
        List<GradedOutcome> outcomes = judge.outcomes();
        List<String> failures = judge.failures(outcomes);
        List<String> shortfalls = judge.shortfalls(minSamples);
        Verdict verdict = !failures.isEmpty() ? Verdict.FAIL
                : !shortfalls.isEmpty() ? Verdict.INCONCLUSIVE : Verdict.PASS;
        return new Judgement(verdict, Stream.concat(failures.stream(), shortfalls.stream()).toList(), outcomes);
    }

    private List<GradedOutcome> outcomes() {
        Map<Optional<OutcomeRule>, List<GradedOutcome>> seen = new LinkedHashMap<>();
        counts.forEach((id, count) -> {
            Grade grade = grading.grade(id);
            seen.computeIfAbsent(grade.rule(), _ -> new ArrayList<>()).add(graded(id, grade, count));
        });
        seen.values().forEach(list -> list.sort(Comparator.comparingLong(GradedOutcome::count).reversed()));

        List<GradedOutcome> outcomes = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        for (OutcomeRule rule : grading.rules()) {
            if (!rule.isDefault() && declared.add(rule.id())) {
                Grade grade = new Grade(rule.expect(), rule.description(), Optional.of(rule));
                outcomes.addAll(seen.getOrDefault(grade.rule(), List.of(graded(rule.id(), grade, 0))));
            }
        }
        seen.forEach((rule, list) -> {
            if (rule.isEmpty() || rule.get().isDefault()) {
                outcomes.addAll(list);
            }
        });
        requirements.stream()
                .filter(requirement -> outcomes.stream().noneMatch(o -> names(requirement, o.id())))
                .forEach(
                        requirement -> outcomes.add(graded(requirement.id(), grading.grade(requirement.id()), 0)));
        grading.allowingDefault()
                .filter(rule -> !seen.containsKey(Optional.of(rule)))
                .filter(_ -> outcomes.stream().noneMatch(outcome -> outcome.id().equals(Grading.ANYTHING_ELSE)))
                .ifPresent(rule -> outcomes.add(unseenDefault(rule)));
        return outcomes;
    }

    private GradedOutcome unseenDefault(OutcomeRule rule) {
        return new GradedOutcome(Grading.ANYTHING_ELSE, rule.expect(), 0, 0, Binomial.interval(0, samples),
                rule.description(), false);
    }

    private GradedOutcome graded(String id, Grade grade, long count) {
        return new GradedOutcome(id, grade.expect(), count, samples == 0 ? 0 : (double) count / samples,
                Binomial.interval(count, samples), grade.description(),
                requirements.stream()
                        .anyMatch(requirement -> names(requirement, id) && (count > 0 || seen(requirement) == 0)));
    }

    private long seen(Requirement requirement) {
        return counts.entrySet()
                .stream()
                .filter(entry -> names(requirement, entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private List<String> failures(List<GradedOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.count() > 0 && Grade.isForbidden(outcome.expect()))
                .sorted(Comparator.comparingLong(GradedOutcome::count).reversed())
                .map(outcome -> (grading.grade(outcome.id()).rule().isPresent() ? "The forbidden outcome "
                        : "An outcome that no rule names, ") + quoted(outcome.id()) + " was seen "
                        + Figures.count(outcome.count(), "time", "times") + " in " + samplesInWords() + ", a rate of "
                        + Figures.rate(outcome.rate(), outcome.interval()) + " (95% interval "
                        + Figures.interval(outcome.interval())
                        + ").")
                .toList();
    }

    private List<String> shortfalls(long minSamples) {
        if (samples == 0) {
            return List.of("No sample was counted, so nothing is known.");
        }
        List<String> reasons = new ArrayList<>();
        for (Requirement requirement : requirements) {
            long count = seen(requirement);
            if (count == 0) {
                reasons.add(unseen(requirement));
            } else if ((double) count / samples < requirement.minRate()) {
                reasons.add("The outcome " + quoted(requirement.id()) + " was seen "
                        + Figures.count(count, "time", "times") + " in " + samplesInWords() + ", a rate of "
                        + Figures.rate((double) count / samples) + " (95% interval "
                        + Figures.interval(Binomial.interval(count, samples)) + "), which is less than the "
                        + Figures.rate(requirement.minRate()) + " that it has to have.");
            }
        }
        if (samples < minSamples) {
            reasons.add("Only " + samplesInWords() + " of the " + Figures.count(minSamples)
                    + " that the scenario asks for were taken; give it more time.");
        }
        return reasons;
    }

    private String unseen(Requirement requirement) {
        String known = "The outcome " + quoted(requirement.id()) + " has to be seen and was not, in " + samplesInWords()
                + "; its rate is at most " + Figures.rate(Binomial.upperBoundIfUnseen(samples, Binomial.CONFIDENCE))
                + " (one-sided 95% bound)";
        if (requirement.minRate() == 0) {
            return known + ".";
        }
        long needed = Binomial.samplesToSee(requirement.minRate(), Binomial.CONFIDENCE);
        return known + (samples < needed
                ? ", and to see the stated rate of " + Figures.rate(requirement.minRate()) + " with 95% takes "
                        + Figures.count(needed, "sample", "samples") + "; give it more time."
                : ", which is below the stated rate of " + Figures.rate(requirement.minRate()) + ".");
    }

    private String samplesInWords() {
        return Figures.count(samples, "sample", "samples");
    }

    private static boolean names(Requirement requirement, String id) {
        return requirement.isMetBy(id);
    }

    private static String quoted(String id) {
        return "\"" + id + "\"";
    }
}
