package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.Limits;
import org.weir.TestJvm;
import org.weir.os.FileHandle;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

@Timeout(120)
class RealmTest {

    @TempDir
    Path root;

    @BeforeEach
    void keepRealmsToOurselves() {
        System.setProperty(Realm.ROOT_PROPERTY, root.toString());
    }

    @AfterEach
    void useTheOrdinaryRoot() {
        System.clearProperty(Realm.ROOT_PROPERTY);
    }

    @Test
    void shouldLieInSharedMemoryUnlessToldOtherwise() throws IOException {
        System.clearProperty(Realm.ROOT_PROPERTY);
        try (Realm realm = Realm.create()) {
            assertEquals(Path.of("/dev/shm"), realm.directory().getParent());
        }
    }

    @Test
    void shouldBeADirectoryOfItsOwnerAloneAndGoWhenClosed() throws IOException {
        Realm realm = Realm.create();
        assertEquals("rwx------",
                PosixFilePermissions
                        .toString(Files.getPosixFilePermissions(realm.directory(), LinkOption.NOFOLLOW_LINKS)));
        assertTrue(realm.directory()
                .getFileName()
                .toString()
                .startsWith("weir-" + Processes.userId() + "-" + Processes.pid() + "-"), realm.toString());
        assertTrue(realm.isOwner());
        Files.createDirectories(realm.directory().resolve("a/b"));
        Files.createFile(realm.directory().resolve("a/b/c"));
        Files.createSymbolicLink(realm.directory().resolve("link"), root);

        realm.close();
        realm.close();

        assertEquals(List.of(), realms());
        assertTrue(Files.exists(root), "the target of a link is not part of the realm");
        assertThrows(IllegalStateException.class, realm::claimSlot);
    }

    @Test
    void shouldGiveEachClaimAnotherSlot() throws IOException {
        try (Realm realm = Realm.create()) {
            Realm attached = Realm.attach(realm.directory());
            assertTrue(realm.isSlotHeld(Realm.OWNER_SLOT));
            assertFalse(attached.isOwner());

            assertEquals(1, realm.claimSlot());
            assertEquals(2, attached.claimSlot());
            assertEquals(3, realm.claimSlot());

            for (Realm seer : List.of(realm, attached)) {
                assertTrue(seer.isSlotHeld(1));
                assertTrue(seer.isSlotHeld(2));
                assertTrue(seer.isSlotHeld(3));
                assertFalse(seer.isSlotHeld(4));
                assertThrows(IllegalArgumentException.class, () -> seer.isSlotHeld(-1));
                assertThrows(IllegalArgumentException.class, () -> seer.isSlotHeld(Realm.SLOTS));
            }
        }
    }

    @Test
    void shouldReleaseASlotOnlyByTheDeathOfItsProcess() throws Exception {
        try (Realm realm = Realm.create(); TestJvm child = TestJvm.start(Child.class, realm.directory())) {
            child.expectLine("slot 1");
            child.writeLine("close");
            child.expectLine("closed");
            assertTrue(realm.isSlotHeld(1), "closing an attached realm gives nothing back");

            Processes.send(child.pid(), Signal.SIGSTOP);
            assertTrue(realm.isSlotHeld(1), "a stopped process lives");
            child.kill();

            assertFalse(realm.isSlotHeld(1));
            assertEquals(1, realm.claimSlot());
        }
    }

    @Test
    void shouldRefuseToAttachWhereNobodyIsAtHome() throws IOException {
        IOException wrong = assertThrows(IOException.class, () -> Realm.attach(root.resolve("nowhere")));
        assertTrue(wrong.toString().contains(root.resolve("nowhere").toString()), wrong.toString());

        Path dead = Files.createDirectory(root.resolve("dead"));
        Files.createFile(dead.resolve("slots"));
        IOException ended = assertThrows(IOException.class, () -> Realm.attach(dead));
        assertTrue(ended.toString().contains("has ended"), ended.toString());
    }

