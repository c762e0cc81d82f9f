package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What a listener's connection and a client in another process tell each other, to the client's orderly end and after. */
final class Conversation {

    private static final Duration SOON = Duration.ofSeconds(30);

    private Conversation() {}

    /** The part of the client, which closes its connection; what it returns, {@link #ofListener} has to be told. */
    static Object ofClient(Connection connection) throws IOException {
        try (connection) {
            boolean polled = connection.poll(SOON);
            Object received = connection.recv();
            connection.sendBytes(connection.recvBytes());
            connection.send("last words");
            return List.of(polled, received);
        }
    }

    /** The part of the other end; {@code client} has been asked for its own. */
    static void ofListener(Connection connection, Peer client) throws Exception {
        connection.send("welcome");
        byte[] large = new byte[16 << 20];
        new Random(1).nextBytes(large);
        connection.sendBytes(large);
        assertEquals(List.of(connection), Channels.waitAny(List.of(connection), SOON));
        assertArrayEquals(large, connection.recvBytes());
        assertEquals(List.of(true, "welcome"), client.result());
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
    }
}
