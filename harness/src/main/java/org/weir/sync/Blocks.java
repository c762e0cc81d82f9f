package org.weir.sync;

import org.jspecify.annotations.Nullable;
import org.weir.memory.SharedBlock;

import java.io.InvalidObjectException;

/** What the handles of shared objects have in common. */
final class Blocks {

    private Blocks() {}

    /** The block of a handle that was read, if it is one of such an object. */
    static SharedBlock checked(@Nullable SharedBlock block, String kind, long size) throws InvalidObjectException {
        if (block == null) {
            throw new InvalidObjectException("This handle of a " + kind + " names no memory.");
        }
        return block.checked(kind, size);
    }

    /** For {@code readObject} of a class whose instances are replaced by handles when they are written. */
    static InvalidObjectException travelsAsHandle(String kind) {
        return new InvalidObjectException("A " + kind + " travels as its handle.");
    }
}
