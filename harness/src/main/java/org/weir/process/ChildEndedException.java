package org.weir.process;

import java.io.Serial;

/** The child ended, so that what was asked of it will never come. */
public final class ChildEndedException extends ChildException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ExitStatus status;

    ChildEndedException(String name, long pid, ExitStatus status, String message) {
        super(name, pid, message);
        this.status = status;
    }

    /** How it ended. */
    public ExitStatus status() {
        return status;
    }
}
