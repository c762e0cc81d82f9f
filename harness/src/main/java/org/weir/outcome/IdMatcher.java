package org.weir.outcome;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether the id that an author wrote names an outcome id.
 *
 * @param text what the author wrote: an exact id, or a pattern that has to match one in full
 */
record IdMatcher(String text) {
    boolean matches(String id) {
        return matchesExactly(id) || matchesAsPattern(id);
    }

    /** Whether it names all that a rule with this id does, as far as can be told from the text of a pattern. */
    boolean covers(String rule) {
        boolean ofFates = rule.contains("\\(");
        return matches(rule) && Arrays.stream(ActorFate.values())
                .map(ActorFate::word)
                .allMatch(word -> text.contains(word) || !ofFates || !rule.contains(word));
    }

    boolean matchesExactly(String id) {
        return text.equals(id);
    }

    /** What is no valid pattern matches nothing; an actor's fate is matched only by a pattern that mentions its word. */
    boolean matchesAsPattern(String id) {
        if (text.isEmpty() || ActorFate.of(id).filter(fate -> !text.contains(fate.word())).isPresent()) {
            return false;
        }
        try {
            return Pattern.matches(text, id);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
