package org.weir.manager;

import java.io.Serial;

/**
 * An error of a call in the server that has no better type here: the method is not exposed, the type is not known, or
 * the exception that was thrown there cannot travel; its type, message and stack are in the text then.
 */
public final class RemoteCallException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    RemoteCallException(String message) {
        super(message);
    }

    /** Around a checked exception that the proxy's method does not declare. */
    RemoteCallException(Throwable thrown) {
        super(thrown.toString(), thrown);
    }
}
