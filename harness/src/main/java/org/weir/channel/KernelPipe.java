package org.weir.channel;

import org.weir.os.FileHandle;
import org.weir.os.PipeIo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A FIFO as this process has it open, for reading and writing at once, so that it opens at once and neither end of file
 * nor broken pipe depends on who has opened it when: who is there is what {@link EndTable} says. The frames are those of
 * the original: four big-endian bytes of length, then the content, in one {@code write} up to 16 KiB and in two above.
 * Nothing here keeps two processes from mixing their frames; two threads of one object are kept apart.
 */
final class KernelPipe {

    static final int HEADER = Integer.BYTES;

    /** Up to so many bytes the original puts a header and a content into one call. */
    private static final int ONE_CALL = 16 << 10;
    private static final int FIRST_PART = 64 << 10;
    private static final int SLICE_MILLIS = 50;

    private final FileHandle handle;
    private final PipeIo in;
    private final PipeIo out;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    /** Held by all who only look, so that the descriptor is not closed, and given to another file, under their eyes. */
    private final ReentrantReadWriteLock looking = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** Asked at least every 50 ms of a wait; throws to end it. */
    interface Guard {
        /** Throws to end the wait; {@code inFrame} says whether some bytes of the frame were transferred. */
        void check(boolean inFrame) throws IOException;
    }

    KernelPipe(Path path) throws IOException {
        handle = FileHandle.open(path, FileHandle.Mode.EXISTING);
        in = new PipeIo(handle);
        out = new PipeIo(handle);
    }

    /** Whether a frame of so many bytes is written whole or not at all, whatever becomes of the writer. */
    static boolean isAtomic(int length) {
        return HEADER + length <= PipeIo.ATOMIC_BYTES;
    }

    void write(byte[] bytes, int from, int length, Guard guard) throws IOException {
        lock(writing);
        try {
            requireOpen();
            byte[] first = new byte[HEADER + (HEADER + length <= ONE_CALL ? length : 0)];
            first[0] = (byte) (length >>> 24);
            first[1] = (byte) (length >>> 16);
            first[2] = (byte) (length >>> 8);
            first[3] = (byte) length;
            System.arraycopy(bytes, from, first, HEADER, first.length - HEADER);
            writeAll(first, 0, first.length, false, guard);
            if (first.length == HEADER) {
                writeAll(bytes, from, length, true, guard);
            }
        } finally {
            writing.unlock();
        }
    }

    private void writeAll(byte[] bytes, int from, int length, boolean inFrame, Guard guard) throws IOException {
        int done = 0;
        boolean interrupted = false;
        while (done < length) {
            int count = out.write(bytes, from + done, length - done);
            done += count;
            if (count == 0) {
                boolean begun = inFrame || done > 0;
                guard.check(begun);
                interrupted |= interrupted(!begun);
                out.awaitWritable(SLICE_MILLIS);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param limit the longest content that somebody can have meant to send */
    byte[] read(int limit, Guard guard) throws IOException {
        lock(reading);
        try {
            requireOpen();
            byte[] header = new byte[HEADER];
            readAll(header, 0, HEADER, false, guard);
            int length = (header[0] & 0xFF) << 24 | (header[1] & 0xFF) << 16 | (header[2] & 0xFF) << 8
                    | (header[3] & 0xFF);
            if (length < 0 || length > limit) {
                throw new TornFrameException("The pipe holds a message of " + Integer.toUnsignedString(length)
                        + " bytes, which nobody can have sent: two writers have mixed their messages, or one died"
                        + " within its own.");
            }
            byte[] bytes = new byte[Math.min(length, FIRST_PART)];
            int done = 0;
            while (done < length) {
                if (done == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
                }
                readAll(bytes, done, bytes.length - done, true, guard);
                done = bytes.length;
            }
            return bytes;
        } finally {
            reading.unlock();
        }
    }

    private void readAll(byte[] bytes, int from, int length, boolean inFrame, Guard guard) throws IOException {
        int done = 0;
        boolean interrupted = false;
        while (done < length) {
            int count = in.read(bytes, from + done, length - done);
            done += count;
            if (count == 0) {
                boolean begun = inFrame || done > 0;
                guard.check(begun);
                interrupted |= interrupted(!begun);
                in.awaitReadable(SLICE_MILLIS);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there are bytes. */
    boolean hasBytes() throws IOException {
        return look(0);
    }

    private boolean look(int millis) throws IOException {
        looking.readLock().lock();
        try {
            requireOpen();
            return in.awaitReadable(millis);
        } finally {
            looking.readLock().unlock();
        }
    }

    /** Waits until there are bytes; returns false at the deadline. */
    boolean awaitBytes(long deadline, Guard guard) throws IOException {
        while (!look(0)) {
            guard.check(false);
            long nanos = deadline - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            interrupted(true);
            boolean ignored = look((int) Math.min(SLICE_MILLIS, (nanos + 999_999) / 1_000_000));
        }
        return true;
    }

    private void requireOpen() throws ConnectionClosedException {
        if (closed) {
            throw new ConnectionClosedException("This pipe was closed meanwhile in this process.");
        }
    }

    private static boolean interrupted(boolean mayStop) throws InterruptedIOException {
        if (mayStop && Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("The thread was interrupted while it waited for a pipe; no byte of the"
                    + " message was transferred.");
        }
        return Thread.interrupted();
    }

    private static void lock(ReentrantLock lock) throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException(
                    "The thread was interrupted while another one used"
                            + " the pipe; no byte of the message was transferred.")
                    .initCause(e);
        }
    }

    /** Waits until no thread is in a call; each asks its guard soon, which has to end it. */
    void close() {
        reading.lock();
        writing.lock();
        looking.writeLock().lock();
        try {
            closed = true;
            handle.close();
        } finally {
            looking.writeLock().unlock();
            writing.unlock();
            reading.unlock();
        }
    }
}
