package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.os.Processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

@Timeout(120)
class FullSharedMemoryTest {

    private static final long MEBIBYTE = 1 << 20;

    /** On a tmpfs of 1 MiB where mounting is permitted; any user can ask for more than the whole file system has. */
    @Test
    void shouldSayWhatWasWantedAndWhatIsFreeAndLeaveNothing(@TempDir Path directory) throws Exception {
        boolean mounted = Processes.userId() == 0
                && run("mount", "-t", "tmpfs", "-o", "size=1m", "weir-test", directory.toString()) == 0;
        System.setProperty(Realm.ROOT_PROPERTY, mounted ? directory.toString() : "/dev/shm");
        try (Realm realm = Realm.create()) {
            if (mounted) {
                realm.createSegment("fits", MEBIBYTE / 2);
            }
            long wanted = mounted ? MEBIBYTE : Files.getFileStore(realm.directory()).getTotalSpace() + MEBIBYTE;

            SharedMemoryFullException full = assertThrows(SharedMemoryFullException.class,
                    () -> realm.createSegment("large", wanted));

            assertEquals(wanted, full.wanted());
            assertTrue(full.free() < wanted && full.free() > 0, full.toString());
            for (String part : List.of(realm.directory().resolve("large").toString(), wanted + " bytes",
                    full.free() + " free", "-D" + Realm.ROOT_PROPERTY)) {
                assertTrue(full.toString().contains(part), full.toString());
            }
            try (Stream<Path> files = Files.list(realm.directory())) {
                assertEquals(mounted ? List.of("fits", "members", "slots") : List.of("slots"),
                        files.map(file -> file.getFileName().toString()).sorted().toList());
            }
            if (mounted) {
                assertEquals(full.free(), realm.createSegment("rest", full.free()).size(), "the free room can be had");
            }
        } finally {
            System.clearProperty(Realm.ROOT_PROPERTY);
            if (mounted) {
                assertEquals(0, run("umount", "--lazy", directory.toString()));
            }
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
