package org.weir.channel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.time.Duration;
import java.util.List;

/** Who asks a channel again and again, and never waits at it, learns of deaths too. */
class DeathSeenWithoutWaitingTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void shouldBeReadyForTheEndWhenTheOtherProcessIsKilled() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            killTheOnlyHolderOf(pipe.second());

            assertEquals(List.of(pipe.first()), Channels.waitAny(List.of(pipe.first()), SOON));
            assertThrows(EOFException.class, () -> pipe.first().recv());
        }
    }

    @Test
    void shouldPollTheEndWhenTheOtherProcessIsKilled() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            killTheOnlyHolderOf(pipe.second());

            await().atMost(SOON).until(() -> pipe.first().poll());
        }
    }

    @Test
    void shouldRefuseToSendWithoutWaitingWhenTheOtherProcessIsKilled() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            byte[] message = new byte[1000];
            while (pipe.first().sendBytes(message, Duration.ZERO)) {
                assertFalse(pipe.first().isReady());
            }
            killTheOnlyHolderOf(pipe.second());

            await().atMost(SOON)
                    .untilAsserted(() -> assertThrows(PeerGoneException.class,
                            () -> pipe.first().sendBytes(message, Duration.ZERO)));
        }
    }

    @Test
    void shouldBeReadyWithWhatADeadProcessHadNotAcknowledged() throws Exception {
        RingQueue<String> queue = RingQueue.create();
        queue.put("once more");
        try (Peer peer = Peer.start()) {
            assertEquals("once more", peer.run(() -> queue.receive().item()));
            assertFalse(queue.isReady());
            peer.kill();
        }

        assertEquals(List.of(queue), Channels.waitAny(List.of(queue), SOON));
        try (Delivery<String> again = queue.receive()) {
            assertEquals("once more", again.item());
            assertTrue(again.isRedelivered());
        }
        queue.close();
        queue.free();
    }

    private static void killTheOnlyHolderOf(Connection end) throws Exception {
        try (Peer peer = Peer.start()) {
            peer.run(() -> end.isWritable());
            end.close();
            peer.kill();
        }
    }
}
