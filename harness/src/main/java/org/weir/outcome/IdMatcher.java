package org.weir.outcome;

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
