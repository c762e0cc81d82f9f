package org.weir.sync;

import org.jspecify.annotations.Nullable;
import org.weir.memory.SharedBlock;

import java.io.InvalidObjectException;

/** What the handles of shared objects have in common. */
final class Blocks {

    private Blocks() {}

    /** The block of a handle that was read, if it is one of such an object. */
    static SharedBlock checked(@Nullable SharedBlock block, String kind, long size) throws InvalidObjectException {
        if (block == null || !block.kind().equals(kind) || block.size() < size) {
            throw new InvalidObjectException("This is no handle of a " + kind + ": " + block + ".");
        }
        return block;
    }

    /** For {@code readObject} of a class whose instances are replaced by handles when they are written. */
    static InvalidObjectException travelsAsHandle(String kind) {
        return new InvalidObjectException("A " + kind + " travels as its handle.");
    }
}
