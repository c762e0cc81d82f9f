package org.weir.channel;

import static org.weir.channel.StreamRing.DATA_EVENT;
import static org.weir.channel.StreamRing.FRAME_HEADER;
import static org.weir.channel.StreamRing.HEAD;
import static org.weir.channel.StreamRing.NOBODY;
import static org.weir.channel.StreamRing.ROOM_EVENT;
import static org.weir.channel.StreamRing.STREAMER;
import static org.weir.channel.StreamRing.TAIL;
import static org.weir.channel.StreamRing.WRITERS;
import static org.weir.channel.StreamRing.tear;
import static org.weir.channel.StreamRing.torn;
import static org.weir.channel.StreamRing.total;

import org.weir.channel.StreamRing.Guard;
import org.weir.memory.FaultPoint;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex;

import java.io.IOException;

/** Writes frames into a {@link StreamRing}, which explains how. Safe for use by several threads and processes. */
final class StreamWriter {

    private final StreamRing ring;
    private final int capacity;
    private final RobustMutex mutex;
    private final Guard guard;
    private final int self;
    private final LivenessTimer looks = new LivenessTimer();

    StreamWriter(StreamRing ring) {
        this.ring = ring;
        this.capacity = ring.capacity();
        this.mutex = ring.mutex();
        this.guard = ring.guard();
        this.self = ring.members().self().id();
    }

    StreamRing ring() {
        return ring;
    }

    /** Returns false if there was no room to begin before {@code deadline}; a frame that it ends within tears the ring. */
    boolean write(byte[] bytes, int from, int length, long deadline) throws IOException {
        long header = (long) FrameChecksum.of(bytes, from, length) << Integer.SIZE | length;
        long base = ring.base();
        RobustMutex.Acquisition acquisition = ring.acquire(base + WRITERS, deadline);
        if (acquisition == RobustMutex.Acquisition.TIMED_OUT) {
            return false;
        }
        boolean sent;
        try {
            if (acquisition == RobustMutex.Acquisition.OWNER_DIED && Words.getInt(base + STREAMER) != NOBODY) {
                tear(base);
            }
            requireUsable(base);
            sent = total(length) <= capacity ? writeWhole(base, header, bytes, from, length, deadline)
                    : writeStreamed(base, header, bytes, from, length, deadline);
        } finally {
            mutex.release(base + WRITERS);
        }
        EventCount.signal(base + DATA_EVENT, 1);
        return sent;
    }

    private void requireUsable(long base) throws IOException {
        guard.requireOpen();
        if (StreamRing.isTorn(base)) {
            throw torn();
        }
        requireReceiver(false);
    }

    private static PeerGoneException peerGone() {
        return new PeerGoneException("Nobody holds the other end of this pipe any more; nothing was sent.");
    }

    private boolean writeWhole(long base, long header, byte[] bytes, int from, int length, long deadline)
            throws IOException {
        long tail = Words.getLong(base + TAIL);
        if (!awaitRoomToBegin(base, tail, total(length), deadline)) {
            return false;
        }
        Words.setLong(StreamRing.data(base, capacity, tail), header);
        StreamRing.copyIn(base, capacity, tail + FRAME_HEADER, bytes, from, length);
        FaultPoint.reached(FaultPoint.PIPE_SEND_COPIED);
        Words.setLongVolatile(base + TAIL, tail + total(length));
        return true;
    }

    private boolean writeStreamed(long base, long header, byte[] bytes, int from, int length, long deadline)
            throws IOException {
        long tail = Words.getLong(base + TAIL);
        if (!awaitRoomToBegin(base, tail, FRAME_HEADER, deadline)) {
            return false;
        }
        boolean interrupted = false;
        boolean complete = false;
        Words.setIntVolatile(base + STREAMER, self);
        try {
            Words.setLong(StreamRing.data(base, capacity, tail), header);
            tail = publish(base, tail + FRAME_HEADER);
            int done = 0;
            while (done < length) {
                interrupted |= awaitMoreRoom(base, tail, deadline);
                int room = (int) (capacity - (tail - Words.getLongAcquire(base + HEAD)));
                int piece = Math.min(room, length - done);
                StreamRing.copyIn(base, capacity, tail, bytes, from + done, piece);
                done += piece;
                tail = publish(base, tail + (piece + (Long.BYTES - 1) & -Long.BYTES));
                if (done < length) {
                    FaultPoint.reached(FaultPoint.PIPE_SEND_STREAMING);
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                tear(base);
            }
            Words.setIntVolatile(base + STREAMER, NOBODY);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }

    private static long publish(long base, long tail) {
        Words.setLongVolatile(base + TAIL, tail);
        EventCount.signalAll(base + DATA_EVENT);
        return tail;
    }

    /** Returns false if there is no room at the deadline. */
    private boolean awaitRoomToBegin(long base, long tail, long needed, long deadline) throws IOException {
        if (hasRoom(base, tail, needed)
                || (deadline - System.nanoTime() > 0 && Backoff.spin(() -> hasRoom(base, tail, needed)))) {
            return true;
        }
        boolean look = looks.isDue();
        while (true) {
            int announced = EventCount.announce(base + ROOM_EVENT);
            if (hasRoom(base, tail, needed)) {
                return true;
            }
            requireReceiver(look);
            Interrupts.requireNone(". There is no room for the message yet; nothing was sent.");
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            look = !EventCount.await(base + ROOM_EVENT, announced, deadline);
        }
    }

    /** Waits for room for the next piece of a frame that has begun; returns whether the thread was interrupted. */
    private boolean awaitMoreRoom(long base, long tail, long deadline) throws IOException {
        if (hasRoom(base, tail, Long.BYTES) || Backoff.spin(() -> hasRoom(base, tail, Long.BYTES))) {
            return false;
        }
        boolean interrupted = false;
        boolean look = false;
        while (true) {
            int announced = EventCount.announce(base + ROOM_EVENT);
            if (hasRoom(base, tail, Long.BYTES)) {
                return interrupted;
            }
            requireReceiver(look);
            interrupted |= Thread.interrupted();
            if (deadline - System.nanoTime() <= 0) {
                throw new TornFrameException("The time was over when a part of the message had been sent, and nothing"
                        + " can be told from garbage after it; make a new pipe.");
            }
            look = !EventCount.await(base + ROOM_EVENT, announced, deadline);
        }
    }

    private void requireReceiver(boolean look) throws IOException {
        guard.requireOpen();
        if (guard.isPeerGone(look)) {
            throw peerGone();
        }
    }

    private boolean hasRoom(long base, long tail, long needed) {
        return capacity - (tail - Words.getLongVolatile(base + HEAD)) >= needed;
    }
}
