package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

class PipeQueuesTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    @Row({"QU23", "QU08", "QU09", "Z16"})
    void shouldPassItemsThroughALockedPipe() throws Exception {
        SimpleQueue<Object> queue = SimpleQueue.create();
        assertTimeoutPreemptively(SOON, () -> {
            assertTrue(queue.isEmpty());
            assertEquals(true, Peer.shared(0).run(queue::isEmpty));
            queue.put(1);
            queue.put(List.of("two"));
            assertFalse(queue.isEmpty());
            assertEquals(List.of(1, List.of("two")), Peer.shared(0).run(() -> List.of(queue.take(), queue.take())));
            assertTrue(queue.isEmpty());
            assertNull(queue.poll());
            long start = System.nanoTime();
            assertNull(queue.poll(120, TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(120));
            Peer.shared(0).begin(() -> {
                queue.put(new byte[1 << 20]);
                return 0;
            });
            assertEquals(1 << 20, ((byte[]) queue.take()).length);
        });
        assertThrows(UnsupportedOperationException.class, () -> queue.offer(1));
        assertThrows(UnsupportedOperationException.class, queue::size);
        assertThrows(UnsupportedOperationException.class, queue::peek);
        assertThrows(UnsupportedOperationException.class, queue::iterator);
        assertThrows(UnsendableException.class, () -> queue.put(new Object()));
        assertThrows(NullPointerException.class, () -> queue.put(CodecTest.nothing()));
        queue.close();
    }

    @Test
    @Row({"QU24", "QU25"})
    void shouldRefuseToBeUsedOnceClosed() throws Exception {
        SimpleQueue<Integer> queue = SimpleQueue.create();
        AtomicReference<Object> first = new AtomicReference<>();
        Thread taker = Thread.ofPlatform().start(() -> first.set(assertDoesNotThrow(queue::take)));
        queue.put(1);
        assertTrue(taker.join(SOON));
        Thread late = Thread.ofPlatform().start(() -> assertThrows(QueueClosedException.class, queue::take));
        queue.close();
        queue.close();
        assertThrows(QueueClosedException.class, queue::isEmpty);
        assertThrows(QueueClosedException.class, queue::take);
        assertThrows(QueueClosedException.class, queue::poll);
        assertThrows(QueueClosedException.class, () -> queue.put(1));
        assertTrue(queue.isReady());
        assertTrue(late.join(SOON));
        assertEquals(1, first.get());
    }

    @Test
    void shouldBreakAndSaySoWhenAWriterDiesWithinAnItem() throws Exception {
        SimpleQueue<byte[]> queue = SimpleQueue.create();
        queue.put(new byte[]{1});
        try (Peer peer = Peer.start()) {
            peer.begin(() -> {
                queue.put(new byte[1 << 20]);
                return 0;
            });
            assertEquals(1, queue.take().length);
            Awaitility.await().atMost(SOON).until(() -> !queue.isEmpty());
            peer.kill();
        }
        assertTimeoutPreemptively(SOON, () -> {
            assertThrows(QueueBrokenException.class, () -> queue.put(new byte[]{2}));
            assertThrows(QueueBrokenException.class, queue::take);
        });
        assertTrue(queue.isBroken() && queue.isReady());
        queue.close();
    }

    @Test
    @Row({"QU02", "QU03", "QU04", "QU05", "QU07", "QU14", "Z17"})
    void shouldCountItemsWhereverTheyAre() throws Exception {
        FeederQueue<Object> queue = FeederQueue.create(Codec.standard(), 2);
        assertTimeoutPreemptively(SOON, () -> {
            queue.put(1);
            assertTrue(queue.offer(2, 1, TimeUnit.SECONDS));
            assertEquals(2, queue.size());
            assertEquals(0, queue.remainingCapacity());
            assertFalse(queue.offer(3));
            assertThrows(IllegalStateException.class, () -> queue.add(3));
            long start = System.nanoTime();
            assertFalse(queue.offer(3, 120, TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(120));
            assertEquals(List.of(1, 2), Peer.shared(0).run(() -> List.of(queue.take(), queue.take())));
            assertEquals(0, queue.size());
            assertTrue(queue.isEmpty());
            assertThrows(UnsendableException.class, () -> queue.offer(new Object()));
            assertEquals(0, queue.size(), "what cannot be sent takes no place");
        });
        queue.close();
    }

    @Test
    @Row("Z17")
    void shouldLookEmptyWhileTheFeederHasNotWrittenYet() throws Exception {
        FeederQueue<byte[]> queue = FeederQueue.create();
        boolean seen = false;
        for (int i = 0; i < 2000 && !seen; i++) {
            queue.put(new byte[]{1});
            seen = queue.isEmpty() && queue.size() == 1;
            assertEquals(1, queue.take().length);
        }
        assertTrue(seen, "right after a put the queue said that it was empty");
        queue.close();
    }

    @Test
    @Row({"QU13", "QU20", "QU22"})
    void shouldWriteEverythingBeforeItsProcessExits() throws Exception {
        FeederQueue<Integer> queue = FeederQueue.create();
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        Awaitility.await().atMost(SOON).until(() -> !queue.isEmpty());
        try (Peer peer = Peer.start()) {
            peer.begin(() -> {
                for (int i = 10; i < 20; i++) {
                    queue.put(i);
                }
                System.exit(0);
                return 0;
            });
            List<Integer> taken = new ArrayList<>();
            assertTimeoutPreemptively(SOON, () -> {
                for (int i = 0; i < 20; i++) {
                    taken.add(queue.take());
                }
            });
            for (int i = 0; i < 20; i++) {
                assertEquals(i, taken.get(i));
            }
        }
        assertNull(queue.poll());
        assertThrows(IllegalStateException.class, () -> queue.joinFeeder(SOON));
        queue.close();
        assertTrue(queue.joinFeeder(SOON));
        assertThrows(QueueClosedException.class, () -> queue.put(1));
        assertThrows(QueueClosedException.class, queue::take);
        assertThrows(QueueClosedException.class, queue::isEmpty);
        assertThrows(QueueClosedException.class, queue::size);
    }

    @Test
    @Row({"QU15", "Z12", "Z13", "QU20"})
    void shouldWaitUntilAllTasksAreDone() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        assertTrue(queue.joinTasks(Duration.ZERO), "nothing was put");
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        assertEquals(10, queue.unfinished());
        assertFalse(queue.joinTasks(Duration.ofMillis(50)));
        for (int p = 0; p < 2; p++) {
            Peer.shared(p).begin(() -> {
                for (int i = 0; i < 5; i++) {
                    queue.take();
                    queue.taskDone();
                }
                return 0;
            });
        }
        assertTimeoutPreemptively(SOON, () -> queue.join());
        assertEquals(0, queue.unfinished());
        assertThrows(IllegalStateException.class, queue::taskDone);
        queue.close();
        assertThrows(QueueClosedException.class, () -> queue.put(1));
    }

    @Test
    void shouldRefuseBoundsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> FeederQueue.create(Codec.standard(), 0));
        assertThrows(IllegalArgumentException.class, () -> JoinableQueue.create(Codec.standard(), -1));
        assertThrows(NullPointerException.class, () -> RingQueue.create(CodecTest.nothing(), 1024, 1));
    }
}
