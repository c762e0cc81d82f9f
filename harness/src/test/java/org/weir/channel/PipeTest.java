package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;
import org.weir.memory.Words;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class PipeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MIB = 1 << 20;

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String echo(Connection connection) throws IOException {
        try {
            while (true) {
                connection.sendBytes(connection.recvBytes());
            }
        } catch (EOFException end) {
            connection.close();
            return "end";
        }
    }

    private static Connection echoing(Peer peer, Pipe pipe) throws IOException {
        Connection far = pipe.second();
        peer.ask(() -> echo(far));
        far.close();
        return pipe.first();
    }

    @Test
    @Row({"CN01", "CN02", "CN07", "CN15", "CN11"})
    void shouldCarryMessagesOfEverySizeToAnotherProcessAndBack() throws Exception {
        Peer peer = Peer.shared(0);
        Connection near = echoing(peer, Pipe.create());
        assertTimeoutPreemptively(SOON, () -> {
            near.send(Arrays.asList(1, 2.5, null));
            assertEquals(Arrays.asList(1, 2.5, null), near.recv());
            for (int size : new int[]{0, 1, 7, 8, 9, 0, 4096, Pipe.RING_BYTES - 8, Pipe.RING_BYTES - 7, Pipe.RING_BYTES,
                    Pipe.RING_BYTES + 1, 3 * Pipe.RING_BYTES + 5, 16 * MIB}) {
                byte[] sent = random(size, size);
                Thread sender = Thread.startVirtualThread(() -> sendQuietly(near, sent));
                assertArrayEquals(sent, near.recvBytes());
                sender.join();
            }
            near.sendBytes(new byte[]{1, 2, 3}, 1);
            assertArrayEquals(new byte[]{2, 3}, near.recvBytes());
            near.sendBytes(new byte[]{1, 2, 3}, 1, 1);
            assertArrayEquals(new byte[]{2}, near.recvBytes());
            near.sendBytes(new byte[]{1, 2, 3}, 3);
            assertArrayEquals(new byte[0], near.recvBytes());
            near.close();
            assertEquals("end", peer.result());
        });
    }

    private static void sendQuietly(Connection connection, byte[] bytes) {
        try {
            connection.sendBytes(bytes);
        } catch (IOException thrown) {
            throw new AssertionError(thrown);
        }
    }

    @Test
    @Row("CN12")
    void shouldRefuseRangesThatAreNotWithinTheArray() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection end = pipe.first();
            byte[] three = new byte[3];
            assertThrows(IndexOutOfBoundsException.class, () -> end.sendBytes(three, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> end.sendBytes(three, 2, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> end.sendBytes(three, -1));
            assertThrows(IndexOutOfBoundsException.class, () -> end.sendBytes(three, 1, -1));
            assertThrows(IndexOutOfBoundsException.class, () -> end.sendBytes(three, 1, Integer.MAX_VALUE));
            assertThrows(NullPointerException.class, () -> end.sendBytes(CodecTest.nothing()));
            assertThrows(NullPointerException.class, () -> end.send(CodecTest.nothing()));
            assertThrows(UnsendableException.class, () -> end.send(new Thread()));
            assertThrows(IllegalArgumentException.class, () -> end.recvBytes(-1));
            assertThrows(NullPointerException.class, () -> end.recvBytesInto(CodecTest.nothing()));
            assertThrows(java.nio.ReadOnlyBufferException.class,
                    () -> end.recvBytesInto(ByteBuffer.allocate(9).asReadOnlyBuffer()));
            assertFalse(pipe.second().poll(), "nothing was sent");
        }
        for (int size : new int[]{0, -1, 63, Integer.MAX_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> Pipe.create(Codec.standard(), size));
        }
    }

    @Test
    @Row({"CN03", "CN05", "Z19"})
    void shouldHandOverTheWholeMessageWhenTheBufferIsTooShort() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            byte[] message = random(100, 1);
            for (int i = 0; i < 4; i++) {
                pipe.first().sendBytes(message);
            }
            ByteBuffer buffer = ByteBuffer.allocateDirect(120).position(10);

            assertEquals(100, pipe.second().recvBytesInto(buffer));
            assertEquals(110, buffer.position());
            assertEquals(ByteBuffer.wrap(message), buffer.slice(10, 100));
            assertEquals(0, buffer.get(115));
            BufferTooShortException tooShort = assertThrows(BufferTooShortException.class,
                    () -> pipe.second().recvBytesInto(buffer));
            assertArrayEquals(message, tooShort.message());
            assertEquals(110, buffer.position());
            tooShort = assertThrows(BufferTooShortException.class, () -> pipe.second().recvBytes(99));
            assertArrayEquals(message, tooShort.message());
            assertArrayEquals(message, pipe.second().recvBytes(100));
        }
    }

    @Test
    @Row({"CN06", "CN17"})
    void shouldPollWithoutTakingAnything() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Connection end = pipe.second();
            assertFalse(end.poll());
            assertFalse(end.poll(Duration.ofSeconds(-1)));
            long start = System.nanoTime();
            assertFalse(end.poll(Duration.ofMillis(120)));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(120));
            for (int i = 0; i < 3; i++) {
                pipe.first().send(i);
            }
            for (int i = 0; i < 3; i++) {
                assertTrue(end.poll());
                assertTrue(end.poll(Duration.ofSeconds(Long.MAX_VALUE)));
                assertEquals(i, end.recv());
            }
            assertFalse(end.poll());
            assertThrows(NullPointerException.class, () -> end.poll(CodecTest.nothing()));
        }
    }

    @Test
    @Row(value = {"CN01", "CN06", "CN07", "CN13"}, modes = Row.Mode.THREADS)
    void shouldWorkBetweenThreads() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            Thread echo = Thread.startVirtualThread(() -> {
                try {
                    echo(pipe.second());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            byte[] large = random(16 * MIB, 3);
            Thread sender = Thread.startVirtualThread(() -> sendQuietly(pipe.first(), large));
            assertArrayEquals(large, pipe.first().recvBytes());
            sender.join();
            pipe.first().close();
            assertTrue(echo.join(SOON));
        }
    }

    @Test
    void shouldGoOneWayIfItIsSimplex() throws Exception {
        try (Pipe pipe = Pipe.simplex()) {
            pipe.second().send("x");
            assertEquals("x", pipe.first().recv());
            assertThrows(IllegalStateException.class, () -> pipe.first().send("y"));
            assertThrows(IllegalStateException.class, () -> pipe.second().recv());
            assertThrows(IllegalStateException.class, () -> pipe.second().poll());
            assertFalse(pipe.first().isWritable() || pipe.second().isReadable());
        }
    }

    @Test
    @Row("CN18")
    void shouldSendConnectionsThroughConnections() throws Exception {
        Pipe control = Pipe.create();
        Pipe sent = Pipe.create();
        Connection far = control.second();
        Peer peer = Peer.shared(0);
        peer.ask(() -> {
            Connection received = (Connection) far.recv();
            received.send(List.of("through", received.recv()));
            received.close();
            far.close();
            return "done";
        });
        assertTimeoutPreemptively(SOON, () -> {
            control.first().send(sent.second());
            sent.second().close();
            sent.first().send("it");
            assertEquals(List.of("through", "it"), sent.first().recv());
            assertThrows(EOFException.class, () -> sent.first().recv());
            assertEquals("done", peer.result());
        });
        control.close();
        sent.close();
    }

    @Test
    @Row({"CN16", "CN17"})
    void shouldNeverTearOrMergeMessagesOfManyWritersAndReaders() throws Exception {
        Pipe pipe = Pipe.simplex(Codec.standard(), 1024);
        Pipe results = Pipe.simplex();
        int each = 400;
        List<Peer> peers = List.of(Peer.shared(0), Peer.shared(1));
        Connection sender = pipe.second();
        Connection receiver = pipe.first();
        Connection result = results.second();
        for (int p = 0; p < 2; p++) {
            int number = p;
            peers.get(p).begin(() -> {
                Random random = new Random(number);
                for (int i = 0; i < each; i++) {
                    byte[] bytes = new byte[5 + random.nextInt(3000)];
                    Arrays.fill(bytes, (byte) i);
                    bytes[0] = (byte) number;
                    sender.sendBytes(bytes);
                }
                sender.close();
                return 0;
            });
            peers.get(p).begin(() -> {
                try {
                    while (true) {
                        byte[] bytes = receiver.recvBytes();
                        for (int i = 2; i < bytes.length; i++) {
                            if (bytes[i] != bytes[1]) {
                                result.send("mixed up");
                            }
                        }
                        result.send(bytes[0]);
                    }
                } catch (EOFException end) {
                    result.close();
                    return 0;
                }
            });
        }
        pipe.close();
        result.close();
        Map<Object, Integer> received = new HashMap<>();
        assertTimeoutPreemptively(SOON, () -> {
            assertThrows(EOFException.class, () -> {
                while (true) {
                    received.merge(results.first().recv(), 1, Integer::sum);
                }
            });
        });
        assertEquals(Map.of((byte) 0, each, (byte) 1, each), received);
        results.close();
    }

    @Test
    @Row("CN25")
    void shouldEndAWaitWhenInterruptedAndNeverTearAMessage() throws Exception {
        Pipe pipe = Pipe.simplex(Codec.standard(), 1024);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader = Thread.ofPlatform()
                .start(() -> thrown.set(assertThrows(InterruptedIOException.class,
                        () -> pipe.first().recv())));
        awaitBlocked(reader);
        reader.interrupt();
        assertTrue(reader.join(SOON));
        assertInstanceOf(InterruptedIOException.class, thrown.get());

        byte[] large = random(MIB, 5);
        AtomicBoolean status = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            sendQuietly(pipe.second(), large);
            status.set(Thread.interrupted());
        });
        Awaitility.await().atMost(SOON).until(() -> pipe.first().poll());
        awaitBlocked(writer);
        writer.interrupt();
        assertArrayEquals(large, pipe.first().recvBytes());
        assertTrue(writer.join(SOON));
        assertTrue(status.get());

        pipe.second().sendBytes(new byte[1016]);
        Thread full = Thread.ofPlatform()
                .start(() -> thrown.set(assertThrows(InterruptedIOException.class,
                        () -> pipe.second().send(1))));
        awaitBlocked(full);
        full.interrupt();
        assertTrue(full.join(SOON));
        assertEquals(1016, pipe.first().recvBytes().length);
        assertFalse(pipe.first().poll());
        pipe.close();
    }

    /** Asleep in the kernel, which a state of RUNNABLE hides: it no longer uses the processor. */
    private static void awaitBlocked(Thread thread) {
        java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
        AtomicReference<Long> before = new AtomicReference<>(-1L);
        Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            long now = threads.getThreadCpuTime(thread.threadId());
            return now - before.getAndSet(now) < 1_000_000;
        });
    }

    @Test
    void shouldEndTheWaitOfAThreadWhoseConnectionIsClosed() throws Exception {
        Pipe pipe = Pipe.create();
        Thread reader = Thread.ofPlatform()
                .start(
                        () -> assertThrows(ConnectionClosedException.class, () -> pipe.first().recv()));
        awaitBlocked(reader);
        pipe.first().close();

        assertTrue(reader.join(SOON));
        pipe.close();
    }

    @Test
    @Row({"CN20", "CN22"})
    void shouldWaitForAnyOfManyConnections() throws Exception {
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Pipe pipe = Pipe.simplex();
            pipes.add(pipe);
        }
        List<Connection> readers = new ArrayList<>(pipes.stream().map(Pipe::first).toList());
        long start = System.nanoTime();
        assertEquals(List.of(), Channels.waitAny(readers, Duration.ofMillis(200)));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
        pipes.get(2).second().send("x");
        assertEquals(List.of(readers.get(2)), Channels.waitAny(readers, SOON));
        assertEquals("x", readers.get(2).recv());
        assertEquals(List.of(), Channels.waitAny(List.of(), Duration.ZERO));
        for (int i = 0; i < 4; i++) {
            Connection writer = pipes.get(i).second();
            int number = i;
            Peer.shared(i % 2).begin(() -> {
                for (int k = 0; k < 10; k++) {
                    writer.send(number);
                }
                writer.close();
                return 0;
            });
            writer.close();
        }
        List<Object> received = new ArrayList<>();
        assertTimeoutPreemptively(SOON, () -> {
            while (!readers.isEmpty()) {
                for (Connection ready : Channels.waitAny(readers, SOON)) {
                    try {
                        received.add(ready.recv());
                    } catch (EOFException end) {
                        readers.remove(ready);
                    }
                }
            }
        });
        assertEquals(40, received.size());
        assertThrows(NullPointerException.class, () -> Channels.waitAny(CodecTest.nothing(), SOON));
        assertThrows(NullPointerException.class, () -> Channels.waitAny(List.of(), CodecTest.nothing()));
        for (Pipe pipe : pipes) {
            pipe.close();
        }
    }

    @Test
    void shouldNoticeMemoryThatSomethingElseHasWrittenTo() throws Exception {
        Pipe pipe = Pipe.create();
        pipe.first().sendBytes(random(100, 7));
        Words.setLong(((RingConnection) pipe.first()).ringAddress() + 448 + 16, 0xBAD);

        assertThrows(TornFrameException.class, () -> pipe.second().recvBytes());
        pipe.close();
    }
}
