package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;
import org.weir.process.RemoteStackTrace;
import org.weir.process.RemoteTaskException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * What became of a chunk of tasks, as bytes. They are made where that is known and read where it is awaited; the server
 * in between only hands them on.
 *
 * <pre>
 * [RETURNED, list of results] or [THREW, exception, where, its stack as text]
 * </pre>
 */
final class Outcomes {

    private static final int RETURNED = 0;
    private static final int THREW = 1;

    private Outcomes() {}

    /** @throws RemoteTaskException if they cannot be sent */
    static byte[] returned(Codec codec, List<?> results) {
        try {
            return codec.encode(Arrays.asList(RETURNED, results));
        } catch (IllegalArgumentException unsendable) {
            throw new RemoteTaskException("The result cannot be sent back: '"
                    + (results.size() == 1 ? results.getFirst() : results) + "'. " + unsendable.getMessage());
        }
    }

    /**
     * Of a chunk that failed.
     *
     * @param where it was thrown
     */
    static byte[] threw(Codec codec, Throwable thrown, String where) {
        String trace = RemoteStack.textOf(thrown);
        try {
            return codec.encode(Arrays.asList(THREW, thrown, where, trace));
        } catch (IllegalArgumentException unsendable) {
            return codec.encode(Arrays.asList(THREW, new RemoteTaskException("The task threw what cannot be sent back: "
                    + thrown + ". " + unsendable.getMessage()), where, trace));
        }
    }

    /** The results; or throws what the chunk failed with, in a {@link CompletionException}. */
    static List<@Nullable Object> read(Codec codec, byte[] outcome) {
        List<?> parts;
        try {
            parts = (List<?>) codec.decode(outcome);
        } catch (IOException unreadable) {
            throw new CompletionException(new RemoteTaskException("The result of the task cannot be read here: "
                    + unreadable.getMessage(), unreadable));
        }
        if (parts.getFirst() instanceof Integer kind && kind == RETURNED) {
            return new ArrayList<>((List<?>) parts.get(1));
        }
        Throwable thrown = (Throwable) parts.get(1);
        new RemoteStackTrace((String) parts.get(2), (String) parts.get(3)).attachTo(thrown);
        throw new CompletionException(thrown);
    }
}
