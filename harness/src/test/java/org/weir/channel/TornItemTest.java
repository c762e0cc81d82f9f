package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.FaultPoint;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A queue on a kernel pipe whose reader stops in the middle of an item, by its death or by an error, is broken for all. */
@Timeout(120)
class TornItemTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Puts what is too large for the pipe, and stops when the header is in it until {@code goOn}. */
    private static Thread putInHalves(SimpleQueue<byte[]> queue, CountDownLatch goOn) {
        return Thread.ofPlatform().daemon().start(() -> {
            Thread putter = Thread.currentThread();
            FaultPoint.Installation installed = FaultPoint.install(point -> {
                if (Thread.currentThread() == putter && point.equals(FaultPoint.KERNEL_PIPE_WRITE_HALF)) {
                    assertTrue(awaits(goOn));
                }
            });
            assertThrows(QueueBrokenException.class, () -> queue.put(new byte[1 << 20]));
            installed.close();
        });
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException told) {
            return false;
        }
    }

    @Test
    void shouldBreakWhenAReaderDiesWithinAnItemThoughAnotherGaveUpItsWaitMeanwhile() throws Exception {
        SimpleQueue<byte[]> queue = SimpleQueue.create();
        try (Peer reader = Peer.start()) {
            CountDownLatch goOn = new CountDownLatch(1);
            Thread putter = putInHalves(queue, goOn);
            Awaitility.await().atMost(SOON).until(() -> !queue.isEmpty());
            reader.begin(() -> queue.take().length);
            Awaitility.await().atMost(SOON).until(queue::isEmpty);

            Thread waiter = Thread.ofPlatform().start(() -> assertThrows(InterruptedException.class, queue::take));
            waiter.interrupt();
            assertTrue(waiter.join(SOON));
            reader.kill();
            goOn.countDown();

            assertTimeoutPreemptively(SOON, () -> assertThrows(QueueBrokenException.class, queue::take));
            assertTrue(putter.join(SOON));
        }
        queue.close();
    }

    @Test
    void shouldBreakWhenAReaderHasNoMemoryForTheRestOfAnItemAndLivesOn() throws Exception {
        SimpleQueue<byte[]> queue = SimpleQueue.create();
        try (Peer reader = Peer.start("-Xmx32m")) {
            Thread putter = Thread.ofPlatform()
                    .daemon()
                    .start(() -> assertThrows(QueueBrokenException.class, () -> queue.put(new byte[30 << 20])));
            Object second = reader.run(() -> {
                assertThrows(OutOfMemoryError.class, queue::take);
                return assertThrows(RuntimeException.class, queue::take).getClass().getSimpleName();
            });
            assertEquals("QueueBrokenException", second);
            assertTimeoutPreemptively(SOON, () -> assertThrows(QueueBrokenException.class, queue::take));
            assertTrue(putter.join(SOON));
        }
        queue.close();
    }
}
