package org.weir.manager;

import org.weir.channel.UnsendableException;

import java.io.Serial;

/** An argument cannot be sent: the server does not know of the call. */
final class NotSentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UnsendableException reason;

    NotSentException(UnsendableException reason) {
        super(reason);
        this.reason = reason;
    }

    UnsendableException reason() {
        return reason;
    }
}
