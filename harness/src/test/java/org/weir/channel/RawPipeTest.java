package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;

import java.io.EOFException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

class RawPipeTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    @Row({"CN01", "CN07", "CN17"})
    void shouldCarryMessagesThroughTheKernel() throws Exception {
        Pipe pipe = Pipe.rawDuplex();
        Connection far = pipe.second();
        Peer.shared(0).ask(() -> {
            try (far) {
                while (true) {
                    far.sendBytes(far.recvBytes());
                }
            } catch (EOFException end) {
                return "end";
            }
        });
        far.close();
        assertTimeoutPreemptively(SOON, () -> {
            for (int size : new int[]{0, 1, 4092, 4093, 16 << 10, 1 << 20}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                pipe.first().sendBytes(bytes);
                assertArrayEquals(bytes, pipe.first().recvBytes());
            }
            pipe.first().send(List.of(1, "x"));
            assertEquals(List.of(1, "x"), pipe.first().recv());
            pipe.first().close();
            assertEquals("end", Peer.shared(0).result());
        });
    }

    @Test
    @Row({"CN06", "CN08", "CN10", "CN13"})
    void shouldTellEndsAndWaits() throws Exception {
        Pipe pipe = Pipe.raw();
        assertFalse(pipe.first().poll());
        assertFalse(pipe.first().poll(Duration.ofMillis(60)));
        assertThrows(IllegalStateException.class, () -> pipe.first().send(1));
        assertThrows(IllegalStateException.class, () -> pipe.second().recv());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> pipe.first().recv());
        assertTrue(Thread.interrupted());
        byte[] handle = Codec.standard().encode(pipe.second());
        pipe.second().send("x");
        pipe.second().close();
        assertEquals("x", pipe.first().recv());
        assertFalse(pipe.first().poll(Duration.ofMillis(60)), "a handle is on its way");
        ((Connection) Codec.standard().decode(handle)).close();
        assertTrue(pipe.first().poll(SOON));
        assertThrows(EOFException.class, () -> pipe.first().recv());
        pipe.first().close();
        assertThrows(ConnectionClosedException.class, () -> pipe.first().recv());
    }

    @Test
    @Row("Z21")
    void shouldTellAnEndWithinAMessage() throws Exception {
        Pipe pipe = Pipe.raw();
        Connection sender = pipe.second();
        try (Peer peer = Peer.start()) {
            peer.begin(() -> {
                sender.sendBytes(new byte[1 << 20]);
                return 0;
            });
            sender.close();
            assertTrue(pipe.first().poll(SOON));
            peer.kill();
        }
        assertTimeoutPreemptively(SOON, () -> assertThrows(TornFrameException.class, () -> pipe.first().recvBytes()));
        pipe.close();
    }

    @Test
    void shouldRefuseToSendWhenNobodyReceives() throws Exception {
        Pipe pipe = Pipe.raw();
        pipe.first().close();
        assertThrows(PeerGoneException.class, () -> pipe.second().send(1));
        pipe.close();
        assertThrows(ConnectionClosedException.class, () -> pipe.second().send(1));
    }
}
