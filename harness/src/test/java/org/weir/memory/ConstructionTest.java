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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    void shouldRefuseAlignmentsThatCannotBe() {
        try (Construction construction = begin()) {
            SharedIntArray.create(15);
            assertThrows(IllegalArgumentException.class, () -> SharedLong.create(Alignment.SAME_LINE));
            SharedInt.create(Alignment.SAME_LINE);
            String full = message(IllegalArgumentException.class, () -> SharedByte.create(Alignment.SAME_LINE));
            assertTrue(full.contains("0 byte(s) are free"), full);
            SharedInt.create(Alignment.OWN_LINE);
            assertThrows(IllegalArgumentException.class, () -> SharedByte.create(Alignment.SAME_LINE));
            assertThrows(IllegalArgumentException.class, () -> SharedByte.create(Alignment.ACROSS_LINE));
            assertThrows(IllegalArgumentException.class, () -> SharedBoolean.create(Alignment.ACROSS_LINE));
            assertThrows(IllegalArgumentException.class, () -> SharedIntArray.create(2, Alignment.ACROSS_LINE));
            assertThrows(IllegalArgumentException.class, () -> SharedIntArray.create(0));
            assertThrows(IllegalArgumentException.class, () -> SharedBytes.create(0));
            assertEquals(3, construction.creations().size(), "what was refused left nothing");
            assertEquals(3, construction.objects().size());
        }
    }

    @Test
    void shouldRefuseAnAreaThatIsTooSmallOrNotAligned() {
        try (Construction construction = Construction.open(new Cursor(memory.address()), 12, files)) {
            SharedLong.create();
            AreaExceededException exceeded = assertThrows(AreaExceededException.class,
                    () -> SharedLong.create("big", 0));
            assertEquals(16, exceeded.needed());
            assertTrue(exceeded.toString().contains("'big'"), exceeded.toString());
            SharedInt.create();
            assertEquals(12, construction.bytesUsed());
        }
        try (Construction construction = Construction.open(new Cursor(memory.address() + 8), 512, files)) {
            SharedLong.create();
            assertThrows(IllegalStateException.class, () -> SharedLong.create(Alignment.OWN_LINE));
            assertEquals(1, construction.creations().size());
        }
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        try (Construction construction = begin()) {
            SharedInt.create("a");
            String taken = message(IllegalStateException.class, () -> SharedFile.create("a"));
            assertTrue(taken.contains("'a'") && taken.contains("SharedFile"), taken);
            for (String name : List.of("..", "a/b", "/a", ".")) {
                assertThrows(IllegalArgumentException.class, () -> SharedDirectory.create(name), name);
            }
            assertEquals(1, construction.creations().size());
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
    void shouldRefuseARepetitionThatDiffers() {
        List<Creation> creations;
        try (Construction construction = begin()) {
            SharedInt.create("a");
            creations = List.copyOf(construction.creations());
        }
        Cursor cursor = new Cursor(memory.address());
        try (Construction construction = Construction.repeat(cursor, creations, new long[]{0}, files)) {
            for (Executable other : List.<Executable>of(() -> SharedInt.create("b"), () -> SharedFloat.create("a"),
                    () -> SharedIntArray.create("a", 2), () -> SharedFile.create("a"))) {
                String differs = message(IllegalStateException.class, other);
                assertTrue(differs.contains("created something else"), differs);
            }
            assertEquals(List.of(), construction.creations());
        }
        try (Construction _ = Construction.repeat(cursor, List.of(), new long[0], files)) {
            assertThrows(IllegalStateException.class, () -> SharedInt.create(), "the earlier one created nothing");
        }
    }

    @Test
    void shouldBelongToOneThread() {
        try (Construction construction = begin()) {
            assertSame(construction, Construction.current("Test").orElseThrow());
            assertThrows(IllegalStateException.class, this::begin);
            CompletableFuture.runAsync(() -> {
                assertEquals(Optional.empty(), Construction.current("Test"));
                assertThrows(IllegalStateException.class, construction::close);
            }).join();
        }
        assertEquals(Optional.empty(), Construction.current("Test"));
        begin().close();
    }

    @Test
    void shouldRefuseACreationInAStaticInitialiser() {
        try (Construction _ = begin()) {
            SharedInt.create();
            ExceptionInInitializerError error = assertThrows(ExceptionInInitializerError.class,
                    () -> StaticCell.CELL.get());
            assertTrue(String.valueOf(error.getCause()).contains(StaticCell.class.getName()),
                    String.valueOf(error.getCause()));
        }
    }

    @Test
    void shouldNotMindAStaticInitialiserThatIsRunningAlreadyWhenItBegins() {
        assertEquals(1, InsideInitialiser.CREATIONS);
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

    @Test
    void shouldRefuseInAWorkerWhatIsNotPartOfAState() throws Exception {
        try (TestJvm worker = TestJvm.start(Worker.class, files)) {
            worker.expectLine("heap before");
            worker.expectLine("mapped in a construction");
            for (String where : List.of("actor", "other")) {
                String refusal = worker.readLine();
                assertTrue(refusal.startsWith("SharedInt.create() was called in a worker JVM")
                        && refusal.contains("thread '" + where + "'"), refusal);
            }
            for (String kind : List.of("SharedLongArray", "SharedBytes", "SharedFile", "SharedDirectory")) {
                String refusal = worker.readLine();
                assertTrue(refusal.startsWith(kind + ".create() was called in a worker JVM"), refusal);
            }
            assertEquals(List.of(), worker.readAll());
        }
    }

    private Construction begin() {
        return Construction.open(new Cursor(memory.address()), AREA, files);
    }

    private static String message(Class<? extends Throwable> type, Executable executable) {
        return assertThrows(type, executable).toString();
    }

    private static final class StaticCell {
        static final SharedInt CELL = SharedInt.create();
    }

    private static final class InsideInitialiser {
        static final int CREATIONS;
        static {
            MemorySegment area = Arena.ofAuto().allocate(64, 64);
            try (Construction construction = Construction.open(new Cursor(area.address()), 64, Path.of("/"))) {
                SharedInt.create();
                CREATIONS = construction.creations().size();
            }
        }
    }

    static final class LocalFilesUser {
        public static void main(String[] arguments) throws Exception {
            Path directory = SharedDirectory.create().path();
            Files.createDirectories(directory.resolve("a/b"));
            Files.createFile(directory.resolve("a/b/c"));
            System.out.println(directory);
        }
    }

    static final class Worker {
        public static void main(String[] arguments) throws Exception {
            SharedInt.create();
            System.out.println("heap before");
            Construction.enterWorker();
            MemorySegment area = Arena.global().allocate(64, 64);
            try (Construction _ = Construction.open(new Cursor(area.address()), 64, Path.of(arguments[0]))) {
                SharedInt.create();
                System.out.println("mapped in a construction");
                Thread.ofPlatform().name("actor").start(() -> refusal(() -> SharedInt.create())).join();
            }
            Thread.currentThread().setName("other");
            refusal(() -> SharedInt.create());
            refusal(() -> SharedLongArray.create(1));
            refusal(() -> SharedBytes.create(1));
            refusal(() -> SharedFile.create());
            refusal(() -> SharedDirectory.create());
        }

        private static void refusal(Runnable creation) {
            try {
                creation.run();
                System.out.println("created");
            } catch (IllegalStateException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
