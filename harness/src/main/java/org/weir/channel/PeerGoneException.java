package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/** Nobody holds the other end any more, so that what is sent would be received by nobody; the field's name for it is a broken pipe. */
public final class PeerGoneException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    PeerGoneException(String message) {
        super(message);
    }
}
