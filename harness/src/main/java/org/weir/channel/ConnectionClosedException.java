package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/** This very connection was closed, by whatever thread, so that nothing can be done with it. */
public final class ConnectionClosedException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ConnectionClosedException(String message) {
        super(message);
    }
}
