package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.Says.assertSays;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.KeyStores;

import java.io.IOException;
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
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Who gets no connection with TLS, and what both sides are told about it. */
@Timeout(120)
class TlsRefusalTest extends TlsCase {

    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());

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

    TlsRefusalTest() throws Exception {}

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

    private void assertLogs(String... parts) throws InterruptedException {
        String line = log.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertSays(line == null ? "nothing" : line, parts);
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
