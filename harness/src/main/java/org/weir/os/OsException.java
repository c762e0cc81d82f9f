package org.weir.os;

import java.io.IOException;
import java.io.Serial;

/** A system call that failed: which one, on what, with which error number, and what to do about it. */
public class OsException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /**
     * @param call the system call, such as {@code "mkfifo"}
     * @param subject what it was applied to: a path, a pid, a descriptor with its path
     * @param errno the error number
     */
    public OsException(String call, String subject, int errno) {
        super(call + "(" + subject + ") failed with " + Errno.name(errno) + " (" + errno + "): " + Errno.remedy(errno)
                + ".");
        this.call = call;
        this.errno = errno;
    }

    /** The system call that failed. */
    public final String call() {
        return call;
    }

    /** The error number; compare it with the constants of {@link Errno}. */
    public final int errno() {
        return errno;
    }

    /** The symbolic name of the error number, such as {@code ENOSPC}. */
    public final String errnoName() {
        return Errno.name(errno);
    }
}
