package org.weir.manager;

import java.io.Serial;

/**
 * The object of a proxy or handle does not exist in the server: nobody referred to it any more and it was freed, or the
 * handle is of another server that had the same address before.
 */
public final class ObjectGoneException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ObjectGoneException(String message) {
        super(message);
    }
}
