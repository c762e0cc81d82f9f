package org.weir.channel;

import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex;

import java.io.IOException;

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
 *
 * <p>Here is what both sides agree about; a {@link StreamWriter} writes, and a {@link StreamReader} reads.
 */
final class StreamRing {

    static final int TAIL = 0;
    static final int HEAD = 64;
    static final int DATA_EVENT = 128;
    static final int ROOM_EVENT = 192;
    static final int WRITERS = 256;
    static final int STREAMER = 264;
    static final int READERS = 320;
    static final int FRAME_END = 328;
    private static final int STATE = 384;
    private static final int DATA = 448;

    static final int FRAME_HEADER = Long.BYTES;
    private static final int TORN = 1;
    /** The value of {@link #STREAMER} while nobody streams a frame. */
    static final int NOBODY = 0;

    private final SharedBlock block;
    private final long offset;
    private final int capacity;
    private final int limit;
    private final Guard guard;
    private final Members members = Realm.current().members();
    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();

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

    int capacity() {
        return capacity;
    }

    int limit() {
        return limit;
    }

    Guard guard() {
        return guard;
    }

    Members members() {
        return members;
    }

    /** Where it lies now. */
    long base() {
        return block.address() + offset;
    }

    /** How many bytes a frame with so much content takes. */
    static long total(int length) {
        return FRAME_HEADER + (length + (Long.BYTES - 1L) & -Long.BYTES);
    }

    // ---- the mutexes

    /** Takes the mutex at {@code address}, {@link #WRITERS} or {@link #READERS}; interruptible. */
    RobustMutex.Acquisition acquire(long address, long deadline) throws IOException {
        try {
            return mutex.acquireInterruptibly(address, deadline);
        } catch (InterruptedException e) {
            throw Interrupts.ended(" while another one used this end of the pipe; nothing was sent or taken.", e);
        }
    }

    RobustMutex mutex() {
        return mutex;
    }

    // ---- the state

    static boolean hasData(long base) {
        return Words.getLongVolatile(base + TAIL) != Words.getLongVolatile(base + HEAD);
    }

    static boolean isTorn(long base) {
        return Words.getIntVolatile(base + STATE) == TORN;
    }

    /** Says to both sides for good that nothing can be told from garbage any more. */
    static void tear(long base) {
        Words.setIntVolatile(base + STATE, TORN);
        EventCount.signalAll(base + DATA_EVENT);
        EventCount.signalAll(base + ROOM_EVENT);
    }

    static TornFrameException torn() {
        return new TornFrameException("The sender of a message died or gave up before it was complete, and nothing can"
                + " be told from garbage after it; make a new pipe.");
    }

    /** Wakes whoever sleeps at the ring at {@code base}, because an end is closed. */
    static void wake(long base) {
        EventCount.signalAll(base + DATA_EVENT);
        EventCount.signalAll(base + ROOM_EVENT);
    }

    // ---- bytes

    /** The address of the data at {@code position}, one of those that only grow. */
    static long data(long base, int capacity, long position) {
        return base + DATA + (position & (capacity - 1));
    }

    static void copyIn(long base, int capacity, long position, byte[] bytes, int from, int length) {
        int first = (int) Math.min(length, capacity - (position & (capacity - 1)));
        Words.copyIn(bytes, from, data(base, capacity, position), first);
        Words.copyIn(bytes, from + first, base + DATA, length - first);
    }

    static void copyOut(long base, int capacity, long position, byte[] bytes, int to, int length) {
        int first = (int) Math.min(length, capacity - (position & (capacity - 1)));
        Words.copyOut(data(base, capacity, position), bytes, to, first);
        Words.copyOut(base + DATA, bytes, to + first, length - first);
    }
}
