package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * An operation that one of several actors does to a subject, and that a model does too. The text of both results has to be
 * the same.
 *
 * @param <S> the subject
 * @param <M> the model, which is of this process and need not be safe for use by several threads
 */
interface Step<S, M> extends Serializable {

    /** Who does it, from 0 on. */
    int actor();

    /** Whether it is done at all, as things are. */
    default boolean appliesTo(M model) {
        return true;
    }

    /** Does it to the subject; runs in the actor. */
    @Nullable
    Object on(S subject) throws Exception;

    /** Does it to the model. */
    @Nullable
    Object in(M model) throws Exception;

    /**
     * Does the steps one after the other, each by its actor, and compares what each comes to with what the model does.
     *
     * @throws AssertionError if one differs; the message lists the steps up to that one
     */
    static <S, M> void check(Actors actors, S subject, M model, List<? extends Step<S, M>> steps) throws Exception {
        List<String> done = new ArrayList<>();
        for (Step<S, M> step : steps) {
            if (!step.appliesTo(model)) {
                continue;
            }
            String expected = said(() -> step.in(model));
            Object actual = actors.call(step.actor(), () -> said(() -> step.on(subject)));
            done.add(step + " -> " + actual);
            assertEquals(expected, actual, () -> "the last of " + done);
        }
    }

    /** What a call returns or throws, as text. */
    static String said(Callable<@Nullable Object> call) {
        try {
            Object result = call.call();
            return result instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(result);
        } catch (Exception thrown) {
            return "throws " + thrown.getClass().getSimpleName();
        }
    }
}
