package org.weir.memory;

import java.io.Serial;

/** The shared objects of a state need more room than the area that its construction was given. */
public final class AreaExceededException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long needed;

    AreaExceededException(String creation, long needed, long size) {
        super(creation + " needs an area of " + needed + " bytes, and the area of this state has " + size + ".");
        this.needed = needed;
    }

    /** How large the area has to be for the object that did not fit; those after it may need more. */
    public long needed() {
        return needed;
    }
}
