package org.weir.scenario;

import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.Outcome;
import org.weir.outcome.Grading;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The graded ids of a scenario and those that have to be seen.
 *
 * @param grading the rules in order of declaration
 * @param mustObserve the requirements, likewise
 */
record ScenarioOutcomes(Grading grading, List<Requirement> mustObserve) {

    static ScenarioOutcomes read(Class<?> type, ScenarioMethods methods, ScenarioResult result, Problems problems) {
        List<Outcome> annotations = new ArrayList<>();
        JCStressMeta meta = type.getAnnotation(JCStressMeta.class);
        if (meta != null) {
            annotations.addAll(List.of(meta.value().getAnnotationsByType(Outcome.class)));
        }
        annotations.addAll(List.of(type.getAnnotationsByType(Outcome.class)));
        Optional<IdCheck> check = Optional.of(new IdCheck(methods.participantNames(), result.fields()))
                .filter(_ -> result.known());
        Grading grading = readRules(annotations, check, problems);
        return new ScenarioOutcomes(grading, readRequirements(type, grading, check, problems));
    }

    private static Grading readRules(List<Outcome> annotations, Optional<IdCheck> check, Problems problems) {
        List<OutcomeRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Outcome outcome : annotations) {
            if (outcome.id().length == 0) {
                problems.add(ProblemCode.OUTCOME_NEVER_MATCHES, "an @Outcome has an empty list of ids",
                        "state an id; leave it out altogether for the default rule");
            }
            for (String id : outcome.id()) {
                rules.add(new OutcomeRule(id, outcome.expect(), outcome.desc()));
                if (!ids.add(id)) {
                    problems.add(ProblemCode.OUTCOME_DUPLICATE,
                            id.isEmpty() ? "it has two default rules (@Outcome without id)"
                                    : "@Outcome(id = \"" + id + "\") is stated twice",
                            "keep one: the second is never reached");
                } else if (!id.isEmpty()) {
                    report("@Outcome(id = \"" + id + "\")", check.flatMap(c -> c.check(id)), problems);
                }
            }
        }
        return new Grading(rules);
    }

    private static List<Requirement> readRequirements(Class<?> type, Grading grading, Optional<IdCheck> check,
            Problems problems) {
        List<Requirement> requirements = new ArrayList<>();
        for (MustObserve annotation : type.getAnnotationsByType(MustObserve.class)) {
            String id = annotation.value();
            String label = "@MustObserve(\"" + id + "\")";
            double rate = annotation.minRate();
            if (!(rate >= 0 && rate <= 1)) {
                problems.add(ProblemCode.MUST_OBSERVE_RATE, label + " has the minRate " + rate,
                        "state a share of all samples, 0 to 1");
            } else {
                requirements.add(new Requirement(id, rate));
            }
            boolean ruled = grading.rules().stream().anyMatch(rule -> rule.id().equals(id));
            Optional<IdCheck.Mistake> mistake = ruled ? Optional.empty() : check.flatMap(c -> c.check(id));
            report(label, mistake, problems);
            if (mistake.isEmpty() && !isAllowed(id, grading)) {
                problems.add(ProblemCode.MUST_OBSERVE_NOT_ALLOWED, label + " asks for an outcome that no rule allows",
                        "add @Outcome(id = \"" + id + "\", expect = ACCEPTABLE_INTERESTING), or correct the id");
            }
        }
        return List.copyOf(requirements);
    }

    /** Whether the id itself is allowed, or, being a pattern, matches an exact id that is or equals a rule that is. */
    private static boolean isAllowed(String id, Grading grading) {
        if (id.isEmpty()) {
            return false;
        }
        boolean matchesAllowed = IdCheck.syntaxError(id).isEmpty() && grading.rules()
                .stream()
                .anyMatch(rule -> isAllowed(rule) && !rule.isDefault() && Pattern.matches(id, rule.id()));
        return matchesAllowed || !grading.grade(id).isForbidden();
    }

    private static boolean isAllowed(OutcomeRule rule) {
        return switch (rule.expect()) {
            case ACCEPTABLE, ACCEPTABLE_INTERESTING -> true;
            case FORBIDDEN, UNKNOWN -> false;
        };
    }

    private static void report(String label, Optional<IdCheck.Mistake> mistake, Problems problems) {
        mistake.ifPresent(m -> problems.add(m.code(), label + " " + m.wrong(), m.remedy()));
    }
}
