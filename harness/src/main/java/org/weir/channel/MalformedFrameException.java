package org.weir.channel;

import java.io.Serial;

/**
 * A frame that no {@link Codec} of the same version writes: cut, damaged, made by something else, or made to harm. Also
 * one whose sets and maps would take very long to fill, because too many of their keys have one hash code.
 */
public final class MalformedFrameException extends CodecException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }

    MalformedFrameException(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
