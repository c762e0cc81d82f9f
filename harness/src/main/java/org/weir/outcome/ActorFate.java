package org.weir.outcome;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Outcome ids that say what became of an actor instead of what it observed: {@code hung(reader)},
 * {@code killed(writer,SIGKILL)}, {@code exited(a,3)}, {@code threw(a,java.io.IOException)}, {@code stopped(a)}. They
 * are a namespace apart: a default rule or a pattern such as {@code .*} says nothing about them, so that no scenario
 * accepts a hung or dead actor without naming that.
 */
public enum ActorFate {
    /** The actor was still running at the sample's deadline. */
    HUNG,
    /** A signal ended the actor's process. */
    KILLED,
    /** The actor's process ended itself. */
    EXITED,
    /** The actor ended with an exception. */
    THREW,
    /** The actor's process stood still, stopped by a signal, at the sample's deadline. */
    STOPPED;

    /** The word that the ids begin with, such as {@code hung}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The id for an actor, such as {@code hung(reader)}. */
    public String id(String actor) {
        return word() + "(" + actor + ")";
    }

    /** The id for an actor with a detail: a signal's name, an exit code, the class of an exception. */
    public String id(String actor, String detail) {
        return word() + "(" + actor + "," + detail + ")";
    }

    /**
     * What an outcome id says of the first actor that it names; empty if it is an ordinary result. The id may go on
     * after the fate: with those of other actors, and with the result of the others.
     */
    public static Optional<ActorFate> of(String id) {
        return Arrays.stream(values()).filter(fate -> id.startsWith(fate.word() + "(")).findFirst();
    }
}
