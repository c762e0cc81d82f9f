package org.weir.process;

import java.io.Serial;

/**
 * What a task returned or threw could not be sent back, or not be read here; the message holds its text, and the reason.
 */
public final class RemoteTaskException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the text of what was returned or thrown, and why it could not be sent. */
    public RemoteTaskException(String message) {
        super(message);
    }

    /** As {@link #RemoteTaskException(String)}, with what was thrown when it was sent or read. */
    public RemoteTaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