    @Test
    void shouldLeaveNothingOpenOfARealmThatCannotBeEntered() throws IOException {
        Path damaged = Files.createDirectories(root.resolve("damaged"));
        Files.createDirectory(damaged.resolve("members"));
        try (FileHandle slots = FileHandle.open(damaged.resolve("slots"), FileHandle.Mode.CREATE)) {
            assertTrue(slots.tryLock(Realm.OWNER_SLOT));
            assertThrows(IOException.class, () -> Realm.attach(damaged));
            assertEquals(List.of(slots.path()), open(damaged));
        }
        assertThrows(IOException.class, () -> Realm.attach(damaged));
        assertEquals(List.of(), open(damaged));
    }

    /** The files in {@code directory} that this process has open, one as often as it has. */
    private static List<Path> open(Path directory) throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : all) {
                Path target = Files.exists(descriptor) ? Files.readSymbolicLink(descriptor) : descriptor;
                if (target.startsWith(directory)) {
                    open.add(target);
                }
            }
        }
        return open;
    }

    @Test
    void shouldGiveOutMemoryAgainAfterSomeCouldNotBeMapped() throws Exception {
        try (TestJvm child = TestJvm.start(Crowded.class)) {
            child.expectLine("Map failed");
            child.expectLine("nothing left");
            child.expectLine("given out");
        }
    }

    /** Runs in a JVM with little room in its address space. */
    static final class Crowded {

        private static final long PAGE = 4096;
        private static final long LARGE = 192 << 20;

        public static void main(String[] arguments) throws IOException {
            try (Realm realm = Realm.create()) {
                RealmHeap heap = realm.heap();
                long pages = new Scanner(Path.of("/proc/self/statm"), StandardCharsets.UTF_8).nextLong();
                long before = Limits.set(Limits.ADDRESS_SPACE, pages * PAGE + LARGE / 2);
                IOException full = assertThrows(IOException.class, () -> heap.allocate(LARGE));
                Limits.set(Limits.ADDRESS_SPACE, before);
                System.out.println(full.getMessage());
                try (Stream<Path> files = Files.list(realm.directory())) {
                    System.out.println(files.noneMatch(file -> file.getFileName().toString().startsWith("heap"))
                            ? "nothing left"
                            : "left a file");
                }
                heap.allocate(LARGE);
                System.out.println("given out");
            }
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoRoot() throws IOException {
        System.setProperty(Realm.ROOT_PROPERTY, root.resolve("absent").toString());

        assertEquals(List.of(), Realm.sweep());
        IOException missing = assertThrows(IOException.class, Realm::create);
        assertTrue(missing.toString().contains("-D" + Realm.ROOT_PROPERTY), missing.toString());
    }

    @Test
    void shouldBeRemovedWhenItsOwnerExitsOrIsTerminated() throws Exception {
        try (TestJvm exits = owner(); TestJvm terminated = owner()) {
            assertEquals(2, realms().size());
            exits.writeLine("exit");
            exits.waitFor();
            Processes.send(terminated.pid(), Signal.SIGTERM);
            terminated.waitFor();

            assertEquals(List.of(), realms());
        }
    }

    @Test
    void shouldBeSweptByTheNextCreationWhenItsOwnerWasKilled() throws Exception {
        try (TestJvm killed = owner(); Realm living = Realm.create()) {
            assertEquals(List.of(), Realm.sweep(), "both owners live");
            killed.kill();
            assertEquals(2, realms().size());

            try (Realm next = Realm.create()) {
                assertEquals(Stream.of(living, next).map(Realm::directory).sorted().toList(), realms());
            }
        }
    }

    @Test
    void shouldSweepWhatACreatorOrASweeperLeftBetweenTwoSteps() throws IOException {
        Path withoutSlots = Files.createDirectory(root.resolve("weir-" + Processes.userId() + "-1-a"));
        Path withoutLock = Files.createDirectory(root.resolve("weir-" + Processes.userId() + "-1-b"));
        Files.createFile(withoutLock.resolve("slots"));
        Path halfSwept = Files.createDirectory(root.resolve("weir-" + Processes.userId() + "-1-c"));
        Files.createFile(halfSwept.resolve("left"));
        Path stranger = Files.createDirectory(root.resolve("weir-" + (Processes.userId() + 1) + "-1-a"));
        Path file = Files.createFile(root.resolve("weir-" + Processes.userId() + "-file"));
        Path link = Files.createSymbolicLink(root.resolve("weir-" + Processes.userId() + "-link"), stranger);

        assertEquals(List.of(withoutSlots, withoutLock, halfSwept), Realm.sweep().stream().sorted().toList());
        assertEquals(Stream.of(stranger, file, link).sorted().toList(), realms());
    }

    @Test
    void shouldShareASegment() throws Exception {
        try (Realm realm = Realm.create(); TestJvm child = TestJvm.start(Child.class, realm.directory())) {
            Segment segment = realm.createSegment("numbers", 12345);
            assertEquals(12345, segment.size());
            assertEquals(segment.address(), segment.memory().address());
            assertEquals(realm.directory().resolve("numbers"), segment.path());
            assertEquals(-1, segment.memory().mismatch(MemorySegment.ofArray(new byte[12345])));
            segment.memory().set(ValueLayout.JAVA_INT, 4, 42);

            child.expectLine("slot 1");
            child.writeLine("increment");
            child.expectLine("incremented");

            assertEquals(43, segment.memory().get(ValueLayout.JAVA_INT, 4));
            assertEquals(List.of("members", "numbers", "slots"), names(realm.directory()));
        }
    }

    @Test
    void shouldKeepASegmentUsableAfterItsRealmIsGone() throws IOException {
        Segment segment;
        try (Realm realm = Realm.create()) {
            segment = realm.createSegment("s", 4096);
        }
        assertFalse(Files.exists(segment.path()));
        segment.memory().set(ValueLayout.JAVA_LONG, 0, 1);
    }

    @Test
    void shouldRefuseSegmentsThatCannotBe() throws IOException {
        try (Realm realm = Realm.create()) {
            realm.createSegment("s", 1);
            assertThrows(FileAlreadyExistsException.class, () -> realm.createSegment("s", 1));
            assertThrows(NoSuchFileException.class, () -> realm.openSegment("t"));
            assertThrows(IllegalArgumentException.class, () -> realm.createSegment("t", 0));
            for (String name : List.of("", "..", ".t", "a/b", "slots", "x".repeat(101))) {
                assertThrows(IllegalArgumentException.class, () -> realm.createSegment(name, 1), name);
            }
            assertEquals(List.of("members", "s", "slots"), names(realm.directory()));
        }
    }

    private TestJvm owner() throws Exception {
        TestJvm jvm = TestJvm.start(List.of("-D" + Realm.ROOT_PROPERTY + "=" + root), Owner.class);
        jvm.expectLine("created");
        return jvm;
    }

    private List<Path> realms() throws IOException {
        try (Stream<Path> realms = Files.list(root)) {
            return realms.sorted().toList();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Creates a realm and a segment and ends at its next line without closing. */
    static final class Owner {
        public static void main(String[] arguments) throws IOException {
            Realm.create().createSegment("s", 8192);
            System.out.println("created");
            System.in.read();
        }
    }

    /** Attaches, claims a slot, and does as it is told. */
    static final class Child {
        public static void main(String[] arguments) throws IOException {
            Realm realm = Realm.attach(Path.of(arguments[0]));
            System.out.println("slot " + realm.claimSlot());
            Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
            while (commands.hasNextLine()) {
                if (commands.nextLine().equals("close")) {
                    realm.close();
                    System.out.println("closed");
                } else {
                    MemorySegment numbers = realm.openSegment("numbers").memory();
                    numbers.set(ValueLayout.JAVA_INT, 4, numbers.get(ValueLayout.JAVA_INT, 4) + 1);
                    System.out.println("incremented");
                }
            }
        }
    }
}
