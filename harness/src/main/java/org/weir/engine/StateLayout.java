package org.weir.engine;

import org.weir.memory.Creation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
 * @param sizes bytes of each cell
 * @param pitch bytes from one sample's base to the next one's
 * @param bands the areas that hold the cells of consecutive samples
 * @param maxStride the longest stride that fits
 */
record StateLayout(Kind kind, long start, List<Long> offsets, List<Long> sizes, long pitch, List<Band> bands,
        int maxStride) {
    /** How the cells lie. */
    enum Kind {
        /** As the constructor laid them out, one sample after the other. */
        PACKED,
        /** Every cell on a line of its own. */
        SPREAD,
        /** A dense column per cell. */
        COLUMN
    }

    /** Which worker resets which cell. Nobody knows which actor writes what, so both orders are tried. */
    enum Home {
        /** Each worker resets all cells of a share of the samples. */
        SHARED,
        /** The first cells are the first worker's. */
        ASCENDING,
        /** The first cells are the last worker's. */
        DESCENDING;

        /** The worker at which a cell is at home. */
        int of(int cell, int cells, int workers) {
            int ascending = (int) ((long) cell * workers / cells);
            return this == DESCENDING ? workers - 1 - ascending : ascending;
        }
    }

    /** The cells of sample {@code i} lie in {@code pitch} bytes at {@code start + i * pitch}. */
    record Band(long start, long bytes) {}

    /** Room for the packed layout, and so the most that a state of memory kind can take. */
    static final long PACKED_ROOM = SegmentLayout.AREA_BYTES / 2;

    private static final long OTHER_ROOM = SegmentLayout.AREA_BYTES / 4;
    private static final int MOST_SPREAD_CELLS = 16;
    /** Bytes that the hardware moves between cores at once, and so the widest cell that is spread. */
    private static final int CACHE_LINE = 64;
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
        List<Long> sizes = creations.stream().map(Creation::size).toList();
        layouts.add(layout(Kind.PACKED, natural, sizes, pitch, List.of(new Band(0, pitch))));
        boolean free = !creations.isEmpty() && creations.size() <= MOST_SPREAD_CELLS && creations.stream()
                .allMatch(cell -> cell.size() <= CACHE_LINE && cell.isFreelyPlaced());
        if (free) {
            List<Long> spread = new ArrayList<>();
            List<Long> column = new ArrayList<>();
            List<Band> columns = new ArrayList<>();
            long widest = roundUp(creations.stream().mapToLong(Creation::size).max().orElse(1), alignment);
            for (int i = 0; i < creations.size(); i++) {
                spread.add((long) i * CACHE_LINE);
                column.add(i * roundUp(SegmentLayout.MAX_STRIDE * widest + COLUMN_SKEW, widest));
                columns.add(new Band(column.getLast(), widest));
            }
            long row = (long) creations.size() * CACHE_LINE;
            layouts.add(layout(Kind.SPREAD, spread, sizes, row, List.of(new Band(0, row))));
            StateLayout inColumns = layout(Kind.COLUMN, column, sizes, widest, columns);
            if (inColumns.maxStride() == SegmentLayout.MAX_STRIDE) {
                layouts.add(inColumns);
            }
        }
        return layouts;
    }

    private static StateLayout layout(Kind kind, List<Long> offsets, List<Long> sizes, long pitch,
            List<Band> bands) {
        long start = switch (kind) {
            case PACKED -> 0;
            case SPREAD -> PACKED_ROOM;
            case COLUMN -> PACKED_ROOM + OTHER_ROOM;
        };
        long room = (kind == Kind.PACKED ? PACKED_ROOM : OTHER_ROOM) - bands.getLast().start();
        int stride = (int) Math.max(0, Math.min(SegmentLayout.MAX_STRIDE, room / pitch));
        return new StateLayout(kind, start, offsets, sizes, pitch, bands, stride);
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
        if (kind == Kind.SPREAD) {
            for (int cell = 0; cell < offsets.size(); cell++) {
                resetCell(cell, initial, area, from, to);
            }
            return;
        }
        for (int i = 0; i < bands.size(); i++) {
            resetBand(bands.get(i), initial, area, from, to);
        }
    }

    /** Whether {@link #resetHomed} can be used: no two cells lie on one line, save at the ends of columns. */
    boolean separatesCells() {
        return kind != Kind.PACKED;
    }

    /**
     * Copies the initial contents back over those cells of the samples {@code 0 <= i < to} whose home is a worker. All
     * workers together reset every cell once. A worker whose actor writes the cells it resets finds their lines in its
     * own cache when it does, and again in the next stride.
     *
     * @param home where the cells are at home
     */
    void resetHomed(MemorySegment initial, long area, int to, Home home, int worker, int workers) {
        for (int cell = 0; cell < offsets.size(); cell++) {
            if (home.of(cell, offsets.size(), workers) == worker) {
                if (kind == Kind.COLUMN) {
                    resetBand(bands.get(cell), initial, area, 0, to);
                } else {
                    resetCell(cell, initial, area, 0, to);
                }
            }
        }
    }

    private void resetBand(Band band, MemorySegment initial, long area, int from, int to) {
        long first = band.start() + from * pitch;
        MemorySegment.copy(initial, first, Cells.memory(), area + start + first, (to - from) * pitch);
    }

    private void resetCell(int cell, MemorySegment initial, long area, int from, int to) {
        long offset = offsets.get(cell);
        long size = sizes.get(cell);
        long address = area + start + offset + from * pitch;
        if (size == Integer.BYTES) {
            int value = initial.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
            for (int i = from; i < to; i++) {
                Cells.putInt(address, value);
                address += pitch;
            }
        } else if (size == Long.BYTES) {
            long value = initial.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            for (int i = from; i < to; i++) {
                Cells.putLong(address, value);
                address += pitch;
            }
        } else {
            for (int i = from; i < to; i++) {
                MemorySegment.copy(initial, offset, Cells.memory(), address, size);
                address += pitch;
            }
        }
    }
}
