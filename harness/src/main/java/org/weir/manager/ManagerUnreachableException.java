package org.weir.manager;

import java.io.Serial;

/**
 * The server of a manager has ended, cannot be reached, does not answer, or refuses this process. Whether a call that was
 * under way took effect is not known.
 */
public final class ManagerUnreachableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ManagerUnreachableException(String message) {
        super(message);
    }

    ManagerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
