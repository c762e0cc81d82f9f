package org.weir.engine;

import java.util.Arrays;

/**
 * Counts outcomes by key in shared memory: one process adds, any may read while it does.
 *
 * <p>
 * An open-addressing table that never shrinks. An entry is its count followed by its key words; a count of 0 means that
 * the entry is free. A new entry's key is written before its count is released, so a reader that acquires a count above
 * 0 sees the whole key. Counts only grow. The entry hit last is tried first, because outcomes come in runs.
 *
 * <p>
 * The counts live here rather than on the heap so that a worker that is killed loses none of its finished strides.
 */
final class SharedTally {
    /** Takes one entry that was read. */
    @FunctionalInterface
    interface Visitor {
        void visit(long[] key, long count);
    }

    private static final long HASH = 0x9E3779B97F4A7C15L;

    private final long entries;
    private final long dropped;
    private final int words;
    private final int entryBytes;
    private final int mask;
    private final int shift;
    private final int limit;
    private final long[] order;
    private int used;
    private long last;

    /**
     * @param address zeroed memory of {@link #bytes(int, int)} bytes
     * @param capacity number of entries, a power of two
     * @param words key words, at least 1
     */
    SharedTally(long address, int capacity, int words) {
        this.dropped = address;
        this.entries = address + Long.BYTES;
        this.words = words;
        this.entryBytes = (1 + words) * Long.BYTES;
        this.mask = capacity - 1;
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        this.limit = capacity / 4 * 3;
        this.last = entries;
        this.order = new long[limit];
    }

    static long bytes(int capacity, int words) {
        return Long.BYTES + (long) capacity * (1 + words) * Long.BYTES;
    }

    /** Adds one to the count of a key of one word. */
    void add(long key) {
        long entry = last;
        long count = Cells.getLong(entry);
        if (count == 0 || Cells.getLong(entry + 8) != key) {
            int slot = (int) ((key * HASH) >>> shift);
            while (true) {
                entry = entries + (long) slot * entryBytes;
                count = Cells.getLong(entry);
                if (count == 0) {
                    if (!claim(entry)) {
                        return;
                    }
                    Cells.putLong(entry + 8, key);
                    break;
                }
                if (Cells.getLong(entry + 8) == key) {
                    break;
                }
                slot = (slot + 1) & mask;
            }
            last = entry;
        }
        Cells.putLongRelease(entry, count + 1);
    }

    /** Adds one to the count of a key of two words. */
    void add(long key, long more) {
        long entry = last;
        long count = Cells.getLong(entry);
        if (count == 0 || Cells.getLong(entry + 8) != key || Cells.getLong(entry + 16) != more) {
            int slot = (int) (((key * HASH + more) * HASH) >>> shift);
            while (true) {
                entry = entries + (long) slot * entryBytes;
                count = Cells.getLong(entry);
                if (count == 0) {
                    if (!claim(entry)) {
                        return;
                    }
                    Cells.putLong(entry + 8, key);
                    Cells.putLong(entry + 16, more);
                    break;
                }
                if (Cells.getLong(entry + 8) == key && Cells.getLong(entry + 16) == more) {
                    break;
                }
                slot = (slot + 1) & mask;
            }
            last = entry;
        }
        Cells.putLongRelease(entry, count + 1);
    }

    /** Adds one to the count of a key of any number of words. */
    void add(long[] key) {
        long hash = 0;
        for (int i = 0; i < words; i++) {
            hash = (hash + key[i]) * HASH;
        }
        int slot = (int) (hash >>> shift);
        while (true) {
            long entry = entries + (long) slot * entryBytes;
            long count = Cells.getLong(entry);
            if (count == 0) {
                if (!claim(entry)) {
                    return;
                }
                for (int i = 0; i < words; i++) {
                    Cells.putLong(entry + 8 + 8L * i, key[i]);
                }
                Cells.putLongRelease(entry, 1);
                return;
            }
            if (matches(entry, key)) {
                Cells.putLongRelease(entry, count + 1);
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean matches(long entry, long[] key) {
        for (int i = 0; i < words; i++) {
            if (Cells.getLong(entry + 8 + 8L * i) != key[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean claim(long entry) {
        if (used == limit) {
            Cells.putLongRelease(dropped, Cells.getLong(dropped) + 1);
            return false;
        }
        order[used++] = entry;
        return true;
    }

    /** How many different keys this worker has counted. */
    int used() {
        return used;
    }

    /** The count of the key that this worker met as its {@code index}-th, from 0. */
    long countOf(int index) {
        return Cells.getLong(order[index]);
    }

    /** How many samples found the table full; a launch with any cannot be judged. */
    long dropped() {
        return Cells.getLongAcquire(dropped);
    }

    /** The number of different keys that fit. */
    int limit() {
        return limit;
    }

    /** Reads every entry as of now; may run in another process than {@code add}. */
    void forEach(Visitor visitor) {
        long[] key = new long[words];
        for (int slot = 0; slot <= mask; slot++) {
            long entry = entries + (long) slot * entryBytes;
            long count = Cells.getLongAcquire(entry);
            if (count > 0) {
                for (int i = 0; i < words; i++) {
                    key[i] = Cells.getLong(entry + 8 + 8L * i);
                }
                visitor.visit(Arrays.copyOf(key, words), count);
            }
        }
    }
}
