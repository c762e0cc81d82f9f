package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/** A message is longer than the caller has room for. It was received whole, and is here. */
public final class BufferTooShortException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final byte[] message;

    BufferTooShortException(byte[] message, int room) {
        super("A message of " + message.length + " bytes came, and there is room for " + room
                + "; take it from this exception (message()), and make more room next time.");
        this.message = message;
    }

    /** The complete message: the array itself, not a copy. */
    public byte[] message() {
        return message;
    }
}
