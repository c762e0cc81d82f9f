package org.weir.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@link SharedBytes} for the threads of this JVM; freed when neither it nor its segments are in use. */
final class HeapBytes extends SharedBytes {

    private final MemorySegment segment;

    private HeapBytes(MemorySegment segment) {
        this.segment = segment;
    }

    static SharedBytes allocate(long size) {
        return new HeapBytes(Arena.ofAuto().allocate(size, Alignment.LINE));
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public long size() {
        return segment.byteSize();
    }
}
