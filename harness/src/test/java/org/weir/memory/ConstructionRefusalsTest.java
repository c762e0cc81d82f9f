package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a construction, or a worker outside of one, does not let be created. */
@Timeout(120)
class ConstructionRefusalsTest {
    private static final long AREA = 1024;

    @TempDir
    Path files;

    private final MemorySegment memory = Arena.ofAuto().allocate(AREA, Alignment.LINE);

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
