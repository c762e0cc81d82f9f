package org.weir.memory;

import java.lang.foreign.MemorySegment;

/** {@link SharedBytes} in shared memory, where the cursor is. */
final class MappedBytes extends SharedBytes {

    private final Cursor cursor;
    private final long offset;
    private final long size;

    private MappedBytes(Cursor cursor, long offset, long size) {
        this.cursor = cursor;
        this.offset = offset;
        this.size = size;
    }

    static SharedBytes map(Cursor cursor, long offset, long size) {
        MappedBytes bytes = new MappedBytes(cursor, offset, size);
        bytes.segment().fill((byte) 0);
        return bytes;
    }

    @Override
    public MemorySegment segment() {
        return NativeMemory.ALL.asSlice(cursor.base + offset, size);
    }

    @Override
    public long size() {
        return size;
    }
}
