package org.weir.engine;

import org.weir.memory.Creation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to lay the shared cells of a stride's samples out in memory.
 *
 * <p>
 * The same actors see quite different interleavings when their cells share a cache line, or lie on lines of their own,
 * or in a dense column per cell: a line that is fought over slows both sides and brings them into step, a line that only
 * one side writes lets it run ahead. So a launch uses several layouts by turns.
 *
 * @param kind how the cells lie
 * @param start where its samples begin, from the start of the area; no two layouts of a state overlap
 * @param offsets offset of each cell, in order of creation, from the sample's base
 * @param pitch bytes from one sample's base to the next one's
 * @param bands the areas that hold the cells of consecutive samples
 * @param maxStride the longest stride that fits
 */
record StateLayout(Kind kind, long start, List<Long> offsets, long pitch, List<Band> bands, int maxStride) {
    /** How the cells lie. */
    enum Kind {
        /** As the constructor laid them out, one sample after the other. */
        PACKED,
        /** Every cell on a line of its own. */
        SPREAD,
        /** A dense column per cell. */
        COLUMN
    }

    /** The cells of sample {@code i} lie in {@code pitch} bytes at {@code start + i * pitch}. */
    record Band(long start, long bytes) {}

    /** Room for the packed layout, and so the most that a state of memory kind can take. */
    static final long PACKED_ROOM = SegmentLayout.AREA_BYTES / 2;

    private static final long OTHER_ROOM = SegmentLayout.AREA_BYTES / 4;
    private static final int MOST_SPREAD_CELLS = 16;
    private static final int WIDEST_SPREAD_CELL = 64;
    /** Keeps the columns of different cells out of the same cache sets. */
    private static final long COLUMN_SKEW = 4096 + 160;

    /**
     * The layouts that suit a state, {@link Kind#PACKED} first. A state whose author chose alignments is only packed.
     *
     * @param creations the state's cells
     * @param used bytes that the constructor's own layout takes
     */
    static List<StateLayout> of(List<Creation> creations, long used) {
        List<StateLayout> layouts = new ArrayList<>();
        long alignment = creations.stream().mapToLong(Creation::alignment).max().orElse(1);
        long pitch = roundUp(Math.max(used, 1), alignment);
        List<Long> natural = creations.stream().map(Creation::offset).toList();
        layouts.add(layout(Kind.PACKED, natural, pitch, List.of(new Band(0, pitch))));
        boolean free = !creations.isEmpty() && creations.size() <= MOST_SPREAD_CELLS && creations.stream()
                .allMatch(cell -> cell.size() <= WIDEST_SPREAD_CELL && cell.isFreelyPlaced());
        if (free) {
            List<Long> spread = new ArrayList<>();
            List<Long> column = new ArrayList<>();
            List<Band> columns = new ArrayList<>();
            long widest = roundUp(creations.stream().mapToLong(Creation::size).max().orElse(1), alignment);
            for (int i = 0; i < creations.size(); i++) {
                spread.add((long) i * SegmentLayout.LINE);
                column.add(i * roundUp(SegmentLayout.MAX_STRIDE * widest + COLUMN_SKEW, widest));
                columns.add(new Band(column.getLast(), widest));
            }
            long row = (long) creations.size() * SegmentLayout.LINE;
            layouts.add(layout(Kind.SPREAD, spread, row, List.of(new Band(0, row))));
            StateLayout inColumns = layout(Kind.COLUMN, column, widest, columns);
            if (inColumns.maxStride() == SegmentLayout.MAX_STRIDE) {
                layouts.add(inColumns);
            }
        }
        return layouts;
    }

    private static StateLayout layout(Kind kind, List<Long> offsets, long pitch, List<Band> bands) {
        long start = switch (kind) {
            case PACKED -> 0;
            case SPREAD -> PACKED_ROOM;
            case COLUMN -> PACKED_ROOM + OTHER_ROOM;
        };
        long room = (kind == Kind.PACKED ? PACKED_ROOM : OTHER_ROOM) - bands.getLast().start();
        int stride = (int) Math.max(0, Math.min(SegmentLayout.MAX_STRIDE, room / pitch));
        return new StateLayout(kind, start, offsets, pitch, bands, stride);
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }

    /** Bytes from the layout's start to the end of the last sample. */
    long bytes() {
        return bands.getLast().start() + maxStride * pitch;
    }

    /**
     * The area's contents with every sample in the state that the constructor left.
     *
     * @param cells the state's cells
     * @param image what the constructor left, in its own layout
     */
    MemorySegment initial(List<Creation> cells, byte[] image) {
        MemorySegment source = MemorySegment.ofArray(image);
        MemorySegment initial = Arena.global().allocate(Math.max(1, bytes()), SegmentLayout.LINE);
        for (int sample = 0; sample < maxStride; sample++) {
            for (int i = 0; i < offsets.size(); i++) {
                Creation cell = cells.get(i);
                MemorySegment.copy(source, cell.offset(), initial, sample * pitch + offsets.get(i), cell.size());
            }
        }
        return initial;
    }

    /** Copies the initial contents back over the samples {@code from <= i < to}. */
    void reset(MemorySegment initial, long area, int from, int to) {
        for (int i = 0; i < bands.size(); i++) {
            Band band = bands.get(i);
            long first = band.start() + from * pitch;
            MemorySegment.copy(initial, first, Cells.memory(), area + start + first, (to - from) * pitch);
        }
    }
}
