package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.Says.assertSays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.KeyStores;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

/** Connections with TLS, on real sockets, some of them in two processes, some with an attacker in between. */
@Timeout(120)
class TlsTest extends TlsCase {

    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());

    TlsTest() throws Exception {}

    @Test
    void shouldCarryMessagesBetweenProcesses() throws Exception {
        try (Listener listener = listen()) {
            InetSocketAddress address = (InetSocketAddress) listener.address();
            String hex = KEY.toHex();
            String file = store.file().toString();
            Peer.shared(0).ask(() -> {
                SSLContext context = KeyStores.context(java.nio.file.Path.of(file), false);
                return Conversation.ofClient(
                        Client.connect(address, ConnectionOptions.of(AuthKey.ofHex(hex)).withTls(context)));
            });
            try (Connection connection = listener.accept()) {
                Conversation.ofListener(connection, Peer.shared(0));
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
}
