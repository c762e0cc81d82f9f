package org.weir.process;

import java.io.Serial;
import java.time.Duration;

/** The child is there but did not do in time what was awaited. */
public final class SilentChildException extends ChildException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration waited;

    SilentChildException(String name, long pid, Duration waited, String message) {
        super(name, pid, message);
        this.waited = waited;
    }

    /** For how long it was waited. */
    public Duration waited() {
        return waited;
    }
}
