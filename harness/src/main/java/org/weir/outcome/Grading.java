package org.weir.outcome;

import org.openjdk.jcstress.annotations.Expect;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The graded ids of a scenario.
 *
 * @param rules in order of declaration
 */
public record Grading(List<OutcomeRule> rules) {
    /** The description of an outcome that no rule names. */
    public static final String UNLISTED = "no rule names it";

    /** A pattern that as the last rule grades what the default rule does. */
    public static final String ANYTHING_ELSE = ".*";

    /** Copies the list. */
    public Grading {
        rules = List.copyOf(rules);
    }

    /**
     * Grades an outcome id in jcstress's order: the rule with exactly this id, else the first rule in order of
     * declaration whose id as a pattern matches it in full, else the default rule, else forbidden. An
     * {@linkplain ActorFate actor's fate} is graded by a rule with exactly its id or by a pattern that mentions its word,
     * never by the default rule.
     */
    public Grade grade(String id) {
        return rules.stream()
                .filter(rule -> !rule.isDefault() && new IdMatcher(rule.id()).matchesExactly(id))
                .findFirst()
                .or(() -> rules.stream().filter(rule -> new IdMatcher(rule.id()).matchesAsPattern(id)).findFirst())
                .or(() -> defaultRule().filter(_ -> ActorFate.of(id).isEmpty()))
                .map(rule -> new Grade(rule.expect(), rule.description(), Optional.of(rule)))
                .orElseGet(() -> new Grade(Expect.FORBIDDEN, UNLISTED, Optional.empty()));
    }

    /** The default rule if another rule leaves it anything, and what it grades does not fail the scenario. */
    Optional<OutcomeRule> allowingDefault() {
        return defaultRule()
                .filter(rule -> !Grade.isForbidden(rule.expect()))
                .filter(_ -> rules.stream().noneMatch(rule -> rule.id().equals(ANYTHING_ELSE)));
    }

    /**
     * The rules that allow outcomes besides the given ones, whether or not any was seen. A rule with a pattern allows none
     * besides them if the pattern is one of them, or is matched by one as if it were an outcome id; what two different
     * patterns match is not compared. Nothing but a pattern that mentions a fate has outcomes with that fate.
     *
     * @param ids outcome ids or patterns
     * @return the ids of such rules in order of declaration, at last {@value #ANYTHING_ELSE} for the default rule
     */
    public List<String> allowedBesides(List<String> ids) {
        List<IdMatcher> matchers = ids.stream().map(IdMatcher::new).toList();
        Stream<String> named = rules.stream()
                .filter(rule -> !rule.isDefault() && !Grade.isForbidden(rule.expect()))
                .map(OutcomeRule::id);
        return Stream.concat(named, allowingDefault().map(_ -> ANYTHING_ELSE).stream())
                .filter(rule -> matchers.stream().noneMatch(matcher -> matcher.covers(rule)))
                .distinct()
                .toList();
    }

    private Optional<OutcomeRule> defaultRule() {
        return rules.stream().filter(OutcomeRule::isDefault).findFirst();
    }
}
