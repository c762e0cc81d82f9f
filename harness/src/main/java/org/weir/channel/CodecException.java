package org.weir.channel;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are not an object this JVM accepts. Nothing was instantiated of the part that was refused. */
public abstract sealed class CodecException extends IOException permits MalformedFrameException, ClassRefusedException {

    @Serial
    private static final long serialVersionUID = 1L;

    CodecException(String message) {
        super(message);
    }
}
