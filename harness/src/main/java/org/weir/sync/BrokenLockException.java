package org.weir.sync;

import java.io.Serial;

/**
 * Thrown where a lock is wanted that is broken for good: it was taken from a dead owner, and given back by somebody who
 * could not say that all is well. What it protects cannot be trusted; make another lock, and what it protects anew.
 */
public final class BrokenLockException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param what the lock, as the message names it */
    public BrokenLockException(String what) {
        super(what + " is broken: its owner died, and who recovered it closed the Recovery without consistent()."
                + " Make a new lock, and what it protects anew.");
    }
}
