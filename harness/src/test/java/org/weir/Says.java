package org.weir;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What messages have to say. */
public final class Says {

    private Says() {}

    /** Fails unless each of {@code parts} is in the message of {@code thrown}. */
    public static void assertSays(Throwable thrown, String... parts) {
        assertSays(String.valueOf(thrown.getMessage()), parts);
    }

    /** Fails unless each of {@code parts} is in {@code message}. */
    public static void assertSays(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " in: " + message);
        }
    }
}
