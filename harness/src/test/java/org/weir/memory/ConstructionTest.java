package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.weir.TestJvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@Timeout(120)
class ConstructionTest {
    private static final long AREA = 1024;

    @TempDir
    Path files;

    private final MemorySegment memory = Arena.ofAuto().allocate(AREA, Alignment.LINE);

    @Test
    void shouldLayObjectsOutInOrderOfTheirCreation() {
        try (Construction construction = begin()) {
            SharedByte first = SharedByte.create((byte) 1);
            SharedInt second = SharedInt.create("second", 2);
            SharedLong third = SharedLong.create();
            SharedShortArray fourth = SharedShortArray.create(3);
            SharedBytes fifth = SharedBytes.create("fifth", 100);
            SharedFile sixth = SharedFile.create();
            SharedChar seventh = SharedChar.create('7');

            assertEquals(List.of(
                    new Creation(0, "SharedByte", "", 0, 1, 1, true),
                    new Creation(1, "SharedInt", "second", 4, 4, 4, true),
                    new Creation(2, "SharedLong", "", 8, 8, 8, true),
                    new Creation(3, "SharedShortArray", "", 16, 6, 2, true),
                    new Creation(4, "SharedBytes", "fifth", 64, 100, 64, false),
                    new Creation(5, "SharedFile", "", 192, 0, 1, false),
                    new Creation(6, "SharedChar", "", 192, 2, 2, true)), construction.creations());
            assertEquals(List.of(first, second, third, fourth, fifth, sixth, seventh), construction.objects());
            assertEquals(194, construction.bytesUsed());
            assertEquals(64, construction.alignment());
        }
        assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, 0));
        assertEquals(2, memory.get(ValueLayout.JAVA_INT, 4));
        assertEquals('7', memory.get(ValueLayout.JAVA_CHAR, 192));
    }

    @Test
    void shouldGiveTheSameMemoryToTheSameCreations() {
        SharedInt mine;
        SharedInt theirs;
        try (Construction _ = begin()) {
            mine = SharedInt.create(5);
        }
        try (Construction _ = begin()) {
            theirs = SharedInt.create(5);
        }

        mine.set(6);

        assertEquals(6, theirs.get());
    }

    @Test
    void shouldWriteInitialValuesOverWhatWasThere() {
        memory.fill((byte) -1);
        try (Construction _ = begin()) {
            assertEquals(0, SharedLong.create().get());
            assertEquals(0, SharedIntArray.create(2).get(1));
            assertEquals(-1, SharedBytes.create(8).segment().mismatch(MemorySegment.ofArray(new byte[8])));
            assertEquals(false, SharedBoolean.create().get());
        }
    }

    @Test
    void shouldPlaceObjectsInLinesAsAsked() {
        try (Construction construction = begin()) {
            SharedInt.create();
            SharedInt.create(Alignment.SAME_LINE);
            SharedInt.create(Alignment.OWN_LINE);
            SharedInt.create();
            SharedLong.create(Alignment.ACROSS_LINE);
            SharedShort.create(Alignment.ACROSS_LINE);
            SharedLongArray.create(9, Alignment.OWN_LINE);
            SharedByte.create();

            assertEquals(List.of(0L, 4L, 64L, 128L, 188L, 255L, 320L, 448L),
                    construction.creations().stream().map(Creation::offset).toList());
            assertEquals(List.of(4L, 64L, 64L, 4L, 64L, 64L, 64L, 1L),
                    construction.creations().stream().map(Creation::alignment).toList());
        }
    }

    @Test
    void shouldMakeTheDirectoryOfFilesWithTheFirstOfThem() {
        Path missing = files.resolve("a/b");
        try (Construction _ = Construction.open(new Cursor(0), 0, missing)) {
            assertTrue(Files.notExists(missing));

            SharedFile absent = SharedFile.absent();

            assertTrue(Files.isDirectory(missing));
            assertTrue(Files.notExists(absent.path()));
        }
    }

    @Test
    void shouldGiveTheSamePathsToTheSameCreations() throws Exception {
        for (int construct = 0; construct < 2; construct++) {
            try (Construction _ = begin()) {
                SharedFile file = SharedFile.create();
                SharedFile absent = SharedFile.absent();
                SharedDirectory directory = SharedDirectory.create("data");

                assertEquals(files.resolve("SharedFile-0"), file.path());
                assertTrue(Files.isRegularFile(file.path()));
                assertEquals(files.resolve("SharedFile-1"), absent.path());
                assertTrue(Files.notExists(absent.path()));
                assertEquals(files.resolve("data"), directory.path());
                assertTrue(Files.isDirectory(directory.path()));
                assertEquals(construct == 0 ? "" : "left alone", Files.readString(file.path()));
                Files.writeString(file.path(), "left alone");
            }
        }
    }

    @Test
    void shouldMoveAllObjectsWithTheCursor() {
        Cursor cursor = new Cursor(memory.address());
        SharedInt cell;
        SharedLongArray array;
        SharedBytes bytes;
        SharedShort across;
        try (Construction construction = Construction.open(cursor, AREA / 2, files)) {
            cell = SharedInt.create(1);
            array = SharedLongArray.create(2);
            across = SharedShort.create(Alignment.ACROSS_LINE);
            bytes = SharedBytes.create(16);
            assertSame(cursor, construction.cursor());
        }
        array.set(1, 2);
        across.setPlain((short) 0x0304);
        bytes.segment().set(ValueLayout.JAVA_BYTE, 15, (byte) 5);
        MemorySegment.copy(memory, 0, memory, AREA / 2, AREA / 2);
        cursor.moveTo(memory.address() + AREA / 2);

        assertEquals(1, cell.getAndSet(10));
        assertEquals(2, array.getAndSet(1, 20));
        assertEquals(0x0304, across.getPlain());
        assertEquals(5, bytes.buffer().get(15));
        bytes.buffer().put(15, (byte) 50);

        cursor.moveTo(memory.address());
        assertEquals(List.of(1, 2L, (byte) 5), List.of(cell.get(), array.get(1), bytes.buffer().get(15)));
        cursor.moveTo(memory.address() + AREA / 2);
        assertEquals(List.of(10, 20L, (byte) 50), List.of(cell.get(), array.get(1), bytes.buffer().get(15)));
    }

    @Test
    void shouldRepeatAConstructionAtOtherOffsets() {
        List<Creation> creations;
        try (Construction construction = begin()) {
            SharedInt.create("a");
            SharedFile.create();
            SharedLong.create();
            creations = List.copyOf(construction.creations());
        }
        Cursor cursor = new Cursor(memory.address());
        long[] offsets = {128, 0, 64};
        try (Construction construction = Construction.repeat(cursor, creations, offsets, files)) {
            SharedInt.create("a", 1);
            SharedFile.create();
            SharedLong.create(2);
            assertEquals(List.of(128L, 0L, 64L), construction.creations().stream().map(Creation::offset).toList());
            String fourth = message(IllegalStateException.class, () -> SharedByte.create());
            assertTrue(fourth.contains("creation 3 is a SharedByte") && fourth.contains("not made"), fourth);
        }
        assertEquals(1, memory.get(ValueLayout.JAVA_INT, 128));
        assertEquals(2, memory.get(ValueLayout.JAVA_LONG, 64));
    }

    @Test
    void shouldUseTheHeapOutsideAConstruction() throws Exception {
        SharedInt one = SharedInt.create(1, Alignment.ACROSS_LINE);
        SharedInt other = SharedInt.create(2);
        assertEquals(1, one.get());
        assertEquals(2, other.get());
        SharedBytes bytes = SharedBytes.create(100);
        assertEquals(0, bytes.segment().address() % Alignment.LINE);
        assertNotEquals(SharedFile.create("same").path(), SharedFile.create("same").path());
        assertEquals("", Files.readString(SharedFile.create().path()));
        assertTrue(Files.notExists(SharedFile.absent().path()));
        assertTrue(Files.isDirectory(SharedDirectory.create().path()));
    }

    @Test
    void shouldRemoveTheFilesOfAJvmWhenItEnds() throws Exception {
        try (TestJvm jvm = TestJvm.start(List.of("-Djava.io.tmpdir=" + files), LocalFilesUser.class)) {
            Path path = Path.of(jvm.readLine());
            assertEquals(List.of(), jvm.readAll());
            assertTrue(path.startsWith(files));
            assertTrue(Files.notExists(path.getParent()));
        }
    }

    @Test
    void shouldOfferTheSameBytesAsSegmentAndAsBuffer() {
        try (Construction _ = begin()) {
            SharedBytes bytes = SharedBytes.create(16);
            bytes.buffer().order(ByteOrder.nativeOrder()).putLong(8, 42);

            assertEquals(42, bytes.segment().get(ValueLayout.JAVA_LONG, 8));
            assertEquals(16, bytes.buffer().capacity());
            assertTrue(bytes.buffer().isDirect());
            assertEquals(ByteOrder.BIG_ENDIAN, bytes.buffer().order());
            assertEquals(memory.address(), bytes.segment().address());
            assertThrows(IndexOutOfBoundsException.class, () -> bytes.segment().get(ValueLayout.JAVA_BYTE, 16));
        }
    }

    @Test
    void shouldShowAResetByCopyingTheImageBack() {
        SharedIntArray array;
        SharedDouble number;
        try (Construction _ = begin()) {
            array = SharedIntArray.create(4);
            number = SharedDouble.create(1.5);
            array.set(2, 7);
        }
        byte[] image = memory.toArray(ValueLayout.JAVA_BYTE);
        array.set(2, 8);
        number.set(2.5);

        MemorySegment.copy(image, 0, memory, ValueLayout.JAVA_BYTE, 0, image.length);

        assertEquals(7, array.get(2));
        assertEquals(1.5, number.get());
        assertArrayEquals(image, memory.toArray(ValueLayout.JAVA_BYTE));
    }

    private Construction begin() {
        return Construction.open(new Cursor(memory.address()), AREA, files);
    }

    private static String message(Class<? extends Throwable> type, Executable executable) {
        return assertThrows(type, executable).toString();
    }

    static final class LocalFilesUser {
        public static void main(String[] arguments) throws Exception {
            Path directory = SharedDirectory.create().path();
            Files.createDirectories(directory.resolve("a/b"));
            Files.createFile(directory.resolve("a/b/c"));
            System.out.println(directory);
        }
    }
}
