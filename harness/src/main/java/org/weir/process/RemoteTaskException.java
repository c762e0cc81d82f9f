package org.weir.process;

import java.io.Serial;

/**
 * What a task returned or threw could not be sent back, or not be read here; the message holds its text, and the reason.
 */
public final class RemoteTaskException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    RemoteTaskException(String message) {
        super(message);
    }

    RemoteTaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
