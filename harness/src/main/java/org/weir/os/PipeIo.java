package org.weir.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reading from and writing to a FIFO that is open in non-blocking mode, one system call each, so that what the kernel
 * guarantees of it (writes of up to {@link #ATOMIC_BYTES} are whole) holds for the caller. The handle has to stay open
 * during a call.
 *
 * <p>One object for one thread at a time; it has a buffer outside the heap that goes with it.
 */
public final class PipeIo {

    /** PIPE_BUF of Linux: what one write of at most so many bytes writes is not mixed with other writes. */
    public static final int ATOMIC_BYTES = 4096;

    /** How many bytes one call transfers at most. */
    public static final int CHUNK = 64 << 10;

    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    /** {@code struct pollfd}: descriptor, events, returned events. */
    private static final long POLL_EVENTS = 4;
    private static final int POLL_BYTES = 8;

    private static final MemorySegment READ = Native.function("read");
    private static final MemorySegment WRITE = Native.function("write");
    private static final MemorySegment POLL = Native.function("poll");

    private final FileHandle handle;
    private final MemorySegment buffer = Arena.ofAuto().allocate(CHUNK, POLL_BYTES);

    /** For {@code handle}, which the caller closes. */
    public PipeIo(FileHandle handle) {
        this.handle = handle;
    }

    /**
     * Reads up to {@code length} bytes, {@link #CHUNK} at most.
     *
     * @return how many were there, perhaps none
     */
    public int read(byte[] to, int offset, int length) throws OsException {
        long result = Native.call(READ, handle.descriptor(), buffer.address(), Math.min(length, CHUNK));
        int count = transferred("read", result);
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, to, offset, count);
        return count;
    }

    /**
     * Writes up to {@code length} bytes, {@link #CHUNK} at most.
     *
     * @return how many there was room for; of {@link #ATOMIC_BYTES} or fewer, all or none
     */
    public int write(byte[] from, int offset, int length) throws OsException {
        int count = Math.min(length, CHUNK);
        MemorySegment.copy(from, offset, buffer, ValueLayout.JAVA_BYTE, 0, count);
        return transferred("write", Native.call(WRITE, handle.descriptor(), buffer.address(), count));
    }

    private int transferred(String call, long result) throws OsException {
        if (result >= 0) {
            return (int) result;
        }
        int errno = Native.scratch().lastErrno();
        if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
            return 0;
        }
        throw new OsException(call, handle.toString(), errno);
    }

    /** Waits until there is something to read, for at most {@code millis}; returns whether there is. */
    public boolean awaitReadable(int millis) throws OsException {
        return await(POLLIN, millis);
    }

    /** Waits until there is room for {@link #ATOMIC_BYTES}, for at most {@code millis}; returns whether there is. */
    public boolean awaitWritable(int millis) throws OsException {
        return await(POLLOUT, millis);
    }

    private boolean await(short events, int millis) throws OsException {
        Native.Scratch scratch = Native.scratch();
        MemorySegment poll = scratch.buffer;
        poll.set(ValueLayout.JAVA_INT, 0, handle.descriptor());
        poll.set(ValueLayout.JAVA_SHORT, POLL_EVENTS, events);
        poll.set(ValueLayout.JAVA_SHORT, POLL_EVENTS + Short.BYTES, (short) 0);
        int result = (int) Native.call(POLL, poll.address(), 1, millis);
        if (result < 0 && scratch.lastErrno() != Errno.EINTR) {
            throw new OsException("poll", handle.toString(), scratch.lastErrno());
        }
        return result > 0;
    }
}
