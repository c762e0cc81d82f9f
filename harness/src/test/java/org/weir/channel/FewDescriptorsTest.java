package org.weir.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.Limits;
import org.weir.os.FileHandle;
import org.weir.os.OsException;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What cannot be opened whole leaves nothing open. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FewDescriptorsTest {

    private static final ConnectionOptions OPTIONS = ConnectionOptions.withoutKey();

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Held here, because the level goes with the logger; every caller would be a line. */
    private static final java.util.logging.Logger LOG = java.util.logging.Logger.getLogger("org.weir.channel");

    @TempDir
    private Path directory;

    /** All descriptors that this process may have, save some. */
    private static final class Scarcity implements AutoCloseable {

        private static final int MORE = 32;

        private final Deque<FileInputStream> taken = new ArrayDeque<>();
        private final long before;

        Scarcity() {
            before = Limits.set(Limits.DESCRIPTORS, Descriptors.of("").size() + MORE);
        }

        /** Makes it so many that are free. */
        void leave(int free) throws IOException {
            takeAll();
            for (int i = 0; i < free; i++) {
                taken.pop().close();
            }
        }

        /** Takes those that are free, and says how many there were. */
        int takeAll() {
            int count = 0;
            while (true) {
                try {
                    taken.push(new FileInputStream("/dev/null"));
                    count++;
                } catch (IOException none) {
                    return count;
                }
            }
        }

        @Override
        public void close() throws IOException {
            Limits.set(Limits.DESCRIPTORS, before);
            for (FileInputStream one : taken) {
                one.close();
            }
        }
    }

    private interface Opening {
        AutoCloseable open() throws Exception;
    }

    /** Opens with ever more descriptors until that succeeds; says how many were left each time that it did not. */
    private static List<Integer> leftByFailures(Opening opening) throws Exception {
        opening.open().close();
        loadClassesOfFailures();
        List<Integer> left = new ArrayList<>();
        try (Scarcity scarcity = new Scarcity()) {
            for (int free = 0; true; free++) {
                scarcity.leave(free);
                try {
                    opening.open().close();
                    return left;
                } catch (IOException failed) {
                    left.add(scarcity.takeAll());
                }
            }
        }
    }

    /** To load a class takes a descriptor. */
    private static void loadClassesOfFailures() {
        assertThrows(OsException.class,
                () -> FileHandle.open(Path.of("/nonexistent/file"), FileHandle.Mode.EXISTING));
        await().until(() -> true);
    }

    private static List<Integer> countingTo(int size) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void shouldLeaveNothingOpenOfAConnectionThatCannotBeMade() throws Exception {
        String path = directory.resolve("socket").toString();
        LOG.setLevel(java.util.logging.Level.OFF);
        try (Listener listener = Listener.open(UnixDomainSocketAddress.of(path), OPTIONS); Peer peer = Peer.start()) {
            List<?> left = (List<?>) peer
                    .run(() -> leftByFailures(() -> Client.connect(UnixDomainSocketAddress.of(path), OPTIONS)));
            assertEquals(countingTo(left.size()), left);
            assertTrue(left.size() > 2, left.toString());
            assertFalse(listener.isClosed());
        }
    }

    @Test
    void shouldLeaveNothingOpenOfARawPipeThatCannotBeMade() throws Exception {
        try (Peer peer = Peer.start()) {
            for (boolean duplex : new boolean[]{false, true}) {
                List<?> left = (List<?>) peer.run(() -> leftByFailures(duplex ? Pipe::rawDuplex : Pipe::raw));
                assertEquals(countingTo(duplex ? 4 : 2), left);
            }
        }
    }

    @Test
    void shouldHangUpOnACallerForWhomThereIsNoRoom() throws Exception {
        String path = directory.resolve("socket").toString();
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try (Peer peer = Peer.start()) {
            peer.run(() -> {
                LOG.setLevel(java.util.logging.Level.OFF);
                loadClassesOfFailures();
                return Listener.open(UnixDomainSocketAddress.of(path), OPTIONS).toString();
            });
            Client.connect(address, OPTIONS).close(); // its listener's classes are loaded then
            for (int free = 1; free < 5; free++) {
                int left = free;
                peer.ask(() -> {
                    try (Scarcity scarcity = new Scarcity()) {
                        scarcity.leave(left);
                        Files.createDirectory(Path.of(path + left));
                        await().until(() -> Files.notExists(Path.of(path + left)));
                        AtomicInteger there = new AtomicInteger();
                        await().until(() -> there.addAndGet(scarcity.takeAll()) == left);
                        return "all of " + left;
                    }
                });
                await().until(() -> Files.exists(Path.of(path + left)));
                assertTimeoutPreemptively(SOON, () -> assertHungUp(address));
                Files.delete(Path.of(path + left));
                assertEquals("all of " + left, peer.result());
            }
        }
    }

    private static void assertHungUp(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel caller = SocketChannel.open(address)) {
            assertEquals(-1, caller.read(ByteBuffer.allocate(1)));
        }
    }
}
