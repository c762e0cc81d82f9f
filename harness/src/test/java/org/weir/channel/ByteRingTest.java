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
import org.weir.SuddenDeath;
import org.weir.memory.FaultPoint;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

@Timeout(120)
class ByteRingTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BRIEF = Duration.ofMillis(60);

    private static byte[] message(int number, int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) number);
        return message;
    }

    private static byte[] next(ByteRing ring) throws InterruptedException {
        byte[] to = new byte[ring.maxMessage()];
        return Arrays.copyOf(to, ring.poll(to, SOON).orElseThrow());
    }

    @Test
    void shouldCarryMessagesOfEveryLengthInOrderAndManyTimesRound() throws Exception {
        try (ByteRing ring = ByteRing.create(1000)) {
            assertEquals(1024 / 4 - 8, ring.maxMessage());
            for (int i = 0; i < 3000; i++) {
                byte[] sent = message(i, i * 7 % (ring.maxMessage() + 1));
                assertTrue(ring.offer(sent));
                assertTrue(ring.offer(message(-1, 300), 100, 3));
                assertArrayEquals(sent, next(ring));
                assertArrayEquals(message(-1, 3), next(ring));
            }
            assertEquals(0, ring.size());
        }
    }

    @Test
    void shouldCarryBatches() {
        try (ByteRing ring = ByteRing.create(1024)) {
            List<byte[]> many = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                many.add(message(i, 24));
            }
            int put = ring.offerAll(many);
            assertEquals(1024 / 32, put);
            List<Integer> seen = new ArrayList<>();
            assertEquals(5, ring.drain((bytes, offset, length) -> seen.add((int) bytes[offset] * length), 5));
            assertEquals(put - 5, ring.drain((bytes, offset, length) -> seen.add((int) bytes[offset] * length), 1000));
            assertEquals(put, seen.size());
            for (int i = 0; i < put; i++) {
                assertEquals(i * 24, seen.get(i));
            }
            assertEquals(0, ring.drain((_, _, _) -> {}, 5));
            assertEquals(0, ring.offerAll(List.of()));
        }
    }

    @Test
    void shouldKeepWhatAReaderDidNotGetThrough() throws Exception {
        try (ByteRing ring = ByteRing.create()) {
            ring.offerAll(List.of(message(1, 4), message(2, 4), message(3, 4)));
            IllegalStateException thrown = assertThrows(IllegalStateException.class,
                    () -> ring.drain((bytes, offset, _) -> {
                        if (bytes[offset] == 2) {
                            throw new IllegalStateException("stop");
                        }
                    }, 10));
            assertEquals("stop", thrown.getMessage());
            assertArrayEquals(message(2, 4), next(ring));
            assertArrayEquals(message(3, 4), next(ring));
        }
    }

    @Test
    void shouldSayWhatIsWrongAndStayAsItIs() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> ByteRing.create(255));
        assertThrows(IllegalArgumentException.class, () -> ByteRing.create(-1));
        assertThrows(IllegalArgumentException.class, () -> ByteRing.create(Integer.MAX_VALUE));
        ByteRing ring = ByteRing.create(256);
        byte[] small = new byte[2];
        ring.offer(message(7, 3));
        assertThrows(UnsendableException.class, () -> ring.offer(new byte[57]));
        assertThrows(UnsendableException.class, () -> ring.offerAll(List.of(new byte[1], new byte[57])));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.offer(small, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.offer(small, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> ring.put(small, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> ring.drain((_, _, _) -> {}, -1));
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, () -> ring.take(small)).getMessage())
                .contains("3 bytes"));
        assertEquals(1, ring.size());
        assertArrayEquals(message(7, 3), next(ring));
        assertThrows(IllegalStateException.class, ring::free, "it is open");
        ring.close();
        ring.close();
        assertThrows(QueueClosedException.class, () -> ring.offer(small));
        assertThrows(QueueClosedException.class, () -> ring.poll(small));
        assertThrows(QueueClosedException.class, ring::size);
        assertEquals("ByteRing[closed]", ring.toString());
        ring.free();
        assertThrows(IllegalStateException.class, ring::free, "it was freed");
    }

    @Test
    void shouldWaitAsLongAsItIsToldTo() throws Exception {
        try (ByteRing ring = ByteRing.create(256)) {
            byte[] to = new byte[56];
            long before = System.nanoTime();
            assertEquals(OptionalInt.empty(), ring.poll(to, BRIEF));
            assertTrue(System.nanoTime() - before >= BRIEF.toNanos());
            assertEquals(-1, ring.poll(to));
            while (ring.offer(to)) {
                Thread.onSpinWait();
            }
            before = System.nanoTime();
            assertFalse(ring.offer(to, 0, 56, BRIEF));
            assertTrue(System.nanoTime() - before >= BRIEF.toNanos());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> ring.put(to, 0, 56));
        }
    }

    @Test
    void shouldLoseAndRepeatNothingBetweenProcesses() throws Exception {
        int count = 100_000;
        try (ByteRing ring = ByteRing.create(4096)) {
            Peer peer = Peer.shared(0);
            peer.ask(() -> {
                byte[] bytes = new byte[32];
                for (int i = 0; i < count; i++) {
                    ByteBuffer.wrap(bytes).putInt(i).putInt(28, ~i);
                    ring.put(bytes, 0, 32);
                }
                return "";
            });
            byte[] to = new byte[32];
            for (int i = 0; i < count; i++) {
                assertEquals(32, ring.take(to));
                assertEquals(i, ByteBuffer.wrap(to).getInt(0));
                assertEquals(~i, ByteBuffer.wrap(to).getInt(28));
            }
            peer.result();
            assertEquals(0, ring.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.RING_PUT_COPYING, FaultPoint.RING_PUT_COPIED, FaultPoint.RING_TAKE_CLAIMING,
            FaultPoint.RING_TAKE_ACKNOWLEDGED})
    void shouldSurviveADeathAtTheWorstMoment(String point) throws Exception {
        try (ByteRing ring = ByteRing.create(1024); Peer victim = Peer.start()) {
            ring.offer(message(1, 20));
            victim.begin(() -> {
                SuddenDeath.at(point);
                ring.offerAll(List.of(message(2, 30), message(3, 30)));
                return ring.take(new byte[100]);
            });
            victim.awaitEnd();
            ring.offer(message(4, 40));
            boolean wasPut = point.equals(FaultPoint.RING_TAKE_CLAIMING)
                    || point.equals(FaultPoint.RING_TAKE_ACKNOWLEDGED);
            if (!point.equals(FaultPoint.RING_TAKE_ACKNOWLEDGED)) {
                assertArrayEquals(message(1, 20), next(ring));
            }
            if (wasPut) {
                assertArrayEquals(message(2, 30), next(ring));
                assertArrayEquals(message(3, 30), next(ring));
            }
            assertArrayEquals(message(4, 40), next(ring));
            assertEquals(0, ring.size());
        }
    }

    @Test
    void shouldDeliverAgainWhatADrainingProcessDidNotFinish() throws Exception {
        try (ByteRing ring = ByteRing.create(1024); Peer victim = Peer.start()) {
            ring.offerAll(List.of(message(1, 20), message(2, 20), message(3, 20)));
            victim.begin(() -> ring.drain((bytes, offset, _) -> {
                if (bytes[offset] == 2) {
                    SuddenDeath.now();
                }
            }, 3));
            victim.awaitEnd();
            assertArrayEquals(message(2, 20), next(ring));
            assertArrayEquals(message(3, 20), next(ring));
            assertEquals(0, ring.size());
        }
    }

    @Test
    void shouldDrainWhatTheDeadHadClaimedWhileItNeverWaits() throws Exception {
        try (ByteRing ring = ByteRing.create(1024); Peer victim = Peer.start()) {
            ring.offer(message(1, 20));
            victim.begin(() -> ring.drain((_, _, _) -> SuddenDeath.now(), 3));
            victim.awaitEnd();
            List<Byte> seen = new ArrayList<>();
            for (int i = 0; i < 300 && seen.isEmpty(); i++) {
                ring.drain((bytes, offset, _) -> seen.add(bytes[offset]), 1);
            }
            assertEquals(List.of((byte) 1), seen);
        }
    }
}
