package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.Says.assertSays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.conformance.Row;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

class ListenerTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());
    private static final AuthKey KEY = AuthKey.random();
    private static final ConnectionOptions OPTIONS = ConnectionOptions.of(KEY);

    /** Held here, because the level goes with the logger; every refusal would be a line. */
    private static final java.util.logging.Logger LOG = java.util.logging.Logger.getLogger("org.weir.channel");

    static {
        LOG.setLevel(java.util.logging.Level.OFF);
    }

    @TempDir
    private Path directory;

    private SocketAddress address(String family) {
        return family.equals("unix") ? UnixDomainSocketAddress.of(directory.resolve("socket"))
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Object where(SocketAddress address) {
        return address instanceof InetSocketAddress tcp ? tcp : address.toString();
    }

    private static SocketAddress address(Object where) {
        return where instanceof InetSocketAddress tcp ? tcp : UnixDomainSocketAddress.of((String) where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    @Row({"LS04", "LS05", "LS06", "CN21", "CN08", "CN07"})
    void shouldServeClientsInOtherProcesses(String family) throws Exception {
        try (Listener listener = Listener.open(address(family), OPTIONS)) {
            Object where = where(listener.address());
            String hex = KEY.toHex();
            Peer.shared(0).ask(() -> Conversation.ofClient(Client.connect(address(where), AuthKey.ofHex(hex))));
            assertTimeoutPreemptively(SOON, () -> {
                try (Connection connection = listener.accept()) {
                    Conversation.ofListener(connection, Peer.shared(0));
                }
            });
        }
    }

    @Test
    @Row(value = {"LS04", "LS05", "LS06"}, modes = Row.Mode.THREADS)
    void shouldServeClientsThatAreGoneBeforeTheyAreAccepted() throws Exception {
        try (Listener listener = Listener.open(KEY)) {
            try (Connection client = Client.connect(listener.address(), KEY)) {
                client.send("hello");
            }
            try (Connection accepted = listener.accept()) {
                assertEquals("hello", accepted.recv());
                assertThrows(EOFException.class, accepted::recv);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    @Row("LS01")
    void shouldRefuseToListenWhereSomebodyDoes(String family) throws Exception {
        try (Listener listener = Listener.open(address(family), OPTIONS)) {
            assertThrows(BindException.class, () -> Listener.open(listener.address(), OPTIONS));
            try (Connection client = Client.connect(listener.address(), KEY)) {
                assertFalse(client.isClosed());
            }
        }
        assertFalse(Files.exists(directory.resolve("socket")));
    }

    @Test
    void shouldTakeOverTheSocketOfAListenerThatHasDiedAndNoOtherFile() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("dead"));
        java.nio.channels.ServerSocketChannel
                .open(java.net.StandardProtocolFamily.UNIX)
                .bind(address)
                .close();
        assertTrue(Files.exists(address.getPath()));
        Listener.open(address, OPTIONS).close();
        Files.writeString(address.getPath(), "precious");
        assertThrows(BindException.class, () -> Listener.open(address, OPTIONS));
        assertEquals("precious", Files.readString(address.getPath()));
    }

    @Test
    @Row({"LS08", "LS09"})
    void shouldRefuseWhoeverHasAnotherKeyOrNone() throws Exception {
        try (Listener listener = Listener.open(KEY)) {
            SocketAddress address = listener.address();
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(address, AuthKey.random())),
                    "authkey");
            assertSays(assertThrows(AuthenticationException.class,
                    () -> Client.connect(address, ConnectionOptions.withoutKey())), "wants an authkey");
            assertTrue(listener.accept(Duration.ofMillis(50)).isEmpty());
            Client.connect(address, KEY).close();
            assertTrue(listener.accept(SOON).isPresent());
        }
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("open"));
        try (Listener open = Listener.open(address, ConnectionOptions.withoutKey())) {
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(address, KEY)), "no authkey");
            Client.connect(address, ConnectionOptions.withoutKey()).close();
            assertTrue(open.accept(SOON).isPresent());
        }
    }

    @Test
    @Row("LS09")
    void shouldRefuseAListenerThatCannotProveThatItHasTheKey() throws Exception {
        try (ServerSocket impostor = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket caller = impostor.accept()) {
                    InputStream in = caller.getInputStream();
                    OutputStream out = caller.getOutputStream();
                    out.write(in.readNBytes(40)); // its own greeting and nonce
                    byte[] proof = in.readNBytes(32);
                    out.write(1);
                    out.write(proof); // its own proof
                    in.readAllBytes();
                } catch (IOException ended) {
                    // the client hangs up
                }
            });
            assertThrows(AuthenticationException.class, () -> Client.connect(impostor.getLocalSocketAddress(), KEY));
        }
    }

    @Test
    void shouldSayThatAPortSpeaksAnotherProtocolOrNone() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    Socket first = web.accept();
                    first.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    web.accept().close();
                    web.accept();
                } catch (IOException closed) {
                    // the test is over
                }
            });
            ConnectionOptions hasty = OPTIONS.withHandshakeTimeout(Duration.ofMillis(300));
            SocketAddress address = web.getLocalSocketAddress();
            assertSays(assertThrows(ForeignProtocolException.class, () -> Client.connect(address, KEY)), "HTTP",
                    "Check the address");
            assertThrows(IOException.class, () -> Client.connect(address, KEY));
            assertSays(assertThrows(SocketTimeoutException.class, () -> Client.connect(address, hasty)), "introduce");
        }
        assertSays(assertThrows(ConnectException.class,
                () -> Client.connect(UnixDomainSocketAddress.of(directory.resolve("none")), KEY)), "Nobody listens");
        assertThrows(ConnectException.class,
                () -> Client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), KEY));
        assertThrows(NullPointerException.class, () -> Client.connect(CodecTest.nothing(), KEY));
    }

    @Test
    void shouldSurviveRandomBytesAndSilenceFromStrangers() throws Exception {
        System.out.println("weir.test.seed=" + SEED);
        Random random = new Random(SEED);
        ConnectionOptions options = OPTIONS.withHandshakeTimeout(Duration.ofSeconds(20));
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("attacked"));
        try (Listener listener = Listener.open(address, options);
                SocketChannel silent = SocketChannel.open(address)) {
            for (int i = 0; i < 100; i++) {
                try (SocketChannel stranger = SocketChannel.open(address)) {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    byte[] begin = "\u0089WEIR\r\u0001K".getBytes(StandardCharsets.ISO_8859_1);
                    System.arraycopy(begin, 0, noise, 0, Math.min(noise.length, random.nextInt(begin.length + 1)));
                    stranger.write(ByteBuffer.wrap(noise));
                } catch (IOException hungUp) {
                    // the listener may be quicker
                }
            }
            assertTimeoutPreemptively(SOON, () -> {
                try (Connection client = Client.connect(address, options);
                        Connection accepted = listener.accept()) {
                    client.send("still here");
                    assertEquals("still here", accepted.recv());
                }
            });
            assertTrue(listener.accept(Duration.ZERO).isEmpty(), "no stranger was let in");
            assertTrue(silent.isOpen());
        }
    }

    @Test
    @Row("Z21")
    void shouldSurviveRandomBytesFromAPeerThatHasTheKey() throws Exception {
        System.out.println("weir.test.seed=" + SEED);
        Random random = new Random(SEED);
        ConnectionOptions options = ConnectionOptions.withoutKey().withMaxMessage(100_000);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("fuzzed"));
        byte[] good = framed(random, new byte[]{1, 2, 3});
        try (Listener listener = Listener.open(address, options)) {
            for (int i = 0; i < 60; i++) {
                try (SocketChannel raw = SocketChannel.open(address)) {
                    raw.write(ByteBuffer.allocate(40)
                            .put("\u0089WEIR\r\u0001-".getBytes(StandardCharsets.ISO_8859_1))
                            .rewind());
                    Connection accepted = listener.accept();
                    byte[] bad = good.clone();
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                    bad = random.nextBoolean() ? bad : Arrays.copyOf(bad, 1 + random.nextInt(bad.length - 1));
                    raw.write(ByteBuffer.wrap(bad));
                    raw.shutdownOutput();
                    assertTimeoutPreemptively(SOON, () -> {
                        assertThrows(TornFrameException.class, accepted::recvBytes);
                        assertThrows(TornFrameException.class, accepted::recvBytes);
                    });
                    accepted.close();
                }
            }
        }
    }

    private static byte[] framed(Random random, byte[] content) {
        random.nextBytes(content);
        var crc = new java.util.zip.CRC32C();
        ByteBuffer frame = ByteBuffer.allocate(8 + content.length).putInt(content.length);
        crc.update(frame.array(), 0, 4);
        crc.update(content);
        return frame.putInt((int) crc.getValue()).put(content).array();
    }

    @Test
    void shouldRefuseMessagesAboveTheLimit() throws Exception {
        ConnectionOptions small = OPTIONS.withMaxMessage(1000);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("small"));
        try (Listener listener = Listener.open(address, small);
                Connection client = Client.connect(address, OPTIONS);
                Connection accepted = listener.accept()) {
            assertSays(assertThrows(UnsendableException.class, () -> accepted.sendBytes(new byte[1001])), "1000");
            assertSays(assertThrows(UnsendableException.class, () -> accepted.send(new byte[1000])), "1000");
            accepted.sendBytes(new byte[1000]);
            assertEquals(1000, client.recvBytes().length);
            client.sendBytes(new byte[2000]);
            assertSays(assertThrows(TornFrameException.class, accepted::recvBytes), "2000", "limit");
        }
    }

    @Test
    @Row({"CN06", "CN13", "CN25"})
    @SuppressWarnings("try") // closes early on purpose
    void shouldKeepASocketThroughPollsAndInterrupts() throws Exception {
        try (Listener listener = Listener.open(KEY);
                Connection client = Client.connect(listener.address(), KEY);
                Connection accepted = listener.accept()) {
            long start = System.nanoTime();
            assertFalse(client.poll());
            assertFalse(client.poll(Duration.ofMillis(120)));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(120));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, client::recv);
            assertTrue(Thread.interrupted());
            byte[] large = new byte[4 << 20];
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    client.sendBytes(large);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(accepted.poll(SOON));
            sender.interrupt();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> accepted.poll(SOON));
            assertTrue(Thread.interrupted());
            assertEquals(large.length, accepted.recvBytes().length);
            assertTrue(sender.join(SOON));
            Thread reader = Thread.ofPlatform()
                    .start(
                            () -> assertThrows(ConnectionClosedException.class, accepted::recv));
            assertFalse(client.poll(Duration.ofMillis(20)));
            accepted.close();
            assertTrue(reader.join(SOON));
            assertThrows(UnsendableException.class, () -> Codec.standard().encode(client));
        }
    }

    @Test
    void shouldEndTheWaitForCallersWhenClosedOrInterrupted() throws Exception {
        Listener listener = Listener.open(KEY);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, listener::accept);
        assertTrue(Thread.interrupted());
        Thread waiter = Thread.ofPlatform()
                .start(
                        () -> assertThrows(ConnectionClosedException.class, listener::accept));
        assertFalse(listener.isReady());
        listener.close();
        listener.close();
        assertTrue(waiter.join(SOON));
        assertTrue(listener.isClosed() && listener.isReady());
        assertThrows(ConnectException.class, () -> Client.connect(listener.address(), KEY));
    }

    @Test
    void shouldKeepKeysSecret() {
        byte[] bytes = new byte[16];
        assertThrows(IllegalArgumentException.class, () -> AuthKey.of(new byte[15]));
        assertEquals(AuthKey.of(bytes), AuthKey.ofHex("00".repeat(16)));
        assertNotEquals(AuthKey.random(), AuthKey.random());
        assertEquals(AuthKey.of(bytes).hashCode(), AuthKey.random().hashCode());
        assertFalse(KEY.toString().contains(KEY.toHex().substring(0, 8)));
        assertThrows(UnsendableException.class, () -> Codec.standard().encode(KEY));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withMaxMessage(0));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withHandshakeTimeout(Duration.ZERO));
    }
}
