package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(120)
class FeederQueueCloseTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGE = 200_000;

    @Test
    void shouldBeClosedAtOnceForItsUsersAndFeedWhatWasPutBefore() throws Exception {
        FeederQueue<byte[]> queue = FeederQueue.create();
        try (Peer other = Peer.start()) {
            for (int i = 0; i < 3; i++) {
                queue.put(new byte[LARGE]);
            }
            other.ask(() -> {
                List<Integer> lengths = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    lengths.add(queue.take().length);
                }
                return lengths;
            });
            queue.close();

            assertTrue(queue.isClosed() && queue.isReady());
            assertThrows(QueueClosedException.class, queue::poll);
            assertThrows(QueueClosedException.class, () -> queue.poll(1, TimeUnit.MILLISECONDS));
            assertThrows(QueueClosedException.class, () -> queue.drainTo(new ArrayList<>()));
            assertThrows(QueueClosedException.class, queue::take);
            assertThrows(QueueClosedException.class, queue::isEmpty);
            assertThrows(QueueClosedException.class, () -> queue.offer(new byte[1]));
            assertTimeoutPreemptively(SOON, () -> assertEquals(List.of(LARGE, LARGE, LARGE), other.result()));
            assertTrue(queue.joinFeeder(SOON));
        }
    }

    @Test
    void shouldLetThePipeGoWhenAllIsWrittenThoughNobodyJoinsTheFeeder() throws Exception {
        FeederQueue<Integer> queue = FeederQueue.create();
        String pipe = queue.pipe().handle().name();
        queue.put(1);
        assertEquals(1, queue.take());
        assertFalse(Descriptors.of(pipe).isEmpty());
        queue.close();
        Awaitility.await().atMost(SOON).until(() -> Descriptors.of(pipe).isEmpty());
    }

    @Test
    void shouldEndTheWaitForAnItemWhenClosed() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.put(1);
        assertEquals(1, queue.take());
        Thread taker = Thread.ofPlatform().daemon().start(() -> assertThrows(QueueClosedException.class, queue::take));
        Awaitility.await().atMost(SOON).until(() -> taker.getState() != Thread.State.NEW);
        queue.close();
        assertTrue(taker.join(SOON));
        assertThrows(QueueClosedException.class, queue::unfinished);
    }
}
