package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/**
 * The other end of a socket has another authkey, or one end has one and the other has none; or the ends do not accept each
 * other's certificates.
 */
public final class AuthenticationException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    AuthenticationException(String message) {
        super(message);
    }
}
