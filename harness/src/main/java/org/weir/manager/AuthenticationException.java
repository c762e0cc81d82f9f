package org.weir.manager;

import java.io.IOException;
import java.io.Serial;

/** The two sides do not have the same key. */
final class AuthenticationException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    AuthenticationException(String message) {
        super(message);
    }
}
