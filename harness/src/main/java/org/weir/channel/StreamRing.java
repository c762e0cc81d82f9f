package org.weir.channel;

import org.weir.memory.FaultPoint;
import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A ring of bytes in shared memory through which frames go in one direction, from any number of writers to any number of
 * readers.
 *
 * <p><b>Layout.</b> {@code tail} counts the bytes ever published, {@code head} those ever taken; both only grow. A frame
 * is 8 bytes of header, its length and a CRC-32C of length and content, then the content, padded to a multiple of 8, so
 * that a header never wraps. Each mutable word that one side writes and the other reads has a cache line of its own.
 *
 * <p><b>Whole frames.</b> A frame that fits the ring is copied in under the writers' mutex and becomes visible by one
 * store to {@code tail}: a writer that dies before has written nothing, one that dies after has sent it. A reader copies
 * it out under the readers' mutex and frees it by one store to {@code head}.
 *
 * <p><b>Streamed frames.</b> A larger one is published piece by piece while the writer holds its mutex; {@code streamer}
 * names the writer meanwhile. A reader that finds less than the announced length keeps its mutex and takes the pieces.
 * If the streamer dies, or gives up, the frame stays torn and so does the ring: {@code state} says so to both sides for
 * good. If the <em>reader</em> dies, the frame was its own, and {@code frameEnd}, stored before the first piece is taken,
 * tells the next reader where the following frame begins; it drops the rest first.
 *
 * <p><b>Sleeping</b> is on two {@linkplain EventCount event counts}, after a short spin.
 */
final class StreamRing {

    private static final int TAIL = 0;
    private static final int HEAD = 64;
    private static final int DATA_EVENT = 128;
    private static final int ROOM_EVENT = 192;
    private static final int WRITERS = 256;
    private static final int STREAMER = 264;
    private static final int READERS = 320;
    private static final int FRAME_END = 328;
    private static final int STATE = 384;
    private static final int DATA = 448;

    private static final int FRAME_HEADER = Long.BYTES;
    private static final int TORN = 1;
    private static final int NOBODY = 0;
    private static final long NEVER = Long.MAX_VALUE;

    private final SharedBlock block;
    private final long offset;
    private final int capacity;
    private final int limit;
    private final Members members = Realm.current().members();
    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();
    private final Guard guard;

    /** What the ring asks of the connection that uses it, at least every 50 ms while it waits. */
    interface Guard {

        /** Whether nobody holds the other end; {@code look} as for {@link EndTable#isGone}. */
        boolean isPeerGone(boolean look);

        void requireOpen() throws ConnectionClosedException;
    }

    /**
     * @param capacity a power of two
     * @param limit the longest content of a frame, in bytes
     */
    StreamRing(SharedBlock block, long offset, int capacity, int limit, Guard guard) {
        this.block = block;
        this.offset = offset;
        this.capacity = capacity;
        this.limit = limit;
        this.guard = guard;
    }

    /** How much memory a ring takes. */
    static long bytes(int capacity) {
        return DATA + (long) capacity;
    }

    private long base() {
        return block.address() + offset;
    }

