package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.conformance.Row.Mode.PROCESSES;
import static org.weir.conformance.Row.Mode.THREADS;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;
import org.weir.sync.Peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedMemoryTest {

    private static Peer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    @Test
    @Row({"SY01", "SY02", "SY03"})
    void shouldBeTheSameMemoryUnderItsName() throws Exception {
        try (SharedMemory memory = SharedMemory.create("test-1", 512)) {
            assertEquals("test-1", memory.name());
            assertEquals(512, memory.size());
            assertEquals(512, memory.buffer().capacity());
            assertEquals("SharedMemory[test-1, 512 bytes]", memory.toString());
            memory.buffer().put(0, (byte) 42);
            try (SharedMemory again = SharedMemory.attach("test-1")) {
                assertEquals(512, again.size(), "that which it was made with");
                assertEquals(42, again.buffer().get(0));
                again.buffer().put(1, (byte) 43);
            }
            assertEquals(43, memory.buffer().get(1));
            memory.unlink();
        }
    }

    @Test
    @Row("SY05")
    void shouldFindANameOfItsOwn() throws Exception {
        Set<String> names = new HashSet<>();
        try (SharedMemoryScope scope = SharedMemoryScope.open()) {
            for (int i = 0; i < 50; i++) {
                names.add(scope.create(1).name());
            }
        }
        assertEquals(50, names.size());
    }

    @Test
    @Row({"SY06", "SY07"})
    void shouldSayThatANameIsTakenOrMissing() throws Exception {
        try (SharedMemory memory = SharedMemory.create("test-2", 1)) {
            assertThrows(FileAlreadyExistsException.class, () -> SharedMemory.create("test-2", 1));
            assertThrows(FileAlreadyExistsException.class, () -> peer.run(() -> SharedMemory.create("test-2", 1)));
            memory.unlink();
            NoSuchFileException gone = assertThrows(NoSuchFileException.class, memory::unlink);
            assertTrue(String.valueOf(gone.getMessage()).contains("test-2"), gone::getMessage);
            memory.buffer().put(0, (byte) 1);
        }
        assertThrows(NoSuchFileException.class, () -> SharedMemory.attach("test-2"));
        SharedMemory.create("test-2", 1).unlink();
    }

    @Test
    @Row({"SY08", "SY10"})
    void shouldBeTheSameMemoryInAnotherProcessByNameAndByHandle() throws Exception {
        try (SharedMemory memory = SharedMemory.create("test-3", 16)) {
            memory.buffer().put(0, (byte) 7);
            peer.run(() -> {
                try (SharedMemory byName = SharedMemory.attach("test-3"); memory) {
                    memory.buffer().put(1, memory.buffer().get(0));
                    byName.buffer().put(2, byName.buffer().get(1));
                }
            });
            assertEquals(7, memory.buffer().get(1));
            assertEquals(7, memory.buffer().get(2));
            try (SharedMemory same = Peer.travelled(memory)) {
                same.buffer().put(3, (byte) 9);
            }
            assertEquals(9, memory.buffer().get(3));
            assertThrows(IllegalStateException.class, () -> peer.run(memory::unlink), "it is not the owner");
            memory.unlink();
        }
    }

    @Test
    void shouldBeUnlinkedByAnybodyWhenItsOwnerIsDead() throws Exception {
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> SharedMemory.create("test-4", 1));
            try (SharedMemory memory = SharedMemory.attach("test-4")) {
                assertFalse(memory.isOwner());
                assertThrows(IllegalStateException.class, memory::unlink);
                mortal.kill();
                memory.unlink();
            }
        }
    }

    @Test
    void shouldRefuseAccessWhenItIsClosed() throws Exception {
        SharedMemory memory = SharedMemory.create(8);
        ByteBuffer buffer = memory.buffer();
        memory.close();
        memory.close();
        assertThrows(IllegalStateException.class, memory::buffer);
        assertThrows(IllegalStateException.class, memory::size);
        assertThrows(IllegalStateException.class, () -> buffer.get(0));
        assertEquals("SharedMemory[" + memory.name() + ", closed]", memory.toString());
    }

    @Test
    @Row("RT05")
    void shouldRefuseSizesAndNamesThatAreNone() {
        for (long size : new long[]{0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(size));
        }
        assertThrows(SharedMemoryFullException.class, () -> SharedMemory.create(1L << 50));
        for (String name : List.of("", "a/b", "../x", "a b", "x".repeat(91), "\0")) {
            assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(name, 1), name);
            assertThrows(IllegalArgumentException.class, () -> SharedMemory.attach(name), name);
        }
    }

    @Test
    @Row("SY11")
    void shouldGoWithItsScope() throws Exception {
        List<String> names = new ArrayList<>();
        SharedMemoryScope scope = SharedMemoryScope.open();
        try (scope) {
            names.add(scope.create(32).name());
            names.add(scope.createList(List.of(1, 2)).name());
            peer.run(() -> SharedMemory.attach(names.getFirst()).close());
        }
        scope.close();
        for (String name : names) {
            assertThrows(NoSuchFileException.class, () -> SharedMemory.attach(name));
        }
        assertThrows(IllegalStateException.class, () -> scope.create(1));
        assertThrows(IllegalStateException.class, () -> scope.createList(List.of()));
    }

    @Test
    @Row(value = {"SY15", "SY16", "SY18"}, modes = {PROCESSES, THREADS})
    void shouldHoldValuesOfSevenKinds() throws Exception {
        List<Object> values = List.of("howdy", new byte[]{1, 0, 2}, -273.154, 100, 1L << 40, Optional.empty(), true);
        try (ShareableList list = ShareableList.create(values)) {
            assertEquals(7, list.size());
            for (int i = 0; i < 7; i++) {
                if (values.get(i) instanceof byte[] bytes) {
                    assertArrayEquals(bytes, (byte[]) list.get(i));
                } else {
                    assertEquals(values.get(i), list.get(i));
                }
            }
            assertEquals(true, list.getLast());
            assertEquals(6, list.indexOf(true));
            assertEquals(-1, list.indexOf("absent"));
            assertEquals(1, Collections.frequency(list, 100));
            for (int index : new int[]{-1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertThrows(IndexOutOfBoundsException.class, () -> list.get(index));
                assertThrows(IndexOutOfBoundsException.class, () -> list.set(index, 1));
            }
            peer.run(() -> {
                try (list) {
                    list.set(3, (int) list.get(3) + 1);
                }
            });
            assertEquals(101, list.get(3));
            list.unlink();
        }
        try (ShareableList empty = ShareableList.create(List.of())) {
            assertEquals(List.of(), empty);
            empty.unlink();
        }
    }

    @Test
    @Row("SY17")
    void shouldReplaceWhatFitsAndRefuseWhatDoesNot() throws Exception {
        try (ShareableList list = ShareableList.create("test-5", List.of(1.5, "1234567", "12345678", 4))) {
            list.set(0, "12345678");
            assertEquals("12345678", list.get(0));
            assertThrows(IllegalArgumentException.class, () -> list.set(0, "123456789"));
            assertEquals("12345678", list.get(0));
            list.set(1, "8 bytes!");
            assertThrows(IllegalArgumentException.class, () -> list.set(1, "ääää8"), "9 bytes of UTF-8");
            list.set(2, "x".repeat(16));
            assertThrows(IllegalArgumentException.class, () -> list.set(2, "x".repeat(17)));
            assertThrows(IllegalArgumentException.class, () -> list.set(2, new ArrayList<>()));
            list.set(1, Optional.empty());
            assertEquals(Arrays.asList("12345678", Optional.empty(), "x".repeat(16), 4), list);
            try (ShareableList again = ShareableList.attach("test-5")) {
                assertEquals(list, again);
            }
            list.unlink();
        }
        assertThrows(IllegalArgumentException.class, () -> ShareableList.create(List.of('c')));
        try (SharedMemory other = SharedMemory.create("test-6", 64)) {
            assertThrows(IllegalArgumentException.class, () -> ShareableList.attach("test-6"));
            other.unlink();
        }
    }

    @Test
    @Row("SY20")
    void shouldTravelAsItsName() throws Exception {
        try (ShareableList few = ShareableList.create(IntStream.range(0, 10).boxed().toList());
                ShareableList many = ShareableList.create(IntStream.range(0, 400).boxed().toList())) {
            assertEquals(Peer.bytes(few).length, Peer.bytes(many).length);
            assertNotEquals(few, many);
            few.unlink();
            many.unlink();
            assertThrows(IOException.class, () -> Peer.travelled(few), "its name is gone");
        }
    }
}
