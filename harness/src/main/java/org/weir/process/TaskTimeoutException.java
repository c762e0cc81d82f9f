package org.weir.process;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A task ran for longer than its pool allows, and was ended by killing its worker. */
public final class TaskTimeoutException extends TimeoutException {

    @Serial
    private static final long serialVersionUID = 1L;

    TaskTimeoutException(String worker, long pid, Duration limit) {
        super("The task ran for more than " + Times.text(limit) + "; its worker " + worker + " (pid " + pid
                + ") was killed for it.");
    }
}
