package org.weir.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Queues in a manager. */
@ExtendWith(Fixture.class)
@Timeout(60)
class ManagedQueueConformanceTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final Manager manager;
    private final Helper helper;

    ManagedQueueConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    @Test
    @Row(value = {"QU02", "QU03", "QU04", "QU05", "QU09", "QU10", "QU14"}, modes = Mode.MANAGER)
    void shouldBoundAQueue() throws Exception {
        ManagedQueue<Integer> queue = manager.queue(4);
        assertTrue(queue.isEmpty());
        queue.put(1);
        assertTrue(queue.offer(2));
        assertTrue(queue.offer(3, 1, TimeUnit.SECONDS));
        assertTrue(queue.add(4));

        assertEquals(4, queue.size());
        assertEquals(0, queue.remainingCapacity());
        assertFalse(queue.offer(5));
        assertThrows(IllegalStateException.class, () -> queue.add(5));
        long start = System.nanoTime();
        assertFalse(queue.offer(5, SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        assertEquals(1, queue.peek());
        assertEquals(1, queue.take());
        assertEquals(2, queue.poll());
        assertEquals(3, queue.poll(SHORT));
        assertEquals(4, queue.remove());
        assertEquals(null, queue.poll());
        start = System.nanoTime();
        assertEquals(null, queue.poll(SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        assertThrows(java.util.NoSuchElementException.class, queue::element);
    }

    @Test
    @Row(value = {"QU07", "QU08", "QU13"}, modes = Mode.MANAGER)
    void shouldKeepTheOrderOfEachProducer() throws Exception {
        ManagedQueue<Integer> queue = manager.queue(10);
        List<Integer> first = IntStream.range(0, 10).boxed().toList();

        assertTrue(queue.addAll(first));
        CompletableFuture<Object> taken = helper.begin(() -> {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(queue.take());
            }
            for (int i = 10; i < 20; i++) {
                queue.put(i);
            }
            return (Serializable) all;
        });

        assertEquals(first, Helper.result(taken));
        List<Integer> rest = new ArrayList<>();
        assertEquals(10, queue.drainTo(rest));
        assertEquals(IntStream.range(10, 20).boxed().toList(), rest);
        assertTrue(queue.isEmpty());
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
    }

    @Test
    @Row(value = "QU15", modes = Mode.MANAGER)
    void shouldJoinWhenAllWorkIsDone() throws Exception {
        ManagedQueue<Integer> queue = manager.queue();
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        assertFalse(queue.join(SHORT));
        CompletableFuture<Object> working = helper.start(() -> {
            for (int i = 0; i < 10; i++) {
                Integer _ = queue.take();
                queue.taskDone();
            }
        });

        queue.join();

        assertTrue(queue.isEmpty());
        Object _ = Helper.result(working);
        assertThrows(IllegalStateException.class, queue::taskDone);
    }
}
