package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/**
 * Whoever is at the other end of a socket does not speak Weir's protocol or this version of it, or has TLS and this end
 * does not, or the other way round.
 */
public final class ForeignProtocolException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ForeignProtocolException(String message) {
        super(message);
    }
}
