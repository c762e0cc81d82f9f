package org.weir.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives out memory of a realm in pieces, each zero, each at a multiple of a cache line. Every process has a heap of its
 * own, in segments of its own, so that no lock between processes is wanted and none can be left behind; what it gave
 * out may be used by all of them.
 *
 * <p>Pieces tile their arena without a gap. A freed piece is joined with free neighbours; the first that is large enough
 * is given out. Arenas double in size up to a limit and are kept: a mapping that went away could still be in use
 * elsewhere. Safe for use by several threads.
 */
final class RealmHeap {

    private static final long FIRST_ARENA = 64 << 10;
    private static final long LARGEST_ARENA = 4 << 20;

    private final Realm realm;
    private final String prefix;
    private final List<Arena> arenas = new ArrayList<>();
    private long nextArena = FIRST_ARENA;
    private int segments;

    /** A segment with the sizes of its free and used pieces by their offsets. */
    private record Arena(Segment segment, TreeMap<Long, Long> free, TreeMap<Long, Long> used) {}

    /** Where a piece lies. */
    record Piece(Segment segment, long offset) {}

    /** How many bytes are free, used and there in all. */
    record Usage(long free, long used, long total) {}

    RealmHeap(Realm realm, Member self) {
        this.realm = realm;
        this.prefix = "heap-" + self.slot() + "-" + self.generation() + "-";
    }

    synchronized Piece allocate(long size) throws IOException {
        if (size < 1 || size > Long.MAX_VALUE - Alignment.LINE) {
            throw new IllegalArgumentException("A shared object has 1 byte or more; asked for " + size + ".");
        }
        long rounded = (size + Alignment.LINE - 1) & -Alignment.LINE;
        for (Arena arena : arenas) {
            for (Map.Entry<Long, Long> piece : arena.free.entrySet()) {
                if (piece.getValue() >= rounded) {
                    return take(arena, piece.getKey(), piece.getValue(), rounded);
                }
            }
        }
        Arena arena = newArena(rounded);
        return take(arena, 0, arena.segment.size(), rounded);
    }

    private Arena newArena(long atLeast) throws IOException {
        long size = Math.max(nextArena, atLeast);
        Segment segment = realm.createSegment(prefix + segments++, size);
        nextArena = Math.min(nextArena * 2, LARGEST_ARENA);
        Arena arena = new Arena(segment, new TreeMap<>(Map.of(0L, size)), new TreeMap<>());
        arenas.add(arena);
        return arena;
    }

    private static Piece take(Arena arena, long offset, long available, long size) {
        arena.free.remove(offset);
        if (available > size) {
            arena.free.put(offset + size, available - size);
        }
        arena.used.put(offset, size);
        Words.clear(arena.segment.address() + offset, size);
        return new Piece(arena.segment, offset);
    }

    /** Takes a piece back; returns false if this heap has not given it out, or has it back already. */
    synchronized boolean free(Segment segment, long offset) {
        for (Arena arena : arenas) {
            if (arena.segment == segment) {
                Long size = arena.used.remove(offset);
                if (size == null) {
                    return false;
                }
                long start = offset;
                long length = size;
                Map.Entry<Long, Long> before = arena.free.lowerEntry(offset);
                if (before != null && before.getKey() + before.getValue() == offset) {
                    arena.free.remove(before.getKey());
                    start = before.getKey();
                    length += before.getValue();
                }
                Long after = arena.free.remove(offset + size);
                arena.free.put(start, length + (after == null ? 0 : after));
                return true;
            }
        }
        return false;
    }

    synchronized Usage usage() {
        long free = 0;
        long used = 0;
        long total = 0;
        for (Arena arena : arenas) {
            free += arena.free.values().stream().mapToLong(Long::longValue).sum();
            used += arena.used.values().stream().mapToLong(Long::longValue).sum();
            total += arena.segment.size();
        }
        return new Usage(free, used, total);
    }

    /** Each arena's pieces, as offset and size, in order of offset. */
    synchronized List<SortedMap<Long, Long>> pieces() {
        List<SortedMap<Long, Long>> pieces = new ArrayList<>();
        for (Arena arena : arenas) {
            SortedMap<Long, Long> all = new TreeMap<>(arena.free);
            all.putAll(arena.used);
            pieces.add(all);
        }
        return pieces;
    }
}
