package org.weir.channel;

import java.io.Serial;

/**
 * A process died while it wrote an item into, or read one from, a queue on a kernel pipe. Where the next item begins is
 * not known any more, so that the queue is of no more use to anybody; {@link RingQueue} does not have this weakness.
 */
public final class QueueBrokenException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    QueueBrokenException(String message) {
        super(message);
    }
}
