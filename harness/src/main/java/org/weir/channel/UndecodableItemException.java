package org.weir.channel;

import java.io.Serial;

/**
 * An item was taken from a queue and is not an object that this process accepts; its cause says why. The item is gone
 * from the queue, so that nobody stumbles over it again.
 */
public final class UndecodableItemException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    UndecodableItemException(CodecException cause) {
        super("An item was taken and cannot be read here, and is lost: " + cause.getMessage(), cause);
    }
}
