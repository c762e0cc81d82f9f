package org.weir.channel;

import java.io.Serial;

/**
 * An object that cannot be sent: it, or something in it, has no serial form, is not on the allow-list, is nested too
 * deeply or too large. Nothing of it was sent.
 */
public final class UnsendableException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnsendableException(String message) {
        super(message);
    }

    UnsendableException(String message, Throwable cause) {
        super(message, cause);
    }
}
