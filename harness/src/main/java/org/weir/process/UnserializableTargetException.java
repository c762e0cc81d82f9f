package org.weir.process;

import java.io.Serial;

/** What was to be sent to another JVM cannot be serialized; the message names the class and says how to write it. */
public final class UnserializableTargetException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnserializableTargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
