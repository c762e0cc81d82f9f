package org.weir.process;

import java.io.IOException;
import java.io.Serial;

/** Something about one child JVM went wrong; the message says which, its process id, and what was being waited for. */
public sealed class ChildException extends IOException permits ChildEndedException, SilentChildException,
        LaunchFailedException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;
    private final long pid;

    ChildException(String name, long pid, String message) {
        super(message);
        this.name = name;
        this.pid = pid;
    }

    /** The name that the child was assigned, or the one it was launched under. */
    public final String name() {
        return name;
    }

    /** The child's process id. */
    public final long pid() {
        return pid;
    }
}
