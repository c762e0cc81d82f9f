package org.weir.channel;

import org.weir.memory.FaultPoint;
import org.weir.os.FileHandle;
import org.weir.os.PipeIo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
    private final Direction inwards = new Inwards();
    private final Direction outwards = new Outwards();
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    /** Held by all who only look, so that the descriptor is not closed, and given to another file, under their eyes. */
    private final ReentrantReadWriteLock looking = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** Whither bytes move. */
    private interface Direction {
        /** Moves some of the bytes, as many as go now. */
        int move(byte[] bytes, int from, int length) throws IOException;

        /** Waits until some more would go. */
        void await(int millis) throws IOException;

        /** Where a process is that has moved a part. */
        String half();
    }

    private final class Inwards implements Direction {
        @Override
        public int move(byte[] bytes, int from, int length) throws IOException {
            return in.read(bytes, from, length);
        }

        @Override
        public void await(int millis) throws IOException {
            in.awaitReadable(millis);
        }

        @Override
        public String half() {
            return FaultPoint.KERNEL_PIPE_READ_HALF;
        }
    }

    private final class Outwards implements Direction {
        @Override
        public int move(byte[] bytes, int from, int length) throws IOException {
            return out.write(bytes, from, length);
        }

        @Override
        public void await(int millis) throws IOException {
            out.awaitWritable(millis);
        }

        @Override
        public String half() {
            return FaultPoint.KERNEL_PIPE_WRITE_HALF;
        }
    }

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

    /** Returns false if the time was over before a byte was written; throws if it was within the frame. */
    boolean write(byte[] bytes, int from, int length, long deadline, Guard guard) throws IOException {
        if (!lock(writing, deadline)) {
            return false;
        }
        try {
            requireOpen();
            byte[] first = new byte[HEADER + (HEADER + length <= ONE_CALL ? length : 0)];
            first[0] = (byte) (length >>> 24);
            first[1] = (byte) (length >>> 16);
            first[2] = (byte) (length >>> 8);
            first[3] = (byte) length;
            System.arraycopy(bytes, from, first, HEADER, first.length - HEADER);
            if (!all(outwards, first, 0, first.length, false, deadline, guard)) {
                return false;
            }
            if (first.length == HEADER) {
                FaultPoint.reached(FaultPoint.KERNEL_PIPE_WRITE_HALF);
                all(outwards, bytes, from, length, true, deadline, guard);
            }
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** @param limit the longest content that somebody can have meant to send */
    byte[] read(int limit, Guard guard) throws IOException {
        lock(reading, Long.MAX_VALUE);
        try {
            requireOpen();
            byte[] header = new byte[HEADER];
            all(inwards, header, 0, HEADER, false, Long.MAX_VALUE, guard);
            FaultPoint.reached(FaultPoint.KERNEL_PIPE_READ_HALF);
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
                all(inwards, bytes, done, bytes.length - done, true, Long.MAX_VALUE, guard);
                done = bytes.length;
            }
            return bytes;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Transfers all of a stretch; the guard is asked whenever nothing moves.
     *
     * @return false if the time was over before the first byte of the frame
     */
    private static boolean all(Direction direction, byte[] bytes, int from, int length, boolean inFrame, long deadline,
            Guard guard) throws IOException {
        int done = 0;
        boolean interrupted = false;
        while (done < length) {
            int count = direction.move(bytes, from + done, length - done);
            done += count;
            if (count > 0 && done < length) {
                FaultPoint.reached(direction.half());
            } else if (count == 0) {
                boolean begun = inFrame || done > 0;
                guard.check(begun);
                interrupted |= interrupted(!begun);
                long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
                if (millis <= 0 && !begun) {
                    return false;
                }
                if (millis <= 0) {
                    throw new TornFrameException("The time was over when a part of the message had been written to the"
                            + " pipe, and nothing can be told from garbage after it; make a new pipe.");
                }
                direction.await((int) Math.min(SLICE_MILLIS, millis));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
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
        if (mayStop) {
            Interrupts.requireNone(" while it waited for a pipe; no byte of the message was transferred.");
        }
        return Thread.interrupted();
    }

    private static boolean lock(ReentrantLock lock, long deadline) throws InterruptedIOException {
        try {
            return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.ended(" while another one used the pipe; no byte of the message was transferred.", e);
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
