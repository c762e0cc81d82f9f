package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.KeyStores;
import org.weir.memory.Realm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A limit on what otherwise waits as long as nobody receives. */
@Timeout(120)
class SendDeadlineTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BRIEF = Duration.ofMillis(60);
    private static final int SMALL = 1000;
    private static final int LARGE = 8 << 20;

    private record Ends(Connection from, Connection to) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (from; to) {
                return;
            }
        }
    }

    private static Ends ends(String kind) throws Exception {
        switch (kind) {
            case "ring" -> {
                Pipe pipe = Pipe.create(Codec.standard(), 8192);
                return new Ends(pipe.first(), pipe.second());
            }
            case "kernel" -> {
                Pipe pipe = Pipe.raw();
                return new Ends(pipe.second(), pipe.first());
            }
            default -> {
                ConnectionOptions plain = ConnectionOptions.of(AuthKey.random());
                boolean tls = kind.equals("tls");
                ConnectionOptions options = tls ? plain.withTls(KeyStores.of("localhost").context()) : plain;
                try (Listener listener = Listener.open(tls ? KeyStores.anyPort()
                        : UnixDomainSocketAddress.of(Realm.current().directory().resolve("deadline")), options)) {
                    CompletableFuture<Optional<Connection>> accepted = CompletableFuture.supplyAsync(() -> {
                        try {
                            return listener.accept(SOON);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    });
                    Connection client = Client.connect(listener.address(), options);
                    return new Ends(client, accepted.join().orElseThrow());
                }
            }
        }
    }

    private static byte[] message(int number) {
        byte[] message = new byte[SMALL];
        Arrays.fill(message, (byte) number);
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "kernel", "socket", "tls"})
    void shouldSendNothingWhenThereIsNoRoomInTimeAndGoOnWhenThereIs(String kind) throws Exception {
        try (Ends ends = ends(kind)) {
            int sent = 0;
            long before = System.nanoTime();
            try {
                while (ends.from().send(message(sent), BRIEF)) {
                    sent++;
                    before = System.nanoTime();
                }
            } catch (TornFrameException withinOne) {
                assertTrue(List.of("socket", "tls").contains(kind),
                        "a part of a small message goes into a socket only");
                return;
            }
            assertTrue(System.nanoTime() - before >= BRIEF.toNanos(), "it waited");
            assertFalse(ends.from().sendBytes(message(sent), Duration.ZERO));
            assertFalse(ends.from().sendBytes(message(sent), Duration.ofSeconds(-1)));
            for (int i = 0; i < sent; i++) {
                assertArrayEquals(message(i), (byte[]) ends.to().recv(), "message " + i);
            }
            assertTrue(ends.from().send("more", BRIEF));
            assertEquals("more", ends.to().recv());
            assertFalse(ends.to().poll(), "nothing of what was not sent has come");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "kernel", "socket", "tls"})
    void shouldTearTheConnectionWhenTheTimeIsOverWithinAMessage(String kind) throws Exception {
        try (Ends ends = ends(kind)) {
            byte[] large = new byte[LARGE];
            long before = System.nanoTime();
            assertThrows(TornFrameException.class, () -> ends.from().sendBytes(large, BRIEF));
            assertTrue(System.nanoTime() - before >= BRIEF.toNanos(), "it waited");
            if (!kind.equals("kernel")) {
                assertThrows(TornFrameException.class, () -> ends.from().send("more"));
                assertThrows(TornFrameException.class, ends.to()::recvBytes);
            }
        }
    }

    @Test
    void shouldPutAsManyOfABatchAsThereIsRoomForInTime() throws Exception {
        RingQueue<Integer> queue = RingQueue.bounded(3);
        long before = System.nanoTime();
        assertEquals(3, queue.putAll(List.of(1, 2, 3, 4, 5), BRIEF));
        assertTrue(System.nanoTime() - before >= BRIEF.toNanos(), "it waited");
        List<Integer> got = new ArrayList<>();
        queue.drainTo(got);
        assertEquals(List.of(1, 2, 3), got);
        assertEquals(2, queue.putAll(List.of(4, 5), Duration.ZERO));
    }
}
