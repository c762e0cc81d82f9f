package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.Standby;
import org.weir.SuddenDeath;
import org.weir.memory.FaultPoint;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process is killed exactly at each critical instant of each channel: no item is lost for which {@code put} had returned,
 * none is torn, none comes twice unflagged, and nobody is stuck.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultPointKillTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGE = 100_000;

    private static final Standby<Peer> STANDBY = new Standby<>(Peer::start, Peer::close);
    private Peer victim;

    /** What the victim does when it is to die there. */
    @FunctionalInterface
    interface Deed extends Serializable {
        void run() throws Exception;
    }

    @BeforeEach
    void takeAVictim() throws IOException {
        victim = STANDBY.next();
    }

    @AfterEach
    void closeTheVictim() {
        victim.close();
    }

    @AfterAll
    static void closeTheLast() {
        STANDBY.close();
    }

    private void killAt(String point, Deed deed) throws IOException, InterruptedException {
        victim.begin(() -> {
            SuddenDeath.at(point);
            deed.run();
            return "";
        });
        victim.awaitEnd();
    }

    private void anotherVictim() throws IOException {
        victim.close();
        takeAVictim();
    }

    private static byte[] item(int number, int length) {
        byte[] item = new byte[length];
        Arrays.fill(item, (byte) number);
        return item;
    }

    private static Delivery<byte[]> receive(RingQueue<byte[]> queue) throws InterruptedException {
        return queue.receive(SOON).orElseThrow();
    }

    private static void assertNext(RingQueue<byte[]> queue, int number, int length, boolean flagged)
            throws InterruptedException {
        try (Delivery<byte[]> delivery = receive(queue)) {
            assertArrayEquals(item(number, length), delivery.item());
            assertEquals(flagged, delivery.isRedelivered());
            delivery.ack();
        }
    }

    private static void assertWorks(RingQueue<byte[]> queue) throws InterruptedException {
        assertTrue(queue.offer(item(9, 99), SOON));
        assertNext(queue, 9, 99, false);
        assertEquals(0, queue.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.RING_PUT_CLAIMED, FaultPoint.RING_PUT_COPYING, FaultPoint.RING_PUT_COPIED,
            FaultPoint.RING_PUT_PUBLISHED})
    void shouldHaveTheItemOfAKilledProducerWholeOrNotAtAll(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 1024, Integer.MAX_VALUE);
        queue.put(item(1, 90));
        killAt(point, () -> queue.put(item(2, 150)));
        queue.put(item(3, 40));

        assertNext(queue, 1, 90, false);
        if (point.equals(FaultPoint.RING_PUT_PUBLISHED)) {
            assertNext(queue, 2, 150, false);
        }
        assertNext(queue, 3, 40, false);
        assertWorks(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.RING_PUT_COPIED, FaultPoint.RING_PUT_PUBLISHED})
    void shouldHaveABatchOrALargeItemOfAKilledProducerWholeOrNotAtAll(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 1024, Integer.MAX_VALUE);
        boolean published = point.equals(FaultPoint.RING_PUT_PUBLISHED);
        killAt(point, () -> queue.putAll(List.of(item(1, 50), item(2, 60))));
        if (published) {
            assertNext(queue, 1, 50, false);
            assertNext(queue, 2, 60, false);
        }
        assertWorks(queue);
        anotherVictim();
        killAt(point, () -> queue.put(item(3, LARGE)));
        if (published) {
            assertNext(queue, 3, LARGE, false);
        }
        assertWorks(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.RING_PUT_CLAIMED, FaultPoint.RING_PUT_COPYING, FaultPoint.RING_PUT_COPIED,
            FaultPoint.RING_PUT_NAMED})
    void shouldLeaveNoFileOfALargeItemWhoseProducerIsKilled(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 256, Integer.MAX_VALUE);
        List<Path> before = LargeItems.files();
        queue.put(item(1, LARGE));
        killAt(point, () -> queue.put(item(2, LARGE)));
        queue.put(item(3, LARGE));

        assertEquals(before.size() + 2, LargeItems.files().size());
        assertNext(queue, 1, LARGE, false);
        assertNext(queue, 3, LARGE, false);
        assertWorks(queue);
        assertEquals(before, LargeItems.files());
    }

    @Test
    void shouldLeaveTheFilesThatAFullRingNamesWhenAProducerIsKilled() throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 256, Integer.MAX_VALUE);
        List<Path> before = LargeItems.files();
        int items = 0;
        while (queue.offer(item(items + 1, LARGE), Duration.ofMillis(1))) {
            items++;
        }
        killAt(FaultPoint.RING_PUT_PUBLISHED, () -> queue.put(item(99, 1)));
        assertFalse(queue.offer(item(50, 1), Duration.ofMillis(100)), "it is full");

        assertEquals(before.size() + items, LargeItems.files().size());
        for (int i = 1; i <= items; i++) {
            assertNext(queue, i, LARGE, false);
        }
        assertNext(queue, 99, 1, false);
        assertWorks(queue);
        assertEquals(before, LargeItems.files());
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.RING_TAKE_DELIVERED)
    void shouldDeleteTheFileOfALargeItemThatAKilledConsumerHadAsItsOwn(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 256, Integer.MAX_VALUE);
        List<Path> before = LargeItems.files();
        queue.put(item(1, LARGE));
        queue.put(item(2, LARGE));
        killAt(point, queue::take);

        assertNext(queue, 2, LARGE, false);
        assertFalse(queue.receive(Duration.ofMillis(200)).isPresent(), "who waits looks for the dead");
        assertEquals(before, LargeItems.files());
        assertWorks(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.RING_TAKE_CLAIMING, FaultPoint.RING_TAKE_CLAIMED,
            FaultPoint.RING_TAKE_DECODED})
    void shouldDeliverTheItemOfAKilledConsumerAgainFlaggedIfItMayHaveReadIt(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 1024, 2);
        queue.put(item(1, 150));
        queue.put(item(2, LARGE));
        killAt(point, queue::take);
        boolean again = !point.equals(FaultPoint.RING_TAKE_CLAIMING);
        if (again) {
            assertNext(queue, 2, LARGE, false); // until somebody has looked for the dead
        }
        assertNext(queue, 1, 150, again);
        if (!again) {
            assertNext(queue, 2, LARGE, false);
        }
        assertWorks(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.RING_TAKE_ACKNOWLEDGED)
    void shouldFindRoomWhenAConsumerDiesBeforeItTellsOfIt(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 256, Integer.MAX_VALUE);
        while (queue.offer(item(1, 40))) {
            Thread.onSpinWait();
        }
        CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.offer(item(2, 40), SOON);
            } catch (InterruptedException impossible) {
                return false;
            }
        });
        int items = queue.size();
        killAt(point, queue::take);
        assertTrue(waits.join());
        assertEquals(items, queue.size(), "the item was the dead one's own");
        for (int i = 0; i < items - 1; i++) {
            assertNext(queue, 1, 40, false);
        }
        assertNext(queue, 2, 40, false);
        assertWorks(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.RING_RETURN_LOOKING, FaultPoint.RING_RETURN_MARKED})
    void shouldDeliverAnItemOnceWhenWhoLooksForTheDeadDiesToo(String point) throws Exception {
        RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 1024, 2);
        queue.put(item(1, 150));
        killAt(FaultPoint.RING_TAKE_CLAIMED, queue::take);
        anotherVictim();
        killAt(point, queue::take);
        assertNext(queue, 1, 150, true);
        assertWorks(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.PIPE_SEND_COPIED)
    void shouldSendNothingOfAMessageWhoseSenderDiesBeforeItIsPublished(String point) throws Exception {
        try (Pipe pipe = Pipe.simplex()) {
            Connection sender = pipe.second();
            sender.sendBytes(item(1, 10));
            killAt(point, () -> sender.sendBytes(item(2, 10)));
            sender.sendBytes(item(3, 10));
            assertArrayEquals(item(1, 10), pipe.first().recvBytes());
            assertArrayEquals(item(3, 10), pipe.first().recvBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.PIPE_SEND_STREAMING)
    void shouldTellOfAMessageLargerThanTheRingWhoseSenderDies(String point) throws Exception {
        try (Pipe pipe = Pipe.simplex(Codec.standard(), 1024)) {
            Connection sender = pipe.second();
            killAt(point, () -> sender.sendBytes(item(2, 10_000)));
            assertThrows(TornFrameException.class, pipe.first()::recvBytes);
            assertThrows(TornFrameException.class, () -> sender.sendBytes(item(3, 10)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.PIPE_RECEIVE_COPIED)
    void shouldKeepAMessageWhoseReceiverDiesBeforeItIsFree(String point) throws Exception {
        try (Pipe pipe = Pipe.simplex()) {
            Connection receiver = pipe.first();
            pipe.second().sendBytes(item(1, 10));
            pipe.second().sendBytes(item(2, 10));
            killAt(point, receiver::recvBytes);
            assertArrayEquals(item(1, 10), receiver.recvBytes());
            assertArrayEquals(item(2, 10), receiver.recvBytes());
            assertFalse(receiver.poll());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.PIPE_QUEUE_PUT_LOCKED, FaultPoint.KERNEL_PIPE_WRITE_HALF})
    void shouldBreakAQueueOnAPipeOnlyWhenItsProducerDiesWithinAnItem(String point) throws Exception {
        try (SimpleQueue<byte[]> queue = SimpleQueue.create()) {
            queue.put(item(1, 10));
            killAt(point, () -> queue.put(item(2, LARGE)));
            if (point.equals(FaultPoint.PIPE_QUEUE_PUT_LOCKED)) {
                queue.put(item(3, 10));
                assertArrayEquals(item(1, 10), queue.take());
                assertArrayEquals(item(3, 10), queue.take());
            } else {
                assertThrows(QueueBrokenException.class, () -> queue.put(item(3, 10)));
                assertThrows(QueueBrokenException.class, queue::take);
                assertTrue(queue.isBroken());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultPoint.PIPE_QUEUE_TAKE_LOCKED, FaultPoint.KERNEL_PIPE_READ_HALF})
    void shouldBreakAQueueOnAPipeOnlyWhenItsConsumerDiesWithinAnItem(String point) throws Exception {
        try (SimpleQueue<byte[]> queue = SimpleQueue.create()) {
            queue.put(item(1, 10));
            queue.put(item(2, 10));
            killAt(point, queue::take);
            if (point.equals(FaultPoint.PIPE_QUEUE_TAKE_LOCKED)) {
                assertArrayEquals(item(1, 10), queue.take());
                assertArrayEquals(item(2, 10), queue.take());
            } else {
                assertThrows(QueueBrokenException.class, queue::take);
                assertThrows(QueueBrokenException.class, () -> queue.put(item(3, 10)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = FaultPoint.FEEDER_WRITING)
    void shouldLoseWithAProcessWhatItsFeederHasNotWritten(String point) throws Exception {
        try (FeederQueue<byte[]> queue = FeederQueue.create()) {
            killAt(point, () -> queue.put(item(1, 10)));
            assertTrue(queue.isEmpty());
            assertFalse(queue.isBroken());
            queue.put(item(2, 10));
            assertArrayEquals(item(2, 10), queue.take());
        }
    }

    @Test
    void shouldKillAtEveryPointThereIs() throws ReflectiveOperationException {
        Set<String> killed = new TreeSet<>();
        for (Class<?> tests : List.of(getClass(), Class.forName("org.weir.sync.FaultPointKillTest"))) {
            for (Method method : tests.getDeclaredMethods()) {
                ValueSource points = method.getAnnotation(ValueSource.class);
                killed.addAll(points == null ? List.of() : List.of(points.strings()));
            }
        }
        Set<String> all = new TreeSet<>(Stream.of(FaultPoint.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(FaultPointKillTest::value)
                .toList());
        assertEquals(all, killed);
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
