package org.weir.scenario;

import org.weir.outcome.ActorFate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The id of a sample's outcome, which {@code @Outcome} grades.
 *
 * <ul>
 * <li>All actors returned: the fields of the merged result joined by {@code ", "}, as jcstress prints them, such as
 * {@code 1, 0}; in a scenario without a result {@value #RETURNED}.
 * <li>Some did not, or the arbiter did not: their fates joined by {@code " & "}, in order of actors and the arbiter's last,
 * then, if the scenario has a result, {@code ": "} and the fields: {@code killed(writer,SIGKILL): 3, eof}. A field whose
 * writer left no value has its type's initial one.
 * </ul>
 *
 * <p>
 * The fates are {@code killed(actor,SIGNAL)}, {@code hung(actor)}, {@code exited(actor,code)},
 * {@code threw(actor,class.name.of.Exception)} and {@code stopped(actor)}. In a pattern their parentheses need escapes:
 * {@code killed\(writer,SIGKILL\): .*}.
 *
 * @param fates what became of the actors that did not return, in order of actors, and last of the arbiter if that did not
 * @param result the result's fields as text; empty if the scenario has no result
 */
public record OutcomeId(List<Fate> fates, Optional<String> result) {
    /** The id of a sample without a result in which every actor returned. */
    public static final String RETURNED = "returned";

    private static final Pattern FATE = Pattern
            .compile("(killed|hung|exited|threw|stopped)\\(([^,()]*)(?:,([^,()]*))?\\)");
    private static final Pattern SIGNAL = Pattern.compile("SIG[A-Z0-9+]+");
    private static final Pattern CLASS_NAME = Pattern.compile("[\\w$]+(\\.[\\w$]+)*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern EXIT_CODE = Pattern.compile("\\d{1,3}");

    /**
     * What became of one actor, or of the arbiter, that did not return.
     *
     * @param kind what
     * @param actor the actor's or the arbiter's name
     * @param detail the signal's name, the exit code or the exception's class, for the kinds that have one
     */
    public record Fate(ActorFate kind, String actor, Optional<String> detail) {
        /** The fate as ids have it, such as {@code killed(writer,SIGKILL)}. */
        @Override
        public String toString() {
            return detail.map(d -> kind.id(actor, d)).orElseGet(() -> kind.id(actor));
        }
    }

    /** Copies the list. */
    public OutcomeId {
        fates = List.copyOf(fates);
    }

    /**
     * The id of a sample in which every actor returned. A result that itself begins as a fate does, such as a text
     * {@code hung(a)}, gets {@code ": "} before it: what actors write can never pass for what became of them.
     *
     * @param result the result's fields as text, joined
     */
    public static String ofResult(String result) {
        return beginsWithFate(result) ? ": " + result : result;
    }

    /** Whether a text begins as an id with fates does. */
    static boolean beginsWithFate(String text) {
        return Arrays.stream(ActorFate.values()).anyMatch(kind -> text.startsWith(kind.word() + "("));
    }

    /**
     * Reads an id with fates.
     *
     * @param text the id
     * @return its parts
     * @throws IllegalArgumentException if it has not the form of an id with fates; the message says where it goes wrong
     */
    public static OutcomeId parse(String text) {
        List<Fate> fates = new ArrayList<>();
        Matcher matcher = FATE.matcher(text);
        int at = 0;
        while (true) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new IllegalArgumentException("\"" + text.substring(at) + "\" is not a fate");
            }
            fates.add(fate(matcher));
            at = matcher.end();
            if (at == text.length()) {
                return new OutcomeId(fates, Optional.empty());
            } else if (text.startsWith(": ", at)) {
                return new OutcomeId(fates, Optional.of(text.substring(at + 2)));
            } else if (text.startsWith(" & ", at)) {
                at += 3;
            } else {
                throw new IllegalArgumentException(
                        "after \"" + matcher.group() + "\" comes nothing, \" & \" and a fate, or \": \" and a result");
            }
        }
    }

    private static Fate fate(Matcher matcher) {
        String word = matcher.group(1);
        Optional<String> detail = Optional.ofNullable(matcher.group(3));
        ActorFate kind = ActorFate.valueOf(word.toUpperCase(Locale.ROOT));
        boolean wellFormed = switch (kind) {
            case HUNG, STOPPED -> detail.isEmpty();
            case KILLED -> detail.filter(d -> SIGNAL.matcher(d).matches()).isPresent();
            case EXITED -> detail.filter(d -> EXIT_CODE.matcher(d).matches() && Integer.parseInt(d) <= 255).isPresent();
            case THREW -> detail.filter(d -> CLASS_NAME.matcher(d).matches()).isPresent();
        };
        if (!wellFormed) {
            throw new IllegalArgumentException("\"" + matcher.group() + "\" is not a fate");
        }
        return new Fate(kind, matcher.group(2), detail);
    }

    /** The id as it is counted, graded and printed. */
    @Override
    public String toString() {
        if (fates.isEmpty()) {
            return result.map(OutcomeId::ofResult).orElse(RETURNED);
        }
        return fates.stream().map(Fate::toString).collect(Collectors.joining(" & "))
                + result.map(r -> ": " + r).orElse("");
    }
}
