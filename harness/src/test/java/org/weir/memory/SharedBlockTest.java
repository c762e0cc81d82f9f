package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;

class SharedBlockTest {

    static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    @Test
    void shouldBeTheSameMemoryInAnotherProcess() throws IOException, InterruptedException {
        SharedBlock block = SharedBlock.allocate("Thing", 64);
        Words.setLongVolatile(block.address() + 8, 41);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process child = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath,
                Reader.class.getName(), Realm.current().directory().toString(),
                HexFormat.of().formatHex(serialized(block))).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Members members = Realm.current().members();
        try (BufferedReader out = child.inputReader()) {
            int id = Integer.parseInt(String.valueOf(out.readLine()));
            assertEquals(42, Words.getLongVolatile(block.address() + 8));
            assertTrue(members.isAlive(id));
            assertEquals(child.pid(), members.info(id).orElseThrow().pid());
            assertEquals("a child", members.info(id).orElseThrow().name());
            child.destroyForcibly().waitFor();
            assertFalse(members.isAlive(id));
            assertEquals("process " + child.pid() + " 'a child'", members.info(id).orElseThrow().toString());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Adds one to the long at 8 of the block that it is handed, and waits to be killed. */
    static final class Reader {
        public static void main(String[] arguments) throws IOException, ClassNotFoundException {
            Realm.enter(Realm.attach(Path.of(arguments[0])));
            SharedBlock block = (SharedBlock) read(HexFormat.of().parseHex(arguments[1]));
            Words.getAndAddLong(block.address() + 8, 1);
            Realm.current().members().setName("a child");
            System.out.println(Realm.current().members().self().id());
            System.in.read();
        }
    }

    @Test
    void shouldBeTheSameMemoryWhenReadBackHere() throws IOException, ClassNotFoundException {
        SharedBlock block = SharedBlock.allocate("Thing", 100);
        SharedBlock again = assertInstanceOf(SharedBlock.class, read(serialized(block)));
        Words.setInt(block.address(), 7);
        assertEquals(7, Words.getInt(again.address()));
        assertEquals(100, again.size());
        assertEquals("Thing", again.kind());
        assertThrows(IllegalStateException.class, again::free, "it was not allocated by this object's process");
    }

    @Test
    void shouldSayThatAHandleComesFromAnotherRealm() throws IOException {
        byte[] bytes = serialized(SharedBlock.allocate("Thing", 8));
        Realm ours = Realm.current();
        try (Realm other = Realm.create()) {
            ours.close();
            Realm.enter(other);
            ForeignRealmException thrown = assertThrows(ForeignRealmException.class, () -> read(bytes));
            assertTrue(String.valueOf(thrown.getMessage()).contains(ours.directory().toString()), thrown::getMessage);
        }
        assertNotEquals(ours, Realm.current(), "a closed realm is replaced");
    }

    @Test
    void shouldLieInTheStateOfAScenario() throws IOException {
        try (Realm realm = Realm.create()) {
            Cursor cursor = new Cursor(realm.createSegment("state", 4096).address());
            SharedBlock block;
            try (Construction construction = Construction.open(cursor, 4096, realm.directory().resolve("files"))) {
                SharedBlock.allocate("Thing", 1);
                block = SharedBlock.allocate("Thing", 100);
                assertEquals(2, construction.creations().size());
            }
            assertEquals(cursor.base() + 64, block.address());
            cursor.moveTo(cursor.base() + 1024);
            assertEquals(cursor.base() + 64, block.address());
            assertThrows(NotSerializableException.class, () -> serialized(block));
        }
    }

    @Test
    void shouldRefuseSizesThatAreNone() {
        for (long size : new long[]{0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> SharedBlock.allocate("Thing", size));
        }
    }

    @Test
    @Row("SH12")
    void shouldTileItsArenasThroughRandomAllocationsAndFrees() throws IOException {
        long seed = Long.getLong("weir.test.seed", System.nanoTime());
        System.out.println("weir.test.seed=" + seed);
        Random random = new Random(seed);
        try (Realm realm = Realm.create()) {
            RealmHeap heap = new RealmHeap(realm, realm.members().self());
            List<RealmHeap.Piece> live = new ArrayList<>();
            for (int step = 0; step < 5000; step++) {
                if (random.nextInt(100) < 55) {
                    RealmHeap.Piece piece = heap.allocate(1 + random.nextInt(3000));
                    assertEquals(0, Words.getLong(piece.segment().address() + piece.offset()), "zeroed");
                    Words.setLong(piece.segment().address() + piece.offset(), -1);
                    live.add(piece);
                } else if (!live.isEmpty()) {
                    RealmHeap.Piece piece = live.remove(random.nextInt(live.size()));
                    assertTrue(heap.free(piece.segment(), piece.offset()));
                    assertFalse(heap.free(piece.segment(), piece.offset()), "freed twice");
                }
                RealmHeap.Usage usage = heap.usage();
                assertEquals(usage.total(), usage.free() + usage.used());
            }
            heap.pieces().forEach(SharedBlockTest::assertTiles);
            live.forEach(piece -> assertTrue(heap.free(piece.segment(), piece.offset())));
            assertEquals(0, heap.usage().used());
            heap.pieces().forEach(pieces -> assertEquals(1, pieces.size(), "free neighbours are joined"));
        }
    }

    private static void assertTiles(SortedMap<Long, Long> pieces) {
        long end = 0;
        for (Map.Entry<Long, Long> piece : pieces.entrySet()) {
            assertEquals(end, piece.getKey());
            end += piece.getValue();
        }
    }
}
