package org.weir.channel;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.Serial;
import java.io.Serializable;

/**
 * The memory of a {@link MessageRing}: what lies where, how a frame is laid down and read, and what travels of a ring. It
 * knows nothing of who may do that, and when.
 *
 * <p>Positions are in granules of 8 bytes, and grow for ever, modulo 2^32. A position and a count of items lie in one
 * word, so that one store moves both.
 *
 * @param capacity of the data in bytes, a power of two
 */
record RingMemory(SharedBlock block, int capacity) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many bytes a ring holds unless one says otherwise. */
    static final int USUAL_BYTES = 1 << 20;

    static final int TAIL = 0;
    static final int TAIL_LOCK = 64;
    static final int FREE = 72;
    static final int HEAD = 128;
    /** What {@code TAIL} was when a consumer last looked, under the head's lock: never before {@code HEAD}. */
    static final int SEEN_TAIL = 136;
    static final int HEAD_LOCK = 192;
    static final int RETURNED = 200;
    static final int ITEM_EVENT = 256;
    static final int ROOM_EVENT = 320;
    private static final int DATA = 384;

    /** Of a frame: its length with {@link #IN_FILE}, then its state, then its content, padded to a granule. */
    private static final int HEADER = Long.BYTES;
    /** Where the state of a frame is in it; {@link ClaimedFrames} knows the values, 0 that nobody has claimed it. */
    static final int STATE = Integer.BYTES;
    private static final int GRANULE = Long.BYTES;
    private static final int IN_FILE = 1 << 31;

    /** How much of the ring a frame may take; larger messages go into a file. */
    static final int LARGEST_PART = 4;

    private static final int SMALLEST_RING = 256;
    private static final int LARGEST_RING = 1 << 30;

    RingMemory {
        if (capacity < SMALLEST_RING || Integer.bitCount(capacity) != 1 || block.size() < DATA + (long) capacity) {
            throw new IllegalArgumentException("A ring of " + capacity + " bytes does not lie in " + block + ".");
        }
    }

    /**
     * Memory for an empty ring.
     *
     * @param kind the simple name of the class of whoever uses the ring
     * @param ringBytes how many bytes of frames it is to hold; rounded up to a power of two
     */
    static RingMemory allocate(String kind, int ringBytes) {
        if (ringBytes < SMALLEST_RING || ringBytes > LARGEST_RING) {
            throw new IllegalArgumentException("A ring has " + SMALLEST_RING + " to " + LARGEST_RING
                    + " bytes; asked for " + ringBytes + ".");
        }
        int capacity = Integer.highestOneBit(2 * (ringBytes - 1));
        return new RingMemory(SharedBlock.allocate(kind, DATA + (long) capacity), capacity);
    }

    /** How many granules of frames it holds. */
    int granules() {
        return capacity / GRANULE;
    }

    /** The longest content of a frame, in bytes. */
    int largestFrame() {
        return capacity / LARGEST_PART - HEADER;
    }

    // ---- words of a position and a count

    static long pack(int position, int count) {
        return (long) position << Integer.SIZE | Integer.toUnsignedLong(count);
    }

    static int position(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    static int count(long word) {
        return (int) word;
    }

    /** The word {@code word} moved over one frame with so many bytes of content. */
    static long next(long word, int length) {
        return pack(position(word) + granules(length), count(word) + 1);
    }

    // ---- frames; base is the address of the block

    /** How many granules a frame with so many bytes of content takes. */
    static int granules(int length) {
        return (HEADER + length + GRANULE - 1) / GRANULE;
    }

    /** The address of the frame at {@code position}. */
    long frame(long base, int position) {
        return base + DATA + offset(position);
    }

    private int offset(int position) {
        return position * GRANULE & (capacity - 1);
    }

    /** The length of the content, of the first word of a frame. */
    static int length(int header) {
        return header & ~IN_FILE;
    }

    /** Whether the content is the name of a file, of the first word of a frame. */
    static boolean isFile(int header) {
        return header < 0;
    }

    /** The position behind the frame at {@code position}. */
    int behind(long base, int position) {
        return position + granules(length(Words.getInt(frame(base, position))));
    }

    /** Writes an unclaimed frame to where {@code tail} is, which nobody sees yet; returns that word moved over it. */
    long append(long base, long tail, byte[] bytes, int from, int length, boolean isFile) {
        int position = position(tail);
        Words.setLong(frame(base, position), Integer.toUnsignedLong(length | (isFile ? IN_FILE : 0)));
        FaultPoint.reached(FaultPoint.RING_PUT_COPYING);
        int first = Math.min(length, capacity - offset(position + 1));
        Words.copyIn(bytes, from, frame(base, position + 1), first);
        if (first < length) {
            Words.copyIn(bytes, from + first, base + DATA, length - first);
        }
        return next(tail, length);
    }

    /** Copies the content of a frame to the beginning of {@code to}. */
    void copyOut(long base, int position, byte[] to, int length) {
        int first = Math.min(length, capacity - offset(position + 1));
        Words.copyOut(frame(base, position + 1), to, 0, first);
        if (first < length) {
            Words.copyOut(base + DATA, to, first, length - first);
        }
    }

    /** A copy of the content of a frame. */
    byte[] content(long base, int position, int length) {
        byte[] bytes = new byte[length];
        copyOut(base, position, bytes, length);
        return bytes;
    }
}
