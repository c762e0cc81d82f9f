package org.weir.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A stretch of memory that the actors of a scenario share, each in its JVM, in the two forms that other people's code
 * takes: a {@link MemorySegment} and a direct {@link ByteBuffer}.
 *
 * <p>Created by the constructor or a field initialiser of a scenario, it is the same memory in every JVM, all zero;
 * created in a worker JVM anywhere else, it is refused; created in any other JVM, it is memory of that JVM outside its
 * heap, shared by its threads. It begins at a multiple of {@link Alignment#LINE}, and no other shared object lies in its
 * last line.
 */
public abstract sealed class SharedBytes implements SharedObject permits MappedBytes, HeapBytes {

    private static final String KIND = "SharedBytes";

    SharedBytes() {}

    /** Memory of {@code size} bytes, 1 or more. */
    public static SharedBytes create(long size) {
        return create("", size);
    }

    /**
     * Memory called {@code name} of {@code size} bytes. Outside a scenario the name means nothing.
     *
     * @param name what reports call it, unlike that of any other object of the state; "" for none
     * @param size 1 or more
     * @throws IllegalStateException in a worker JVM outside the construction of a state, or if the name is taken
     */
    public static SharedBytes create(String name, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("A " + KIND + " has at least one byte; asked for " + size + ".");
        }
        Construction construction = Construction.inProgress(KIND);
        if (construction == null) {
            return HeapBytes.allocate(size);
        }
        long offset = construction.place(KIND, name, size, Long.BYTES, Alignment.OWN_LINE);
        return construction.created(MappedBytes.map(construction.cursor(), offset, size));
    }

    /**
     * The memory of the present sample. Every thread may use it. Ask again in every sample: a memory scenario moves from
     * sample to sample, and what was taken in an earlier one, or wrapped in the constructor, stays where it was.
     */
    public abstract MemorySegment segment();

    /**
     * The memory of the present sample as a direct buffer, a new one each time and otherwise as {@link #segment()} says:
     * position 0, limit and capacity {@link #size()}, byte order
     * big-endian as that of every new buffer.
     *
     * @throws UnsupportedOperationException if it is larger than a buffer can be, 2 GiB less one byte
     */
    public final ByteBuffer buffer() {
        if (size() > Integer.MAX_VALUE) {
            throw new UnsupportedOperationException("A ByteBuffer holds at most " + Integer.MAX_VALUE + " bytes, this "
                    + KIND + " has " + size() + "; use segment().");
        }
        return segment().asByteBuffer();
    }

    /** In bytes. */
    public abstract long size();

    @Override
    public final String toString() {
        return KIND + "[" + size() + " bytes]";
    }
}
