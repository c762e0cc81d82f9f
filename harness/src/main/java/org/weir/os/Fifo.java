package org.weir.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Named pipes: the form in which a kernel pipe reaches a JVM that somebody else started. */
public final class Fifo {

    private static final int OWNER_ONLY = 0600;

    private static final MemorySegment MKFIFO = Native.function("mkfifo");

    private Fifo() {}

    /**
     * Makes a named pipe that only its owner may open. Opening one end blocks until somebody opens the other, except
     * for reading and writing at once.
     *
     * @throws OsException {@link Errno#EEXIST} if there is something at {@code path} already
     */
    public static void create(Path path) throws OsException {
        int result;
        try (Arena arena = Arena.ofConfined()) {
            result = (int) Native.call(MKFIFO, Native.cString(arena, path).address(), OWNER_ONLY);
        }
        if (result != 0) {
            throw new OsException("mkfifo", path.toString(), Native.scratch().lastErrno());
        }
    }
}
