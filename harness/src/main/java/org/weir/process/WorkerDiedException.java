package org.weir.process;

import java.io.Serial;

/** The worker that ran a task ended before it had a result. The pool has another one in its place. */
public final class WorkerDiedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long pid;
    private final ExitStatus status;

    WorkerDiedException(String worker, long pid, ExitStatus status) {
        super("Worker " + worker + " (pid " + pid + ") ended with " + status + " while it ran this task.");
        this.pid = pid;
        this.status = status;
    }

    /** The process id of the worker. */
    public long pid() {
        return pid;
    }

    /** How the worker ended. */
    public ExitStatus status() {
        return status;
    }
}
