package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.TestJvm;
import org.weir.memory.Realm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

@Timeout(120)
class FileHandleTest {

    @TempDir
    Path directory;

    @Test
    void shouldLetOneHandleLockAByteAndAnotherTheNext() throws Exception {
        try (FileHandle first = open("locks"); FileHandle second = open("locks")) {
            assertTrue(first.tryLock(3));
            assertTrue(first.tryLock(3), "again by the same handle");
            assertFalse(second.tryLock(3));
            assertTrue(second.tryLock(4));

            assertTrue(second.isLockedByAnother(3));
            assertFalse(second.isLockedByAnother(4), "its own lock does not count");
            assertTrue(first.isLockedByAnother(4));
            assertFalse(first.isLockedByAnother(5));
        }
    }

    @Test
    void shouldReleaseALockByUnlockAndByClose() throws Exception {
        FileHandle first = open("locks");
        try (FileHandle second = open("locks")) {
            assertTrue(first.tryLock(0));
            first.unlock(0);
            assertTrue(second.tryLock(0));
            second.unlock(0);

            assertTrue(first.tryLock(0));
            first.close();
            first.close();
            assertTrue(second.tryLock(0));
            assertThrows(IllegalStateException.class, () -> first.tryLock(0));
        }
    }

    @Test
    void shouldKeepALockWhenAnotherHandleOfTheSameProcessIsClosed() throws Exception {
        try (FileHandle first = open("locks"); FileHandle observer = open("locks")) {
            assertTrue(first.tryLock(0));
            open("locks").close();

            assertTrue(observer.isLockedByAnother(0), "a POSIX lock would be gone by now");
        }
    }

    @Test
    void shouldReleaseTheLocksOfAKilledProcess() throws Exception {
        try (FileHandle own = open("locks"); TestJvm holder = TestJvm.start(Holder.class, own.path())) {
            holder.expectLine("held");
            assertFalse(own.tryLock(0));
            assertTrue(own.isLockedByAnother(0));

            holder.kill();

            assertFalse(own.isLockedByAnother(0));
            assertTrue(own.tryLock(0));
        }
    }

    /** The JDK's own launcher closes what a child would inherit, so only the flag itself shows it. */
    @Test
    void shouldBeClosedOnExec() throws Exception {
        try (FileHandle handle = open("locks")) {
            String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + handle.descriptor()))
                    .stream()
                    .filter(line -> line.startsWith("flags:"))
                    .findAny()
                    .orElseThrow()
                    .replaceFirst("flags:\\s*", "");

            assertTrue((Integer.parseInt(flags, 8) & 02000000) != 0, flags);
        }
    }

    @Test
    void shouldAllocateEveryBlock() throws Exception {
        try (FileHandle handle = open("blocks")) {
            handle.allocate(1 << 20);

            assertEquals(1 << 20, Files.size(handle.path()));
            Process stat = new ProcessBuilder("stat", "-c", "%b %B", handle.path().toString()).start();
            String[] blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
                    .split(" ");
            assertTrue(Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]) >= 1 << 20, String.join(" ", blocks));
        }
    }

    @Test
    void shouldMakeFilesOfItsOwnerAlone() throws Exception {
        open("private").close();

        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("private"))));
    }

    @Test
    void shouldNameTheErrorTheCallAndThePath() throws IOException {
        Path file = directory.resolve("there");
        Files.createFile(file);

        OsException there = assertThrows(OsException.class, () -> FileHandle.open(file, FileHandle.Mode.CREATE_NEW));
        assertEquals(Errno.EEXIST, there.errno());
        assertEquals("EEXIST", there.errnoName());
        assertEquals("open", there.call());
        assertTrue(there.toString().contains(file.toString()), there.toString());
        OsException missing = assertThrows(OsException.class,
                () -> FileHandle.open(directory.resolve("missing"), FileHandle.Mode.EXISTING));
        assertEquals(Errno.ENOENT, missing.errno());
    }

    @Test
    void shouldTellWhetherThePathStillNamesTheFile() throws Exception {
        try (FileHandle handle = open("moving")) {
            assertTrue(handle.isStillAtItsPath());
            Files.delete(handle.path());
            assertFalse(handle.isStillAtItsPath());
            Files.createFile(handle.path());
            assertFalse(handle.isStillAtItsPath());
        }
    }

    @Test
    void shouldKeepAFileWithoutANameUntilItGetsOne() throws Exception {
        Path place = Files.createDirectory(Realm.current().directory().resolve("unnamed"));
        Path name = place.resolve("named");
        try (FileHandle file = FileHandle.openUnnamed(place)) {
            Files.writeString(file.openedPath(), "what was written");
            assertEquals(0, entries(place));
            file.linkTo(name);
            assertEquals(Errno.EEXIST, assertThrows(OsException.class, () -> file.linkTo(name)).errno());
        }
        assertEquals("what was written", Files.readString(name));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(name)));
        Files.delete(name);
        FileHandle closed = FileHandle.openUnnamed(place);
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.linkTo(name));
        assertEquals(0, entries(place));
        Files.delete(place);
    }

    private static long entries(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void shouldMeasureAndResizeAPipe() throws Exception {
        Path fifo = directory.resolve("fifo");
        Fifo.create(fifo);
        try (FileHandle pipe = FileHandle.open(fifo, FileHandle.Mode.EXISTING)) {
            int page = pipe.setPipeCapacity(1);
            assertTrue(page >= 4096, "rounded up to a page");
            assertEquals(page, pipe.pipeCapacity());
            assertEquals(4 * page, pipe.setPipeCapacity(3 * page), "rounded up to a power of two");
        }
        assertEquals(Errno.EEXIST, assertThrows(OsException.class, () -> Fifo.create(fifo)).errno());
    }

    @Test
    void shouldRefuseThePipeCallsOnAnOrdinaryFile() throws Exception {
        try (FileHandle file = open("file")) {
            assertEquals(Errno.EBADF, assertThrows(OsException.class, file::pipeCapacity).errno());
        }
    }

    private FileHandle open(String name) throws OsException {
        return FileHandle.open(directory.resolve(name), FileHandle.Mode.CREATE);
    }

    /** The other process: holds byte 0 until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            FileHandle handle = FileHandle.open(Path.of(arguments[0]), FileHandle.Mode.EXISTING);
            System.out.println(handle.tryLock(0) ? "held" : "refused");
            System.in.read();
        }
    }
}
