package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

class UnixSocketTest {

    @TempDir
    Path directory;

    private Path path;
    private ServerSocketChannel server;
    private UnixSocket socket;
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        path = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        socket = UnixSocket.connect(path);
        peer = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
        server.close();
    }

    @Test
    void shouldCarryBytesInBothDirectionsWhateverTheirNumber() throws Exception {
        byte[] sent = new byte[1_000_000];
        new Random(7).nextBytes(sent);
        CompletableFuture<byte[]> echoed = CompletableFuture.supplyAsync(() -> readAll(sent.length));
        ByteBuffer from = ByteBuffer.wrap(sent);
        while (from.hasRemaining()) {
            socket.write(from);
        }
        assertArrayEquals(sent, echoed.get());

        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> writeAll(sent));
        ByteBuffer to = ByteBuffer.allocate(sent.length);
        while (to.hasRemaining()) {
            socket.await(true);
            socket.read(to);
        }
        sending.get();
        assertArrayEquals(sent, to.array());
    }

    @Test
    void shouldReadNothingWhileNothingIsThereAndMinusOneAtTheEnd() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8);
        assertEquals(0, socket.read(buffer));
        peer.write(ByteBuffer.wrap(new byte[]{1, 2, 3}));
        assertEquals(3, socket.read(buffer));
        peer.close();
        socket.await(true);
        assertEquals(-1, socket.read(buffer));
    }

    @Test
    void shouldWriteNothingMoreWhenThePeerTakesNothing() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 << 20);
        while (socket.write(bytes) > 0) {
            assertTrue(bytes.hasRemaining(), "16 MB fitted into a socket that nobody reads");
        }
        assertTrue(bytes.hasRemaining());
    }

    @Test
    void shouldNameTheErrorWhenThePeerHasGone() throws IOException {
        peer.close();
        OsException thrown = assertThrows(OsException.class, () -> socket.write(ByteBuffer.allocate(1)));
        assertEquals("EPIPE", thrown.errnoName());
    }

    @Test
    void shouldCountAWakeupThatCameBeforeOnce() throws Exception {
        socket.wakeup();
        socket.wakeup();
        socket.await(false);
        CompletableFuture<Void> waiting = await(false);
        assertFalse(waiting.isDone());
        socket.wakeup();
        waiting.get();
    }

    @Test
    void shouldNotWaitForBytesWhenNotReading() throws Exception {
        peer.write(ByteBuffer.wrap(new byte[]{1}));
        socket.await(true);
        CompletableFuture<Void> waiting = await(false);
        assertFalse(waiting.isDone());
        socket.wakeup();
        waiting.get();
    }

    @Test
    void shouldLetAWaitingThreadSeeThatTheSocketWasClosed() throws Exception {
        CompletableFuture<Void> waiting = await(true);
        socket.close();
        waiting.get();
        assertFalse(socket.isOpen());
        assertThrows(ClosedChannelException.class, () -> socket.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> socket.write(ByteBuffer.allocate(1)));
        assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldSayThatNobodyListensOrThatThePathIsTooLong() {
        OsException nobody = assertThrows(OsException.class, () -> UnixSocket.connect(directory.resolve("nobody")));
        assertEquals("ENOENT", nobody.errnoName());
        OsException tooLong = assertThrows(OsException.class, () -> UnixSocket.connect(directory.resolve("x".repeat(
                108))));
        assertEquals("ENAMETOOLONG", tooLong.errnoName());
    }

    /** A wait on a thread of its own, which is in {@code poll} when this returns. */
    private CompletableFuture<Void> await(boolean reading) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                socket.await(reading);
                result.complete(null);
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        Awaitility.await().until(() -> inPoll(thread) || result.isDone());
        return result;
    }

    private static boolean inPoll(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals(UnixSocket.class.getName()) && frame.getMethodName().equals("await")) {
                return true;
            }
        }
        return false;
    }

    private byte[] readAll(int length) {
        ByteBuffer to = ByteBuffer.allocate(length);
        try {
            while (to.hasRemaining() && peer.read(to) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to.array();
    }

    private void writeAll(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            while (from.hasRemaining()) {
                peer.write(from);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
