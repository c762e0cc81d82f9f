package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.KeyStores;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Listeners and clients with TLS, on real sockets, some of them in two processes, some with an attacker in between. */
@Timeout(120)
class TlsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());
    private static final AuthKey KEY = AuthKey.random();

    private final KeyStores store = KeyStores.of("localhost");
    private final ConnectionOptions plain = ConnectionOptions.of(KEY);
    private final ConnectionOptions options = plain.withTls(store.context());
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final Logger logger = Logger.getLogger("org.weir.channel");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    TlsTest() throws Exception {}

    @BeforeEach
    void listenToTheLog() {
        logger.setUseParentHandlers(false);
        logger.setLevel(java.util.logging.Level.INFO);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListeningToTheLog() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    private Listener listen() throws IOException {
        return Listener.open(KeyStores.anyPort(), options);
    }

    private static void assertSays(Throwable thrown, String... parts) {
        assertSays(String.valueOf(thrown.getMessage()), parts);
    }

    private static void assertSays(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " in: " + message);
        }
    }

    private void assertLogs(String... parts) throws InterruptedException {
        String line = log.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertSays(line == null ? "nothing" : line, parts);
    }

    /** It takes the next client that has what it should, and has let in nobody before. */
    private static void assertLivesOn(Listener listener, ConnectionOptions right) throws IOException {
        try (Connection client = Client.connect(listener.address(), right);
                Connection accepted = listener.accept(SOON).orElseThrow()) {
            client.send("still here");
            assertEquals("still here", accepted.recv());
        }
        assertTrue(listener.accept(Duration.ZERO).isEmpty(), "no stranger was let in");
    }

    @Test
    void shouldCarryMessagesBetweenProcesses() throws Exception {
        try (Listener listener = listen()) {
            InetSocketAddress address = (InetSocketAddress) listener.address();
            String hex = KEY.toHex();
            String file = store.file().toString();
            Peer.shared(0).ask(() -> {
                SSLContext context = KeyStores.context(java.nio.file.Path.of(file), false);
                ConnectionOptions own = ConnectionOptions.of(AuthKey.ofHex(hex)).withTls(context);
                try (Connection connection = Client.connect(address, own)) {
                    boolean polled = connection.poll(SOON);
                    Object received = connection.recv();
                    connection.sendBytes(connection.recvBytes());
                    connection.send("last words");
                    return List.of(polled, received);
                }
            });
            try (Connection connection = listener.accept()) {
                connection.send("welcome");
                byte[] large = new byte[16 << 20];
                new Random(1).nextBytes(large);
                connection.sendBytes(large);
                assertEquals(List.of(connection), Channels.waitAny(List.of(connection), SOON));
                assertArrayEquals(large, connection.recvBytes());
                assertEquals(List.of(true, "welcome"), Peer.shared(0).result());
                assertEquals("last words", connection.recv());
                assertTrue(connection.poll());
                assertThrows(EOFException.class, connection::recv);
                assertThrows(EOFException.class, connection::recv);
                assertTrue(connection.poll() && connection.isReady());
                assertThrows(PeerGoneException.class, () -> {
                    while (true) {
                        connection.send(1);
                    }
                });
                assertSays(connection.toString(), "TLS");
                assertThrows(UnsendableException.class, () -> Codec.standard().encode(connection));
            }
        }
    }

    @Test
    void shouldFindMessagesThatAreDecryptedAlready() throws Exception {
        try (Listener listener = listen();
                Connection client = Client.connect(listener.address(), options);
                Connection accepted = listener.accept()) {
            assertFalse(accepted.poll());
            long before = System.nanoTime();
            assertFalse(client.poll(Duration.ofMillis(120)), "a session ticket is no message");
            assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(120));
            for (int i = 0; i < 50; i++) {
                client.send(i);
            }
            for (int i = 0; i < 50; i++) {
                assertTrue(accepted.poll(Duration.ofSeconds(5)), "message " + i);
                assertEquals(List.of(accepted), Channels.waitAny(List.of(accepted), SOON));
                assertEquals(i, accepted.recv());
            }
            assertFalse(accepted.poll());
            client.sendBytes(new byte[0]);
            assertEquals(0, accepted.recvBytes().length);
        }
    }

    @Test
    @SuppressWarnings("try") // closes early on purpose
    void shouldStayUsableAfterInterruptsAndEndWaitsWhenClosed() throws Exception {
        try (Listener listener = listen();
                Connection client = Client.connect(listener.address(), options);
                Connection accepted = listener.accept()) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, client::recv);
            assertTrue(Thread.interrupted());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> client.poll(SOON));
            assertTrue(Thread.interrupted());
            Thread both = Thread.ofPlatform().start(() -> {
                try {
                    client.sendBytes(client.recvBytes());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            byte[] large = new byte[4 << 20];
            new Random(3).nextBytes(large);
            accepted.sendBytes(large);
            both.interrupt();
            assertArrayEquals(large, accepted.recvBytes());
            assertTrue(both.join(SOON));
            Thread reader = Thread.ofPlatform()
                    .start(() -> assertThrows(ConnectionClosedException.class, accepted::recv));
            assertFalse(client.poll(Duration.ofMillis(50)));
            accepted.close();
            assertTrue(reader.join(SOON));
            assertThrows(EOFException.class, client::recv);
            assertThrows(ConnectionClosedException.class, () -> accepted.send(1));
        }
    }

    @Test
    @SuppressWarnings("try") // closes early on purpose
    void shouldTellACutFromAnOrderlyEnd() throws Exception {
        for (boolean isOrderly : new boolean[]{true, false}) {
            try (Listener listener = listen();
                    Relay relay = new Relay(listener.address());
                    Connection client = Client.connect(relay.address(), options);
                    Connection accepted = listener.accept()) {
                client.send("before the end");
                assertEquals("before the end", accepted.recv());
                if (isOrderly) {
                    client.close();
                    assertTrue(accepted.poll(SOON));
                    assertThrows(EOFException.class, accepted::recv);
                } else {
                    relay.cutAfter(0);
                    assertTrue(accepted.poll(SOON));
                    assertSays(assertThrows(TornFrameException.class, accepted::recv), "farewell", "cut");
                    assertSays(assertThrows(TornFrameException.class, accepted::recv), "farewell");
                    assertTrue(accepted.poll() && accepted.isReady());
                    assertThrows(TornFrameException.class, client::recv);
                }
            }
        }
    }

    @Test
    void shouldTellOfACutWithinAMessageAndOfChangedBytes() throws Exception {
        System.out.println("weir.test.seed=" + SEED);
        Random random = new Random(SEED);
        try (Listener listener = listen()) {
            for (int i = 0; i < 20; i++) {
                try (Relay relay = new Relay(listener.address());
                        Connection client = Client.connect(relay.address(), options);
                        Connection accepted = listener.accept()) {
                    boolean isCut = random.nextBoolean();
                    if (isCut) {
                        relay.cutAfter(1 + random.nextInt(900));
                    } else {
                        relay.damage(1 << random.nextInt(8));
                    }
                    client.sendBytes(new byte[1000]);
                    assertSays(assertThrows(TornFrameException.class, accepted::recvBytes),
                            isCut ? "farewell" : "not what was sent");
                    assertThrows(TornFrameException.class, accepted::recvBytes);
                }
            }
            assertLivesOn(listener, options);
        }
    }

    @Test
    void shouldTellOfAPeerThatWasKilled() throws Exception {
        try (Listener listener = listen(); Peer peer = Peer.start()) {
            InetSocketAddress address = (InetSocketAddress) listener.address();
            String hex = KEY.toHex();
            String file = store.file().toString();
            peer.begin(() -> {
                SSLContext context = KeyStores.context(java.nio.file.Path.of(file), false);
                Connection connection = Client.connect(address,
                        ConnectionOptions.of(AuthKey.ofHex(hex)).withTls(context));
                connection.send("alive");
                return connection.recv();
            });
            try (Connection connection = listener.accept(SOON).orElseThrow()) {
                assertEquals("alive", connection.recv());
                peer.kill();
                assertSays(assertThrows(TornFrameException.class, connection::recv), "killed");
            }
        }
    }

    @Test
    void shouldSayThatOnlyOneEndHasTls() throws Exception {
        try (Listener listener = listen()) {
            assertSays(assertThrows(ForeignProtocolException.class, () -> Client.connect(listener.address(), plain)),
                    "speaks TLS", "withTls");
            assertLogs("without TLS", "withTls");
            assertLivesOn(listener, options);
        }
        try (Listener listener = Listener.open(KeyStores.anyPort(), plain)) {
            assertSays(assertThrows(ForeignProtocolException.class, () -> Client.connect(listener.address(), options)),
                    "without TLS", "withTls");
            assertLogs("speaks TLS", "withTls");
            assertLivesOn(listener, plain);
        }
        UnixDomainSocketAddress unix = UnixDomainSocketAddress.of("/nonexistent/socket");
        assertSays(assertThrows(IllegalArgumentException.class, () -> Listener.open(unix, options)), "Unix", "TCP");
        assertSays(assertThrows(IllegalArgumentException.class, () -> Client.connect(unix, options)), "Unix", "TCP");
    }

    @Test
    void shouldRefuseAListenerWhoseCertificateIsNotTrustedOrOfAnotherHost() throws Exception {
        ConnectionOptions stranger = plain.withTls(KeyStores.of("somebody else", "localhost").context());
        try (Listener listener = listen()) {
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), stranger)),
                    "trust", "127.0.0.1");
            assertLogs("trust");
            assertLivesOn(listener, options);
        }
        KeyStores elsewhere = KeyStores.of("elsewhere.example");
        try (Listener listener = Listener.open(KeyStores.anyPort(), plain.withTls(elsewhere.context()))) {
            ConnectionOptions checking = plain.withTls(elsewhere.trust());
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), checking)),
                    "127.0.0.1");
            SSLParameters trusting = new SSLParameters();
            trusting.setEndpointIdentificationAlgorithm("");
            assertLivesOn(listener, plain.withTls(Tls.of(elsewhere.trust()).with(trusting)));
        }
        try (Listener keyless = Listener.open(KeyStores.anyPort(), plain.withTls(store.trust()))) {
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(keyless.address(), options)),
                    "handshake_failure");
            assertLogs("certificate");
        }
    }

    @Test
    void shouldRefuseClientsWithoutACertificateIfToldTo() throws Exception {
        Tls strict = Tls.of(store.context()).needClientAuth();
        ConnectionOptions keyless = plain.withTls(store.trust());
        ConnectionOptions stranger = plain.withTls(KeyStores.of("somebody else", "localhost").context());
        SSLParameters anyHost = new SSLParameters();
        anyHost.setEndpointIdentificationAlgorithm("");
        assertNotEquals(Tls.of(store.context()).toString(), strict.toString());
        try (Listener listener = Listener.open(KeyStores.anyPort(), plain.withTls(strict))) {
            for (int i = 0; i < 10; i++) {
                assertSays(assertThrows(AuthenticationException.class,
                        () -> Client.connect(listener.address(), keyless)), "certificate");
                assertLogs("certificate");
            }
            assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), stranger));
            assertLivesOn(listener, options);
        }
        try (Listener listener = listen()) {
            assertLivesOn(listener, keyless);
        }
    }

    @Test
    void shouldStillAskForTheAuthkey() throws Exception {
        try (Listener listener = listen()) {
            ConnectionOptions other = ConnectionOptions.of(AuthKey.random()).withTls(store.context());
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(), other)),
                    "authkey");
            assertSays(assertThrows(AuthenticationException.class, () -> Client.connect(listener.address(),
                    ConnectionOptions.withoutKey().withTls(store.context()))), "authkey");
            assertLivesOn(listener, options);
        }
    }

    @Test
    void shouldSayThatAPortDoesNotSpeakTlsOrSaysNothing() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Listener listener = Listener.open(KeyStores.anyPort(), options.withHandshakeTimeout(BRIEF))) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    Socket first = web.accept();
                    first.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    web.accept().close();
                    web.accept();
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            SocketAddress address = web.getLocalSocketAddress();
            assertSays(assertThrows(ForeignProtocolException.class, () -> Client.connect(address, options)), "HTTP",
                    "Check the address");
            assertSays(assertThrows(ForeignProtocolException.class, () -> Client.connect(address, options)), "hung up");
            ConnectionOptions hasty = options.withHandshakeTimeout(BRIEF);
            long before = System.nanoTime();
            assertSays(assertThrows(SocketTimeoutException.class, () -> Client.connect(address, hasty)), "introduce");
            assertTrue(System.nanoTime() - before >= BRIEF.toNanos());
            try (Socket silent = new Socket(InetAddress.getLoopbackAddress(),
                    ((InetSocketAddress) listener.address()).getPort())) {
                silent.getOutputStream().write(new byte[]{22, 3, 3});
                assertEquals(-1, silent.getInputStream().read(), "it is hung up on");
            }
            assertLogs("introduce");
            assertLivesOn(listener, options);
        }
    }

    @Test
    void shouldSurviveRandomBytesFromStrangers() throws Exception {
        System.out.println("weir.test.seed=" + SEED);
        Random random = new Random(SEED);
        byte[] hello = helloOf(options);
        try (Listener listener = listen()) {
            int port = ((InetSocketAddress) listener.address()).getPort();
            for (int i = 0; i < 150; i++) {
                byte[] noise = hello.clone();
                switch (i % 3) {
                    case 0 -> {
                        noise = new byte[random.nextInt(300)];
                        random.nextBytes(noise);
                    }
                    case 1 -> noise[random.nextInt(noise.length)] ^= (byte) (1 << random.nextInt(8));
                    default -> random.nextBytes(noise);
                }
                if (i % 3 == 2) {
                    System.arraycopy(hello, 0, noise, 0, 1 + random.nextInt(60));
                }
                byte[] sent = random.nextBoolean() ? noise : Arrays.copyOf(noise, random.nextInt(noise.length + 1));
                try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    stranger.getOutputStream().write(sent);
                    stranger.shutdownOutput();
                    if (random.nextBoolean()) {
                        byte[] _ = stranger.getInputStream().readAllBytes();
                    }
                } catch (IOException hungUp) {
                    // The listener may be quicker.
                }
            }
            assertLivesOn(listener, options);
        }
    }

    /** The first record of a client. */
    private static byte[] helloOf(ConnectionOptions options) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread client = Thread.ofPlatform()
                    .daemon()
                    .start(() -> assertThrows(IOException.class, () -> Client.connect(server.getLocalSocketAddress(),
                            options)));
            byte[] hello;
            try (Socket caller = server.accept()) {
                byte[] head = caller.getInputStream().readNBytes(5);
                int length = (head[3] & 0xFF) << 8 | (head[4] & 0xFF);
                hello = Arrays.copyOf(head, 5 + length);
                System.arraycopy(caller.getInputStream().readNBytes(length), 0, hello, 5, length);
            }
            assertTrue(client.join(SOON));
            return hello;
        }
    }

    @Test
    void shouldKeepItsParametersToItselfAndSpeakNothingOld() throws Exception {
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[]{"TLSv1.2"});
        Tls tls = Tls.of(store.context()).with(old);
        assertArrayEquals(new String[]{"TLSv1.3"}, tls.forListener().getEnabledProtocols());
        assertEquals("HTTPS", tls.forClient(KeyStores.anyPort())
                .getSSLParameters()
                .getEndpointIdentificationAlgorithm());
        old.setNeedClientAuth(true);
        assertFalse(tls.forListener().getNeedClientAuth());
        assertTrue(tls.needClientAuth().forListener().getNeedClientAuth());
        assertThrows(IllegalStateException.class, () -> Tls.of(SSLContext.getInstance("TLS")));
        assertThrows(NullPointerException.class, () -> Tls.of(CodecTest.nothing()));
        assertThrows(UnsendableException.class, () -> Codec.standard().encode(tls));
        SSLParameters absent = new SSLParameters(new String[]{"NO_SUCH_SUITE"});
        assertThrows(IllegalArgumentException.class, () -> tls.with(absent));
    }
}
