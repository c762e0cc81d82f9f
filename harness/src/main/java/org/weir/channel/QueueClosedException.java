package org.weir.channel;

import java.io.Serial;

/** A queue was used after this process had closed it, or what it lies in is gone. */
public final class QueueClosedException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    QueueClosedException(String message) {
        super(message);
    }
}
