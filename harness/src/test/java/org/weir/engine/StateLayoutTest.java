package org.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weir.engine.StateLayout.Home;
import org.weir.engine.StateLayout.Kind;
import org.weir.memory.Construction;
import org.weir.memory.Creation;
import org.weir.memory.Cursor;
import org.weir.memory.SharedBoolean;
import org.weir.memory.SharedInt;
import org.weir.memory.SharedLong;
import org.weir.memory.SharedShort;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Every cell of every sample is as the constructor left it before the next stride, whoever reset it. */
class StateLayoutTest {
    private static final byte DIRT = 0x55;
    private static final int STRIDE = 37;

    @ParameterizedTest
    @CsvSource({
            "SPREAD, ASCENDING, 1", "SPREAD, ASCENDING, 2", "SPREAD, DESCENDING, 2", "SPREAD, ASCENDING, 3",
            "SPREAD, DESCENDING, 8", "COLUMN, ASCENDING, 2", "COLUMN, DESCENDING, 2", "COLUMN, ASCENDING, 8",
            "SPREAD, SHARED, 2", "COLUMN, SHARED, 2", "PACKED, SHARED, 2", "PACKED, SHARED, 3"})
    void shouldResetEveryCellOfAStrideWhenAllWorkersHaveDoneTheirPart(Kind kind, Home home, int workers)
            throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment area = arena.allocate(SegmentLayout.AREA_BYTES, SegmentLayout.LINE);
            List<Creation> cells = cells(area.address());
            byte[] image = image(cells);
            StateLayout layout = StateLayout.of(cells, image.length)
                    .stream()
                    .filter(each -> each.kind() == kind)
                    .findFirst()
                    .orElseThrow();
            MemorySegment initial = layout.initial(cells, image);
            area.fill(DIRT);

            for (int worker = 0; worker < workers; worker++) {
                if (home == Home.SHARED) {
                    layout.reset(initial, area.address(), STRIDE * worker / workers, STRIDE * (worker + 1) / workers);
                } else {
                    layout.resetHomed(initial, area.address(), STRIDE, home, worker, workers);
                }
            }

            for (int sample = 0; sample < STRIDE; sample++) {
                for (int cell = 0; cell < cells.size(); cell++) {
                    long offset = layout.start() + sample * layout.pitch() + layout.offsets().get(cell);
                    long size = cells.get(cell).size();
                    assertThat(area.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE))
                            .as("cell %d of sample %d", cell, sample)
                            .isEqualTo(MemorySegment.ofArray(image)
                                    .asSlice(cells.get(cell).offset(), size)
                                    .toArray(ValueLayout.JAVA_BYTE));
                }
            }
            for (int cell = 0; cell < cells.size(); cell++) {
                long after = layout.start() + STRIDE * layout.pitch() + layout.offsets().get(cell);
                assertThat(area.get(ValueLayout.JAVA_BYTE, after)).as("cell %d after the stride", cell).isEqualTo(DIRT);
            }
        }
    }

    @Test
    void shouldGiveEveryCellOneHome() {
        for (Home home : List.of(Home.ASCENDING, Home.DESCENDING)) {
            for (int workers = 1; workers <= 8; workers++) {
                for (int cell = 0; cell < 5; cell++) {
                    assertThat(home.of(cell, 5, workers)).isBetween(0, workers - 1);
                }
            }
        }
        assertThat(IntStream.range(0, 5).map(cell -> Home.ASCENDING.of(cell, 5, 5))).containsExactly(0, 1, 2, 3, 4);
        assertThat(Home.ASCENDING.of(0, 2, 2)).isZero();
        assertThat(Home.DESCENDING.of(0, 2, 2)).isEqualTo(1);
    }

    @Test
    void shouldNotResetByHomeWhileAnArbiterStillReadsTheCells() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment area = arena.allocate(SegmentLayout.AREA_BYTES, SegmentLayout.LINE);
            List<Creation> cells = cells(area.address());
            List<StateLayout> layouts = StateLayout.of(cells, image(cells).length);

            assertThat(Steering.arms(layouts, 2, true, false)).allMatch(arm -> arm.home() == Home.SHARED);
            assertThat(Steering.arms(layouts, 2, true, true)).anyMatch(arm -> arm.home() != Home.SHARED);
        }
    }

    private static List<Creation> cells(long address) throws Exception {
        try (Construction construction = Construction.open(new Cursor(address), StateLayout.PACKED_ROOM, Path.of(""))) {
            SharedInt.create(7);
            SharedLong.create(1L << 40);
            SharedShort.create((short) 300);
            SharedBoolean.create(true);
            return List.copyOf(construction.creations());
        }
    }

    private static byte[] image(List<Creation> cells) {
        Creation last = cells.getLast();
        byte[] image = new byte[(int) (last.offset() + last.size())];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i + 1);
        }
        return image;
    }
}
