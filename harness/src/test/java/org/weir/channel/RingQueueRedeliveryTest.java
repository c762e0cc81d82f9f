package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weir.SuddenDeath;
import org.weir.memory.FaultPoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Items that were received and not acknowledged. */
class RingQueueRedeliveryTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void shouldDeliverAgainWhatWasGivenBackAheadOfTheRestAndFlagged() throws Exception {
        RingQueue<Integer> queue = RingQueue.create();
        queue.putAll(List.of(1, 2, 3));
        Delivery<Integer> first = queue.receive();
        Delivery<Integer> second = queue.receive();
        first.close();
        assertEquals(2, queue.size());
        Delivery<Integer> again = queue.receive();

        assertEquals(1, again.item());
        assertTrue(again.isRedelivered());
        assertFalse(second.isRedelivered());
        again.giveBack();
        assertEquals(List.of(1, 3), List.copyOf(queue));
        assertEquals(1, queue.take());
        second.ack();
        second.close();
        assertThrows(IllegalStateException.class, second::ack);
        assertThrows(IllegalStateException.class, again::ack);
        assertEquals(3, queue.take());
    }

    @Test
    void shouldDeliverAgainWhatADeadProcessHadNotAcknowledged() throws Exception {
        RingQueue<Integer> queue = RingQueue.create();
        queue.putAll(List.of(1, 2, 3));
        try (Peer peer = Peer.start()) {
            assertEquals(List.of(1, 2), peer.run(() -> List.of(queue.receive().item(), queue.receive().item())));
            peer.kill();
        }
        assertEquals(3, queue.take());
        assertTimeoutPreemptively(SOON, () -> {
            Delivery<Integer> first = queue.receive();
            assertEquals(1, first.item());
            assertTrue(first.isRedelivered());
            assertEquals(2, queue.receive().item());
            assertTrue(queue.receive(Duration.ofMillis(100)).isEmpty());
        });
    }

    @Test
    void shouldNotDeliverAgainWhatWasAcknowledgedWhileSomebodyLookedWhetherItsClaimantLives() throws Exception {
        RingQueue<Integer> queue = RingQueue.create();
        RingQueue<String> signals = RingQueue.create();
        AtomicInteger looks = new AtomicInteger();
        queue.put(1);
        try (Peer peer = Peer.start()) {
            peer.begin(() -> {
                Delivery<Integer> delivery = queue.receive();
                signals.put("claimed");
                Awaitility.await().atMost(SOON).until(() -> queue.size() > 0);
                delivery.ack();
                SuddenDeath.now();
                return "";
            });
            assertEquals("claimed", signals.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            try (FaultPoint.Installation _ = FaultPoint.install(point -> {
                if (point.equals(FaultPoint.RING_RETURN_LOOKING) && looks.getAndIncrement() == 0) {
                    assertTrue(queue.offer(2));
                    assertDoesNotThrow(peer::awaitEnd);
                }
            })) {
                assertEquals(2, queue.receive(SOON).orElseThrow().item());
            }
            assertTrue(queue.receive(Duration.ofMillis(200)).isEmpty(), "the first was the dead one's own");
            assertEquals(0, queue.size());
        }
        assertTrue(looks.get() > 0);
    }

    /** What is sent to somebody who has no memory for it. */
    record Greedy(int number) {
        private static boolean scarce;

        Greedy {
            if (scarce) {
                throw new OutOfMemoryError("asked for by a test");
            }
        }
    }

    @Test
    void shouldDeliverAgainOnceWhatCouldNotBeDecodedForWantOfMemory() throws Exception {
        RingQueue<Greedy> queue = RingQueue.create(Codec.allowing("org.weir"), 1024, Integer.MAX_VALUE);
        queue.putAll(List.of(new Greedy(1), new Greedy(2), new Greedy(3)));
        Greedy.scarce = true;
        try {
            assertThrows(OutOfMemoryError.class, queue::take);
            assertEquals(3, queue.size());
            assertThrows(OutOfMemoryError.class, queue::take, "the same");
            assertThrows(OutOfMemoryError.class, queue::take, "the next");
        } finally {
            Greedy.scarce = false;
        }
        Delivery<Greedy> second = queue.receive();
        Delivery<Greedy> third = queue.receive();

        assertEquals(new Greedy(2), second.item());
        assertTrue(second.isRedelivered());
        assertEquals(new Greedy(3), third.item());
        assertFalse(third.isRedelivered());
        assertEquals(0, queue.size());
    }

    @Test
    void shouldGiveTheRoomOfADeadConsumerFree() throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 1024, Integer.MAX_VALUE);
        for (int i = 0; i < 4; i++) {
            queue.put(new byte[200]);
        }
        try (Peer peer = Peer.start()) {
            peer.run(() -> queue.receive().item().length);
            peer.kill();
        }
        for (int i = 0; i < 3; i++) {
            queue.take();
        }
        int accepted = 0;
        while (accepted < 4 && queue.offer(new byte[200])) {
            accepted++;
        }
        assertTrue(accepted < 4, "the dead one's item is in the way");
        assertTimeoutPreemptively(SOON, () -> {
            while (!queue.isEmpty()) {
                queue.take();
            }
            Delivery<byte[]> again = queue.receive();
            assertTrue(again.isRedelivered());
            again.ack();
            for (int i = 0; i < 4; i++) {
                queue.put(new byte[200]);
            }
        });
    }
}
