package org.weir.scenario;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether an id that an author wrote can be the id of any sample of a scenario.
 *
 * <p>
 * An id is both an exact text and a pattern, and nothing says which was meant. It is taken for exact if that makes sense
 * for the result's fields ({@code []} for an {@code Object} is a list's text, not an unfinished pattern), else for a
 * pattern if it holds characters that have a meaning in patterns, and then only its syntax is checked; else it is a
 * mistake. A number such as {@code 1.5} is no pattern.
 */
final class IdCheck {
    private static final String META = "\\[](){}*+?|^$.";
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private final List<String> participants;
    private final List<ResultField> fields;

    /**
     * A mistake in an id.
     *
     * @param code its kind
     * @param wrong what is wrong with it, to be read after the id
     * @param remedy what to do
     */
    record Mistake(ProblemCode code, String wrong, String remedy) {}

    /**
     * A check for a scenario.
     *
     * @param participants the names of those whose fates an id may tell, in the order in which it does
     * @param fields the result's fields
     */
    IdCheck(List<String> participants, List<ResultField> fields) {
        this.participants = participants;
        this.fields = fields;
    }

    Optional<Mistake> check(String id) {
        if (OutcomeId.beginsWithFate(id)) {
            return checkFates(id);
        }
        Optional<Mistake> asExact = checkExact(id);
        Optional<String> syntax = syntaxError(id);
        if (asExact.isEmpty()) {
            boolean meantAsPattern = fields.stream().anyMatch(f -> !f.type().isPrimitive())
                    && (id.contains("\\") || !isBalanced(id));
            return syntax.filter(_ -> meantAsPattern).map(IdCheck::invalidPattern);
        }
        return isPattern(id) ? syntax.map(IdCheck::invalidPattern) : asExact;
    }

    static Optional<String> syntaxError(String id) {
        try {
            Pattern.compile(id);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription() + (e.getIndex() < 0 ? "" : " near index " + e.getIndex()));
        }
    }

    private static Mistake invalidPattern(String error) {
        return new Mistake(ProblemCode.OUTCOME_INVALID_PATTERN, "is no valid pattern (" + error + ")",
                "correct it; to match such characters as they are, put \\\\ before each");
    }

    private Optional<Mistake> checkFates(String text) {
        OutcomeId id;
        try {
            id = OutcomeId.parse(text);
        } catch (IllegalArgumentException e) {
            return never("begins like the fate of an actor, but " + e.getMessage(),
                    "fates are killed(actor,SIGKILL), hung(actor), exited(actor,3), threw(actor,pkg.Exception) and stopped(actor), "
                            + "joined by \" & \"; a pattern needs escapes: killed\\\\(actor,SIG.*\\\\)");
        }
        int last = -1;
        for (OutcomeId.Fate fate : id.fates()) {
            int index = participants.indexOf(fate.actor());
            if (index < 0) {
                return Optional.of(new Mistake(ProblemCode.OUTCOME_UNKNOWN_ACTOR,
                        "tells the fate of \"" + fate.actor() + "\", which is neither an actor nor the arbiter",
                        "fates are those of " + String.join(", ", participants)));
            }
            if (index <= last) {
                return never("has its fates out of order",
                        "write each actor once, in order of names, and the arbiter last: "
                                + String.join(", ", participants));
            }
            last = index;
        }
        if (fields.isEmpty() != id.result().isEmpty()) {
            return fields.isEmpty() ? never("has a result, but the scenario has none", "end it after the fates")
                    : never("lacks the result, which follows the fates",
                            "append \": \" and the values of " + fieldNames() + "; for any values write the pattern "
                                    + pattern(id));
        }
        Optional<Mistake> result = id.result().flatMap(this::checkExact);
        return result.isPresent() && isPattern(id.result().orElse(""))
                ? never("is a pattern in which the parentheses of the fate are a group", "write " + pattern(id))
                : result;
    }

    private String pattern(OutcomeId id) {
        String fates = new OutcomeId(id.fates(), Optional.empty()).toString();
        return "\"" + fates.replace("(", "\\\\(").replace(")", "\\\\)") + ": " + id.result().orElse(".*") + "\"";
    }

    private Optional<Mistake> checkExact(String text) {
        if (fields.isEmpty()) {
            return text.equals(OutcomeId.RETURNED) ? Optional.empty()
                    : never("cannot be seen: no method takes a result",
                            "without one the ids are \"" + OutcomeId.RETURNED
                                    + "\" and the fates of actors, such as hung(name)");
        }
        boolean anyText = fields.stream().anyMatch(f -> !f.type().isPrimitive());
        String[] parts = text.split(", ", -1);
        if (parts.length < fields.size() || (parts.length > fields.size() && !anyText)) {
            String remedy = text.split(",", -1).length == fields.size() ? "write a blank after each comma"
                    : "write the values of " + fieldNames() + ", joined by \", \"";
            return never("has " + count(parts.length, "value") + ", the result has " + count(fields.size(), "field"),
                    remedy);
        }
        if (parts.length > fields.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.length; i++) {
            Optional<String> expected = expectedInstead(fields.get(i).type(), parts[i]);
            if (expected.isPresent()) {
                return never("has \"" + parts[i] + "\" for " + fields.get(i).name() + ", which is never printed for a "
                        + fields.get(i).type().getSimpleName(), expected.get());
            }
        }
        return Optional.empty();
    }

    /** What to write, if the text is not how a value of the type is printed. */
    private static Optional<String> expectedInstead(Class<?> type, String text) {
        if (!type.isPrimitive()) {
            return Optional.empty();
        }
        try {
            String printed = String.valueOf(ParamModel.parse(type, text));
            return printed.equals(text) ? Optional.empty() : Optional.of("write " + printed);
        } catch (IllegalArgumentException e) {
            return Optional.of("write a " + type.getSimpleName() + ParamModel.rangeOf(type));
        }
    }

    private static boolean isPattern(String text) {
        for (String part : text.split(", ", -1)) {
            if (!NUMBER.matcher(part).matches() && part.chars().anyMatch(c -> META.indexOf(c) >= 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBalanced(String text) {
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int opening = "([{".indexOf(text.charAt(i));
            int closing = ")]}".indexOf(text.charAt(i));
            if (opening >= 0) {
                open.append(")]}".charAt(opening));
            } else if (closing >= 0) {
                int top = open.length() - 1;
                if (top < 0 || open.charAt(top) != text.charAt(i)) {
                    return false;
                }
                open.setLength(top);
            }
        }
        return open.isEmpty();
    }

    private String fieldNames() {
        return String.join(", ", fields.stream().map(ResultField::name).toList());
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private static Optional<Mistake> never(String wrong, String remedy) {
        return Optional.of(new Mistake(ProblemCode.OUTCOME_NEVER_MATCHES, wrong, remedy));
    }
}
