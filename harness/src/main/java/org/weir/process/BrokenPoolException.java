package org.weir.process;

import java.io.Serial;
import java.util.concurrent.RejectedExecutionException;

/** The pool cannot run tasks any more: its initializer failed, or workers end before they take a task. */
public final class BrokenPoolException extends RejectedExecutionException {

    @Serial
    private static final long serialVersionUID = 1L;

    BrokenPoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
