package org.weir.process;

import java.io.Serial;

/** A JVM was started but never reported for work; the message holds its command line, its end and its last output. */
public final class LaunchFailedException extends ChildException {

    @Serial
    private static final long serialVersionUID = 1L;

    LaunchFailedException(String name, long pid, String message) {
        super(name, pid, message);
    }
}