    private static long total(int length) {
        return FRAME_HEADER + (length + (Long.BYTES - 1L) & -Long.BYTES);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(length >>> 24);
        crc.update(length >>> 16);
        crc.update(length >>> 8);
        crc.update(length);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    // ---- writing

    /** Returns false if there was no room to begin before {@code deadline}; a frame that it ends within tears the ring. */
    boolean write(byte[] bytes, int from, int length, long deadline) throws IOException {
        long header = (long) checksum(bytes, from, length) << Integer.SIZE | length;
        long base = base();
        RobustMutex.Acquisition acquisition = acquire(base + WRITERS, deadline);
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
        if (isTorn(base)) {
            throw torn();
        }
        requireReceiver(false);
    }

    private static PeerGoneException peerGone() {
        return new PeerGoneException("Nobody holds the other end of this pipe any more; nothing was sent.");
    }

    private static TornFrameException torn() {
        return new TornFrameException("The sender of a message died or gave up before it was complete, and nothing can"
                + " be told from garbage after it; make a new pipe.");
    }

    private boolean writeWhole(long base, long header, byte[] bytes, int from, int length, long deadline)
            throws IOException {
        long tail = Words.getLong(base + TAIL);
        if (!awaitRoomToBegin(base, tail, total(length), deadline)) {
            return false;
        }
        Words.setLong(data(base, tail), header);
        copyIn(base, tail + FRAME_HEADER, bytes, from, length);
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
        Words.setIntVolatile(base + STREAMER, members.self().id());
        try {
            Words.setLong(data(base, tail), header);
            tail = publish(base, tail + FRAME_HEADER);
            int done = 0;
            while (done < length) {
                interrupted |= awaitMoreRoom(base, tail, deadline);
                int room = (int) (capacity - (tail - Words.getLongAcquire(base + HEAD)));
                int piece = Math.min(room, length - done);
                copyIn(base, tail, bytes, from + done, piece);
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

    private static void tear(long base) {
        Words.setIntVolatile(base + STATE, TORN);
        EventCount.signalAll(base + DATA_EVENT);
        EventCount.signalAll(base + ROOM_EVENT);
    }

    /** Returns false if there is no room at the deadline. */
    private boolean awaitRoomToBegin(long base, long tail, long needed, long deadline) throws IOException {
        if (hasRoom(base, tail, needed)
                || (deadline - System.nanoTime() > 0 && Backoff.spin(() -> hasRoom(base, tail, needed)))) {
            return true;
        }
        boolean look = false;
        while (true) {
            int announced = EventCount.announce(base + ROOM_EVENT);
            if (hasRoom(base, tail, needed)) {
                return true;
            }
            requireReceiver(look);
            interrupted(true, "There is no room for the message yet; nothing was sent.");
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

    private static boolean interrupted(boolean interruptibly, String message) throws InterruptedIOException {
        if (!interruptibly) {
            return Thread.interrupted();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("The thread was interrupted. " + message);
        }
        return false;
    }

    private RobustMutex.Acquisition acquire(long address, long deadline) throws IOException {
        try {
            return mutex.acquireInterruptibly(address, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("The thread was interrupted while another one used this end"
                    + " of the pipe; nothing was sent or taken.").initCause(e);
        }
    }

    // ---- reading

    byte[] read() throws IOException {
        long base = base();
        while (true) {
            if (!await(NEVER)) {
                throw new EOFException("The other end of the pipe is closed, and all its messages were received.");
            }
            acquire(base + READERS, NEVER);
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

    /** Whether bytes, the end or a tear are there, so that a read would not wait for its beginning. */
    boolean isReady(boolean look) {
        long base = base();
        return hasData(base) || isTorn(base) || guard.isPeerGone(look);
    }

    private static boolean hasData(long base) {
        return Words.getLongVolatile(base + TAIL) != Words.getLongVolatile(base + HEAD);
    }

    private static boolean isTorn(long base) {
        return Words.getIntVolatile(base + STATE) == TORN;
    }

    /** Waits like {@link #await}, and returns whether a read would not wait. */
    boolean poll(long deadline) throws IOException {
        try {
            await(deadline);
            return hasData(base()) || guard.isPeerGone(false);
        } catch (TornFrameException torn) {
            return true;
        }
    }

    /** Waits until there are bytes; returns false if there are none at the deadline or at the end. */
    private boolean await(long deadline) throws IOException {
        long base = base();
        guard.requireOpen();
        if (hasData(base)) {
            return true;
        }
        if (deadline - System.nanoTime() > 0 && Backoff.spin(() -> hasData(base))) {
            return true;
        }
        boolean look = false;
        while (true) {
            int announced = EventCount.announce(base + DATA_EVENT);
            guard.requireOpen();
            boolean gone = guard.isPeerGone(look);
            if (hasData(base)) {
                return true;
            }
            if (isTorn(base)) {
                throw torn();
            }
            if (gone || deadline - System.nanoTime() <= 0) {
                return false;
            }
            interrupted(true, "No message has come yet; none was taken.");
            look = !EventCount.await(base + DATA_EVENT, announced, deadline);
        }
    }

    private byte[] take(long base, long head, long tail) throws IOException {
        long header = Words.getLong(data(base, head));
        int length = (int) header;
        if (length < 0 || length > limit) {
            tear(base);
            throw new TornFrameException("The pipe's memory holds a message of " + Integer.toUnsignedString(length)
                    + " bytes, which nobody can have sent: something else has written to it.");
        }
        byte[] bytes;
        if (tail - head >= total(length)) {
            bytes = new byte[length];
            copyOut(base, head + FRAME_HEADER, bytes, 0, length);
            FaultPoint.reached(FaultPoint.PIPE_RECEIVE_COPIED);
            free(base, head + total(length));
        } else {
            bytes = takeStreamed(base, head, length);
        }
        if (checksum(bytes, 0, length) != (int) (header >>> Integer.SIZE)) {
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
                copyOut(base, head, bytes, done, piece);
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
            if (dead || isTorn(base)) {
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

    /** Wakes whoever sleeps here, because an end is closed. */
    void wake() {
        EventCount.signalAll(base() + DATA_EVENT);
        EventCount.signalAll(base() + ROOM_EVENT);
    }

    // ---- bytes

    private long data(long base, long position) {
        return base + DATA + (position & (capacity - 1));
    }

    private void copyIn(long base, long position, byte[] bytes, int from, int length) {
        int first = (int) Math.min(length, capacity - (position & (capacity - 1)));
        Words.copyIn(bytes, from, data(base, position), first);
        Words.copyIn(bytes, from + first, base + DATA, length - first);
    }

    private void copyOut(long base, long position, byte[] bytes, int to, int length) {
        int first = (int) Math.min(length, capacity - (position & (capacity - 1)));
        Words.copyOut(data(base, position), bytes, to, first);
        Words.copyOut(base + DATA, bytes, to + first, length - first);
    }
}
