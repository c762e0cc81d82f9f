package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.TestJvm;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sampling loop relies on: one implementation loaded, so that calls are direct, and nothing allocated. */
@Timeout(120)
class CellCostTest {

    private static final Pattern LOADED = Pattern
            .compile("org\\.weir\\.memory\\.((Heap|Mapped|Unaligned|Native)\\w+) ");

    @Test
    void shouldLoadTheMappedImplementationOnlyInAScenario() throws Exception {
        assertEquals(Set.of("MappedInt", "MappedLongArray", "NativeMemory"), loadedBy("mapped"));
    }

    @Test
    void shouldLoadTheHeapImplementationOnlyOutsideOne() throws Exception {
        assertEquals(Set.of("HeapInt", "HeapLongArray"), loadedBy("heap"));
    }

    @Test
    void shouldAllocateNothingPerAccess() throws Exception {
        try (TestJvm user = TestJvm.start(List.of("-XX:TieredStopAtLevel=4"), User.class, "allocation")) {
            String line = user.readLine();
            assertTrue(Long.parseLong(line) < User.ROUNDS / 10, "bytes in " + User.ROUNDS + " rounds: " + line);
        }
    }

    private static Set<String> loadedBy(String mode) throws Exception {
        Set<String> loaded = new TreeSet<>();
        try (TestJvm user = TestJvm.start(List.of("-Xlog:class+load=info"), User.class, mode)) {
            for (String line : user.readAll()) {
                Matcher matcher = LOADED.matcher(line);
                if (matcher.find()) {
                    loaded.add(matcher.group(1));
                }
            }
        }
        return loaded;
    }

    static final class User {
        static final int ROUNDS = 1_000_000;

        public static void main(String[] arguments) {
            if (arguments[0].equals("heap")) {
                use(SharedInt.create(), SharedLongArray.create(4), 1);
                return;
            }
            Cursor cursor = new Cursor(Arena.global().allocate(1024, 64).address());
            try (Construction _ = Construction.open(cursor, 1024, Path.of("/"))) {
                SharedInt cell = SharedInt.create();
                SharedLongArray array = SharedLongArray.create(4);
                if (arguments[0].equals("mapped")) {
                    use(cell, array, 1);
                } else {
                    SharedByte narrow = SharedByte.create();
                    System.out.println(allocated(cell, array, narrow));
                }
            }
        }

        private static long allocated(SharedInt cell, SharedLongArray array, SharedByte narrow) {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long bytes = 0;
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                use(cell, array, ROUNDS);
                for (int i = 0; i < ROUNDS; i++) {
                    narrow.getAndAdd((byte) 1);
                }
                bytes = threads.getCurrentThreadAllocatedBytes() - before;
            }
            return bytes;
        }

        private static void use(SharedInt cell, SharedLongArray array, int rounds) {
            for (int i = 0; i < rounds; i++) {
                cell.set(cell.getPlain() + 1);
                cell.getAndAddAcquire(1);
                array.setOpaque(i & 3, cell.getOpaque());
                array.compareAndSet(i & 3, array.getAcquire(i & 3), i);
            }
        }
    }
}
