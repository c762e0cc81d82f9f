package org.weir.channel;

import static org.weir.channel.StreamRing.DATA_EVENT;
import static org.weir.channel.StreamRing.FRAME_END;
import static org.weir.channel.StreamRing.FRAME_HEADER;
import static org.weir.channel.StreamRing.HEAD;
import static org.weir.channel.StreamRing.NOBODY;
import static org.weir.channel.StreamRing.READERS;
import static org.weir.channel.StreamRing.ROOM_EVENT;
import static org.weir.channel.StreamRing.STREAMER;
import static org.weir.channel.StreamRing.TAIL;
import static org.weir.channel.StreamRing.hasData;
import static org.weir.channel.StreamRing.tear;
import static org.weir.channel.StreamRing.torn;
import static org.weir.channel.StreamRing.total;

import org.weir.channel.StreamRing.Guard;
import org.weir.memory.FaultPoint;
import org.weir.memory.Members;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Reads frames out of a {@link StreamRing}, which explains how. Safe for use by several threads and processes. */
final class StreamReader {

    private static final long NEVER = Long.MAX_VALUE;

    private final StreamRing ring;
    private final int capacity;
    private final RobustMutex mutex;
    private final int limit;
    private final Guard guard;
    private final Members members;
    private final LivenessTimer looks = new LivenessTimer();

    StreamReader(StreamRing ring) {
        this.ring = ring;
        this.capacity = ring.capacity();
        this.mutex = ring.mutex();
        this.limit = ring.limit();
        this.guard = ring.guard();
        this.members = ring.members();
    }

    StreamRing ring() {
        return ring;
    }

    /** Takes the next frame, waiting for it. */
    byte[] read() throws IOException {
        long base = ring.base();
        while (true) {
            if (!await(NEVER)) {
                throw new EOFException("The other end of the pipe is closed, and all its messages were received.");
            }
            ring.acquire(base + READERS, NEVER);
            try {
                dropRest(base);
                long head = Words.getLong(base + HEAD);
                long tail = Words.getLongAcquire(base + TAIL);
                if (tail != head) {
                    return take(base, head, tail);
                }
            } finally {
                mutex.release(base + READERS);
            }
        }
    }

    /** Waits like {@link #await}, and returns whether a read would not wait. */
    boolean poll(long deadline) throws IOException {
        try {
            await(deadline);
            return hasData(ring.base()) || guard.isPeerGone(false);
        } catch (TornFrameException torn) {
            return true;
        }
    }

    /** Waits until there are bytes; returns false if there are none at the deadline or at the end. */
    private boolean await(long deadline) throws IOException {
        long base = ring.base();
        guard.requireOpen();
        if (hasData(base)) {
            return true;
        }
        if (deadline - System.nanoTime() > 0 && Backoff.spin(() -> hasData(base))) {
            return true;
        }
        boolean look = looks.isDue();
        while (true) {
            int announced = EventCount.announce(base + DATA_EVENT);
            guard.requireOpen();
            boolean gone = guard.isPeerGone(look);
            if (hasData(base)) {
                return true;
            }
            if (StreamRing.isTorn(base)) {
                throw torn();
            }
            if (gone || deadline - System.nanoTime() <= 0) {
                return false;
            }
            Interrupts.requireNone(". No message has come yet; none was taken.");
            look = !EventCount.await(base + DATA_EVENT, announced, deadline);
        }
    }

    private byte[] take(long base, long head, long tail) throws IOException {
        long header = Words.getLong(StreamRing.data(base, capacity, head));
        int length = (int) header;
        if (length < 0 || length > limit) {
            tear(base);
            throw new TornFrameException("The pipe's memory holds a message of " + Integer.toUnsignedString(length)
                    + " bytes, which nobody can have sent: something else has written to it.");
        }
        byte[] bytes;
        if (tail - head >= total(length)) {
            bytes = new byte[length];
            StreamRing.copyOut(base, capacity, head + FRAME_HEADER, bytes, 0, length);
            FaultPoint.reached(FaultPoint.PIPE_RECEIVE_COPIED);
            free(base, head + total(length));
        } else {
            bytes = takeStreamed(base, head, length);
        }
        if (FrameChecksum.of(bytes, 0, length) != (int) (header >>> Integer.SIZE)) {
            tear(base);
            throw new TornFrameException("A message of " + length + " bytes differs from what was sent, by its"
                    + " checksum: something else has written to the pipe's memory.");
        }
        return bytes;
    }

    private byte[] takeStreamed(long base, long start, int length) throws IOException {
        Words.setLongVolatile(base + FRAME_END, start + total(length));
        long head = start + FRAME_HEADER;
        free(base, head);
        byte[] bytes = new byte[Math.min(length, capacity)];
        int done = 0;
        boolean interrupted = false;
        try {
            while (done < length) {
                interrupted |= awaitMore(base, head);
                long there = Words.getLongAcquire(base + TAIL) - head;
                int piece = (int) Math.min(there, length - done);
                if (done + piece > bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
                    piece = Math.min(piece, bytes.length - done);
                }
                StreamRing.copyOut(base, capacity, head, bytes, done, piece);
                done += piece;
                head += piece + (Long.BYTES - 1) & -Long.BYTES;
                free(base, head);
            }
            return bytes;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Drops what a reader that died has left of its frame. */
    private void dropRest(long base) throws IOException {
        boolean interrupted = false;
        while (true) {
            long head = Words.getLong(base + HEAD);
            long end = Words.getLong(base + FRAME_END);
            if (head >= end) {
                break;
            }
            interrupted |= awaitMore(base, head);
            free(base, Math.min(end, Words.getLongAcquire(base + TAIL)));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next piece of a frame that has begun; returns whether the thread was interrupted. */
    private boolean awaitMore(long base, long head) throws IOException {
        if (Backoff.spin(() -> Words.getLongVolatile(base + TAIL) != head)) {
            return false;
        }
        boolean interrupted = false;
        boolean look = false;
        while (true) {
            int announced = EventCount.announce(base + DATA_EVENT);
            int streamer = Words.getIntVolatile(base + STREAMER);
            boolean dead = streamer == NOBODY || (look && !members.isAlive(streamer));
            if (Words.getLongVolatile(base + TAIL) != head) {
                return interrupted;
            }
            if (dead || StreamRing.isTorn(base)) {
                tear(base);
                throw torn();
            }
            guard.requireOpen();
            interrupted |= Thread.interrupted();
            look = !EventCount.await(base + DATA_EVENT, announced, NEVER);
        }
    }

    private static void free(long base, long head) {
        Words.setLongVolatile(base + HEAD, head);
        EventCount.signal(base + ROOM_EVENT, 1);
    }
}
