package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/**
 * A message has a beginning and no end, or does not arrive as it was sent: its sender died or gave up within it, or
 * something else wrote to the channel. Unlike {@link java.io.EOFException}, which tells of an end between messages. No
 * message can be told from garbage after it, so that the channel is of no more use. With TLS, also an end between messages
 * that the other side has not announced: its process was killed, or the connection cut by somebody else.
 */
public final class TornFrameException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    TornFrameException(String message) {
        super(message);
    }
}
