package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.Says.assertSays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.os.Fifo;
import org.weir.os.FileHandle;
import org.weir.sync.ProcessBarrier;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Who may listen at a Unix socket, and who removes its file. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SocketNameTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ConnectionOptions OPTIONS = ConnectionOptions.withoutKey();
    private static final int ROUNDS = 100;

    @TempDir
    private Path directory;
    private UnixDomainSocketAddress address = UnixDomainSocketAddress.of("");

    @BeforeEach
    void chooseName() {
        address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A socket that nobody listens at any more. */
    private static void abandon(UnixDomainSocketAddress address) throws IOException {
        Files.deleteIfExists(address.getPath());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close();
    }

    @Test
    void shouldGiveAnAbandonedSocketToOneOfTwoProcessesThatStartAtOnce() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        String path = address.getPath().toString();
        Peer.Task task = () -> {
            UnixDomainSocketAddress at = UnixDomainSocketAddress.of(path);
            int won = 0;
            for (int round = 0; round < ROUNDS; round++) {
                if (barrier.await() == 0) {
                    abandon(at);
                }
                barrier.await();
                Optional<Listener> listener = openUnlessTaken(at);
                barrier.await();
                Client.connect(at, OPTIONS).close();
                barrier.await();
                if (listener.isPresent()) {
                    listener.get().close();
                    won++;
                }
            }
            return won;
        };
        Peer.shared(0).ask(task);
        Peer.shared(1).ask(task);

        assertEquals(ROUNDS, (int) Peer.shared(0).result() + (int) Peer.shared(1).result());
        assertEquals(List.of(), files());
    }

    private static Optional<Listener> openUnlessTaken(UnixDomainSocketAddress address) throws IOException {
        try {
            return Optional.of(Listener.open(address, OPTIONS));
        } catch (BindException taken) {
            return Optional.empty();
        }
    }

    @Test
    void shouldLeaveASocketAloneWhoseListenerHasBoundItAndIsAboutToListen() throws Exception {
        abandon(address);
        try (FileHandle starting = FileHandle.open(directory.resolve("socket.weir-lock"), FileHandle.Mode.CREATE)) {
            assertTrue(starting.tryLock(0));
            assertSays(assertThrows(BindException.class, () -> Listener.open(address, OPTIONS)), "another listener");
            assertEquals(List.of("socket", "socket.weir-lock"), files());
        }
        Listener.open(address, OPTIONS).close();
        assertEquals(List.of(), files());
    }

    @Test
    void shouldTakeOverWhatAKilledListenerHasLeft() throws Exception {
        String path = address.getPath().toString();
        try (Peer peer = Peer.start()) {
            peer.run(() -> Listener.open(UnixDomainSocketAddress.of(path), OPTIONS).toString());
            assertThrows(BindException.class, () -> Listener.open(address, OPTIONS));
            peer.kill();
        }
        assertEquals(List.of("socket", "socket.weir-lock"), files());
        try (Listener listener = Listener.open(address, OPTIONS)) {
            Client.connect(address, OPTIONS).close();
            assertTrue(listener.accept(SOON).isPresent());
        }
        assertEquals(List.of(), files());
    }

    @Test
    void shouldNotRemoveTheSocketOfAnotherWhenItCloses() throws Exception {
        Listener first = Listener.open(address, OPTIONS);
        Files.delete(address.getPath());
        try (ServerSocketChannel second = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            first.close();
            assertEquals(List.of("socket"), files());
            SocketChannel.open(address).close();
            assertTrue(second.isOpen());
        }
    }

    @Test
    void shouldRemoveNothingThatIsNoSocket() throws Exception {
        Fifo.create(address.getPath());
        assertThrows(BindException.class, () -> Listener.open(address, OPTIONS));
        assertEquals(List.of("socket"), files());
        Files.delete(address.getPath());

        abandon(UnixDomainSocketAddress.of(directory.resolve("target")));
        Files.createSymbolicLink(address.getPath(), directory.resolve("target"));
        assertThrows(BindException.class, () -> Listener.open(address, OPTIONS));
        assertTrue(Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS));
        assertEquals(List.of("socket", "target"), files());
    }

    @Test
    void shouldNotWaitForAListenerWhoseQueueIsFull() throws Exception {
        List<SocketChannel> callers = new ArrayList<>();
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1)) {
            while (call(callers)) {
                assertTrue(callers.size() < 100);
            }
            assertTimeoutPreemptively(SOON,
                    () -> assertThrows(BindException.class, () -> Listener.open(address, OPTIONS)));
            assertTrue(busy.isOpen());
            assertEquals(List.of("socket"), files());
        } finally {
            for (SocketChannel caller : callers) {
                caller.close();
            }
        }
    }

    /** Whether there was room for one more. */
    private boolean call(List<SocketChannel> callers) throws IOException {
        SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX);
        callers.add(caller);
        caller.configureBlocking(false);
        try {
            return caller.connect(address);
        } catch (IOException full) {
            return false;
        }
    }
}
