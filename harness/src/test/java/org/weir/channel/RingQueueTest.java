package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;
import org.weir.memory.Realm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

class RingQueueTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static <E> RingQueue<E> small() {
        return RingQueue.create(Codec.standard(), 1024, Integer.MAX_VALUE);
    }

    @Test
    @Row({"QU02", "QU03", "QU07", "QU09", "QU14"})
    void shouldBeFullAfterSoManyItemsAndEmptyWhenAnotherProcessHasTakenThem() throws Exception {
        RingQueue<Object> queue = RingQueue.bounded(6);
        assertTimeoutPreemptively(SOON, () -> {
            assertTrue(queue.isEmpty());
            queue.put(1);
            assertTrue(queue.offer(2));
            assertTrue(queue.add(3));
            assertTrue(queue.offer(4, 1, TimeUnit.SECONDS));
            assertTrue(queue.offer(5, Duration.ZERO));
            queue.putAll(List.of(6));
            assertEquals(6, queue.size());
            assertEquals(0, queue.remainingCapacity());
            assertFalse(queue.isEmpty());
            Object taken = Peer.shared(0).run(() -> {
                List<Object> items = new ArrayList<>();
                items.add(queue.take());
                items.add(queue.poll());
                items.add(queue.poll(1, TimeUnit.SECONDS));
                items.add(queue.remove());
                try (Delivery<Object> delivery = queue.receive()) {
                    items.add(delivery.item());
                    delivery.ack();
                }
                items.add(queue.receive(Duration.ofSeconds(1)).orElseThrow().item());
                return items;
            });
            assertEquals(List.of(1, 2, 3, 4, 5, 6), taken);
            assertTrue(queue.isEmpty());
            assertEquals(6, queue.remainingCapacity());
        });
    }

    @Test
    @Row(value = {"QU02", "QU03", "QU04", "QU05", "QU09", "QU10", "QU14"}, modes = Row.Mode.THREADS)
    void shouldRefuseAtOnceOrAfterTheTimeoutWhenFullOrEmpty() throws Exception {
        RingQueue<String> queue = RingQueue.bounded(1);
        long start = System.nanoTime();
        assertNull(queue.poll());
        assertNull(queue.poll(0, TimeUnit.SECONDS));
        assertNull(queue.poll(-1, TimeUnit.SECONDS));
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
        assertNull(queue.peek());
        assertNull(queue.poll(120, TimeUnit.MILLISECONDS));
        assertTrue(queue.receive(Duration.ofMillis(80)).isEmpty());
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
        queue.put("x");
        start = System.nanoTime();
        assertFalse(queue.offer("y"));
        assertFalse(queue.offer("y", 0, TimeUnit.SECONDS));
        assertFalse(queue.offer("y", -5, TimeUnit.DAYS));
        assertThrows(IllegalStateException.class, () -> queue.add("y"));
        assertFalse(queue.offer("y", 120, TimeUnit.MILLISECONDS));
        assertFalse(queue.offer("y", Duration.ofMillis(80)));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
        assertEquals("x", queue.peek());
        assertEquals("x", queue.element());
        assertEquals("x", queue.take());
        assertTrue(queue.isEmpty());
    }

    @Test
    @Row({"QU05", "QU10", "QU12", "QU04"})
    void shouldRefuseLikewiseWhileAnotherProcessUsesIt() throws Exception {
        RingQueue<Integer> queue = RingQueue.bounded(1);
        assertTimeoutPreemptively(SOON, () -> {
            Peer.shared(0).run(() -> queue.offer(1));
            assertFalse(queue.offer(2));
            long start = System.nanoTime();
            assertFalse(queue.offer(2, 200, TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
            assertEquals(1, Peer.shared(0).run(queue::take));
            start = System.nanoTime();
            assertNull(queue.poll(200, TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200));
            assertNull(queue.poll());
        });
    }

    @Test
    @Row({"QU08", "QU13"})
    void shouldKeepTheOrderOfEachProducer() throws Exception {
        RingQueue<List<Integer>> queue = small();
        int each = 2000;
        for (int p = 0; p < 2; p++) {
            int number = p;
            Peer.shared(p).begin(() -> {
                for (int i = 0; i < each; i++) {
                    queue.put(List.of(number, i));
                }
                return 0;
            });
        }
        Map<Integer, Integer> next = new HashMap<>();
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 2 * each; i++) {
                List<Integer> item = queue.take();
                assertEquals(item.get(1), next.getOrDefault(item.getFirst(), 0));
                next.merge(item.getFirst(), 1, Integer::sum);
            }
            assertNull(queue.poll());
        });
    }

    @Test
    void shouldCarryItemsLargerThanTheRing() throws Exception {
        List<Path> before = LargeItems.files();
        RingQueue<byte[]> queue = small();
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        assertTimeoutPreemptively(SOON, () -> {
            queue.putAll(List.of(new byte[1], large, new byte[2]));
            assertTrue(queue.offer(large));
            assertEquals(4, queue.size());
            Peer.shared(0).ask(() -> {
                queue.take();
                byte[] taken = queue.take();
                queue.put(taken);
                return taken.length;
            });
            assertEquals(large.length, Peer.shared(0).result());
            assertEquals(2, queue.take().length);
            try (Delivery<byte[]> delivery = queue.receive()) {
                assertArrayEquals(large, delivery.item());
            }
            assertArrayEquals(large, queue.take());
            assertArrayEquals(large, queue.peek());
            queue.clear();
            assertTrue(queue.isEmpty());
        });
        assertEquals(before, LargeItems.files());
    }

    @Test
    void shouldGoRoundTheRingWithItemsOfAllSizes() throws Exception {
        RingQueue<byte[]> queue = small();
        for (int round = 0; round < 3000; round++) {
            byte[] item = new byte[round % 300];
            Arrays.fill(item, (byte) round);
            queue.put(item);
            assertArrayEquals(item, queue.take());
        }
    }

    @Test
    @Row({"QU17", "QU18", "Z17b"})
    void shouldThrowInPutAndKeepNoPlaceForWhatCannotBeSent() throws Exception {
        RingQueue<Object> queue = RingQueue.bounded(1);
        assertThrows(UnsendableException.class, () -> queue.put(new Thread()));
        assertThrows(UnsendableException.class, () -> queue.offer(new Thread()));
        assertThrows(UnsendableException.class, () -> queue.add(List.of(new Object())));
        assertThrows(UnsendableException.class, () -> queue.putAll(List.of(1, new Object())));
        assertThrows(NullPointerException.class, () -> queue.put(CodecTest.nothing()));
        assertThrows(NullPointerException.class, () -> queue.putAll(CodecTest.nothing()));
        assertTrue(queue.isEmpty());
        List<Integer> mutable = new ArrayList<>(List.of(1));
        queue.put(mutable);
        mutable.add(2);
        assertEquals(List.of(1), queue.take());
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldLoseOnlyAnItemThatCannotBeRead() throws Exception {
        RingQueue<Object> theirs = RingQueue.create(Codec.allowing("org.weir"), 1024, 100);
        theirs.put(1);
        theirs.put(org.weir.TestJvm.class);
        theirs.put(3);
        theirs.put(4);
        RingQueue<Object> ours = withStandardCodec(theirs);
        List<Object> drained = new ArrayList<>();

        UndecodableItemException thrown = assertThrows(UndecodableItemException.class, () -> ours.drainTo(drained));

        assertInstanceOf(ClassRefusedException.class, Objects.requireNonNull(thrown.getCause()));
        assertEquals(List.of(1), drained);
        assertEquals(2, ours.size());
        try (Delivery<Object> next = ours.receive()) {
            assertEquals(3, next.item());
            assertFalse(next.isRedelivered(), "nobody has read it");
            next.ack();
        }
        assertEquals(4, ours.take());
    }

    /** The same memory with another codec: a frame names the codec by its allow-list. */
    private static RingQueue<Object> withStandardCodec(RingQueue<Object> queue) throws CodecException {
        return queue.withCodec(Codec.standard());
    }

    @Test
    void shouldDrainAndLookWithoutWaiting() throws Exception {
        RingQueue<Integer> queue = RingQueue.create();
        List<Integer> items = new ArrayList<>();
        assertEquals(0, queue.drainTo(items));
        Collections.addAll(queue, 1, 2, 3, 4, 5);
        assertTrue(queue.contains(4));
        assertFalse(queue.contains(6));
        assertArrayEquals(new Object[]{1, 2, 3, 4, 5}, queue.toArray());
        assertEquals(2, queue.drainTo(items, 2));
        assertEquals(0, queue.drainTo(items, 0));
        assertEquals(0, queue.drainTo(items, -1));
        assertEquals(3, queue.drainTo(items));
        assertEquals(List.of(1, 2, 3, 4, 5), items);
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
        assertThrows(NullPointerException.class, () -> queue.drainTo(CodecTest.nothing()));
        assertThrows(UnsupportedOperationException.class, () -> queue.remove(1));
        assertThrows(UnsupportedOperationException.class, () -> queue.removeAll(items));
        assertThrows(UnsupportedOperationException.class, () -> queue.retainAll(items));
        assertThrows(UnsupportedOperationException.class, () -> queue.removeIf(item -> true));
        queue.add(1);
        var iterator = queue.iterator();
        iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove);
    }

    @Test
    @Row({"QU20", "QU22"})
    void shouldRefuseEverythingOnceThisProcessHasClosedIt() throws Exception {
        RingQueue<Integer> queue = RingQueue.create();
        queue.put(1);
        byte[] handle = Codec.standard().encode(queue);
        queue.close();
        queue.close();

        assertTrue(queue.isClosed());
        assertTrue(queue.isReady());
        for (org.junit.jupiter.api.function.Executable operation : List.<org.junit.jupiter.api.function.Executable>of(
                () -> queue.put(1), () -> queue.offer(1), () -> queue.putAll(List.of()), queue::take, queue::poll,
                queue::receive, queue::peek, queue::size, queue::isEmpty, queue::clear, queue::iterator,
                () -> queue.drainTo(new ArrayList<>()), queue::remainingCapacity)) {
            if (operation != null) {
                QueueClosedException thrown = assertThrows(QueueClosedException.class, operation);
                assertTrue(String.valueOf(thrown.getMessage()).contains("is closed"));
            }
        }
        assertEquals(1, ((RingQueue<?>) Codec.standard().decode(handle)).take(), "others may go on");
    }

    @Test
    void shouldEndTheWaitOfAThreadThatIsInterruptedOrWhoseQueueIsClosed() throws Exception {
        RingQueue<Integer> queue = RingQueue.bounded(1);
        Thread taker = Thread.ofPlatform().start(() -> assertThrows(InterruptedException.class, queue::take));
        taker.interrupt();
        assertTrue(taker.join(SOON));
        queue.put(1);
        Thread giver = Thread.ofPlatform().start(() -> assertThrows(InterruptedException.class, () -> queue.put(2)));
        giver.interrupt();
        assertTrue(giver.join(SOON));
        Thread late = Thread.ofPlatform().start(() -> assertThrows(QueueClosedException.class, () -> queue.put(2)));
        queue.close();
        assertTrue(late.join(SOON));
    }

    @Test
    void shouldRefuseSizesThatMakeNoSense() {
        for (int size : new int[]{0, -1, 255, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> RingQueue.create(Codec.standard(), size, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> RingQueue.bounded(0));
        assertThrows(IllegalArgumentException.class, () -> RingQueue.bounded(-1));
        assertThrows(NullPointerException.class, () -> RingQueue.create(CodecTest.nothing(), 1024, 1));
    }

    @Test
    @Row("CN27")
    void shouldRefuseAHandleOfAnotherRealm() throws Exception {
        byte[] handle = Codec.standard().encode(RingQueue.create());
        byte[] foreign = handle.clone();
        String own = Realm.current().directory().toString();
        int at = new String(handle, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(own);
        foreign[at + own.length() - 1] ^= 1;

        CodecException thrown = assertThrows(MalformedFrameException.class, () -> Codec.standard().decode(foreign));
        assertTrue(thrown.toString().contains("ForeignRealmException"), thrown.toString());
    }

    @Test
    void shouldWakeAConsumerInAnotherProcess() throws IOException, InterruptedException {
        RingQueue<Integer> queue = RingQueue.create();
        Peer.shared(0).ask(queue::take);
        assertEquals(List.of(), Channels.waitAny(List.of(queue), Duration.ofMillis(50)));
        queue.put(9);
        assertEquals(9, Peer.shared(0).result());
        Awaitility.await().atMost(SOON).until(queue::isEmpty);
    }
}
