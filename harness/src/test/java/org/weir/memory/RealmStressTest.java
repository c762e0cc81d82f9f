package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.TestJvm;
import org.weir.os.FileHandle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Several JVMs create, close, sweep and are killed at once. */
@Timeout(180)
class RealmStressTest {

    private static final int JVMS = 4;
    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final long SEED = 20261121;

    @Test
    void shouldNeverSweepALivingRealmNorLeaveADeadOne(@TempDir Path root) throws Exception {
        Random random = new Random(SEED);
        List<String> said = new ArrayList<>();
        List<TestJvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(churner(root));
            }
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() - end < 0) {
                int victim = random.nextInt(JVMS);
                jvms.get(victim).expectLine("50 rounds");
                jvms.get(victim).kill();
                said.addAll(jvms.get(victim).readAll());
                jvms.set(victim, churner(root));
            }
        } finally {
            for (TestJvm jvm : jvms) {
                jvm.close();
                said.addAll(jvm.readAll());
            }
        }

        said.removeIf("50 rounds"::equals);
        assertEquals(List.of(), said);
        System.setProperty(Realm.ROOT_PROPERTY, root.toString());
        try {
            Realm.sweep();
        } finally {
            System.clearProperty(Realm.ROOT_PROPERTY);
        }
        try (Stream<Path> left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static TestJvm churner(Path root) throws IOException {
        return TestJvm.start(List.of("-D" + Realm.ROOT_PROPERTY + "=" + root), Churner.class);
    }

    /**
     * Creates realms, looks at each until the next one is made, and closes it, while another thread sweeps; each lost
     * realm is a line.
     */
    static final class Churner {
        public static void main(String[] arguments) throws Exception {
            Thread.ofPlatform().daemon().start(Churner::sweep);
            Realm previous = Realm.create();
            for (int round = 1;; round++) {
                Realm next = Realm.create();
                check(previous);
                check(next);
                previous.close();
                if (Files.exists(previous.directory())) {
                    System.out.println("LEFT " + previous);
                }
                previous = next;
                if (round % 50 == 0) {
                    System.out.println("50 rounds");
                }
            }
        }

        /** A realm is whole if a stranger finds its owner alive at its path, and files can be made in it. */
        private static void check(Realm realm) throws IOException {
            try (FileHandle slots = FileHandle.open(realm.directory().resolve("slots"), FileHandle.Mode.EXISTING)) {
                if (!slots.isLockedByAnother(Realm.OWNER_SLOT)) {
                    System.out.println("DEAD " + realm);
                }
                Files.createFile(realm.directory().resolve("file"));
            } catch (IOException lost) {
                if (!(lost instanceof java.nio.file.FileAlreadyExistsException)) {
                    System.out.println("LOST " + realm + " " + lost);
                }
            }
        }

        private static void sweep() {
            while (true) {
                try {
                    Realm.sweep();
                } catch (IOException failed) {
                    System.out.println("FAILED " + failed);
                }
            }
        }
    }

    @Test
    void shouldStartOverWhenItsDirectoryIsSweptWhileItIsMade(@TempDir Path root) throws Exception {
        Thread sweeper = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                sweepQuietly(root);
            }
        });
        try {
            for (int i = 0; i < 2000; i++) {
                RealmDirectory.Owned owned = RealmDirectory.create(root);
                assertTrue(owned.slots().isStillAtItsPath(), "round " + i);
                RealmDirectory.remove(owned.directory());
                owned.slots().close();
            }
        } finally {
            sweeper.interrupt();
            sweeper.join();
        }
        RealmDirectory.sweep(root);
        try (Stream<Path> left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void shouldNotTakeALockOfAnUnlinkedFileForThatOfTheDirectory(@TempDir Path directory) throws Exception {
        Path path = directory.resolve(RealmDirectory.SLOTS);
        try (FileHandle unlinked = FileHandle.open(path, FileHandle.Mode.CREATE)) {
            assertTrue(unlinked.tryLock(RealmDirectory.OWNER));
            Files.delete(path);
            try (FileHandle living = FileHandle.open(path, FileHandle.Mode.CREATE_NEW)) {
                assertTrue(living.tryLock(RealmDirectory.OWNER));

                assertFalse(RealmDirectory.removeLocked(directory, unlinked));
                assertFalse(RealmDirectory.removeIfDead(directory));
                assertTrue(living.isStillAtItsPath());
            }
        }
    }

    private static void sweepQuietly(Path root) {
        try {
            RealmDirectory.sweep(root);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
