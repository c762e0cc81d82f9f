package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The same queues and connections between threads of one JVM. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ChannelsBetweenThreadsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int EACH = 500;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Does it in another thread, and waits for it. */
    private <T> T elsewhere(Callable<T> task) throws Exception {
        return get(threads.submit(task));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<ProcessQueue<Integer>> bounded(int items) {
        return List.of(FeederQueue.create(Codec.standard(), items), RingQueue.bounded(items),
                JoinableQueue.create(Codec.standard(), items));
    }

    @Test
    @Row(value = "QU07", modes = Mode.THREADS)
    void shouldHaveRoomAgainWhenAnotherThreadHasTakenEverything() throws Exception {
        for (ProcessQueue<Integer> queue : bounded(3)) {
            for (int i = 0; i < 3; i++) {
                queue.put(i);
            }
            assertFalse(queue.offer(3));
            assertEquals(List.of(0, 1, 2), elsewhere(() -> List.of(queue.take(), queue.take(), queue.take())));
            assertEquals(3, queue.remainingCapacity());
            assertTrue(queue.isEmpty());
            assertTrue(queue.offer(3));
            queue.close();
        }
    }

    @Test
    @Row(value = {"QU08", "QU13"}, modes = Mode.THREADS)
    void shouldKeepTheOrderOfEachThread() throws Exception {
        for (ProcessQueue<Integer> queue : bounded(Integer.MAX_VALUE)) {
            for (int i = 0; i < 10; i++) {
                queue.put(i);
            }
            List<Future<Object>> producers = new ArrayList<>();
            for (int p = 1; p <= 2; p++) {
                int first = p * 1_000_000;
                producers.add(threads.submit(() -> {
                    for (int i = 0; i < EACH; i++) {
                        queue.put(first + i);
                    }
                    return first;
                }));
            }
            int[] next = new int[3];
            assertTimeoutPreemptively(SOON, () -> {
                for (int i = 0; i < 10 + 2 * EACH; i++) {
                    int item = queue.take();
                    assertEquals(next[item / 1_000_000]++, item % 1_000_000, queue.toString());
                    assertTrue(item < 1_000_000 || next[0] == 10, "what was put before they began comes first");
                }
            });
            assertNull(queue.poll());
            for (Future<Object> producer : producers) {
                get(producer);
            }
            queue.close();
        }
    }

    @Test
    @Row(value = "QU15", modes = Mode.THREADS)
    void shouldWaitUntilThreadsHaveDoneAllTasks() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        AtomicInteger done = new AtomicInteger();
        CountDownLatch released = new CountDownLatch(1);
        List<Future<Integer>> workers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            workers.add(threads.submit(() -> {
                for (Integer task = queue.take(); task >= 0; task = queue.take()) {
                    released.await();
                    done.incrementAndGet();
                    queue.taskDone();
                }
                return 0;
            }));
        }
        assertFalse(queue.joinTasks(Duration.ofMillis(50)));
        released.countDown();
        assertTrue(queue.joinTasks(SOON));
        assertEquals(10, done.get());
        assertEquals(0, queue.unfinished());
        for (int t = 0; t < 4; t++) {
            queue.put(-1);
        }
        for (Future<Integer> worker : workers) {
            assertEquals(0, get(worker));
        }
        queue.close();
    }

    @Test
    @Row(value = {"CN15", "CN17"}, modes = Mode.THREADS)
    void shouldCarryEmptyMessagesAmongOthersOneByOne() throws Exception {
        for (Pipe pipe : List.of(Pipe.create(), Pipe.simplex())) {
            List<byte[]> messages = List.of(new byte[0], new byte[]{1}, new byte[0], new byte[0], new byte[3000],
                    new byte[0]);
            Future<Object> sender = threads.submit(() -> {
                for (byte[] message : messages) {
                    pipe.second().sendBytes(message);
                }
                pipe.second().close();
                return 0;
            });
            assertTimeoutPreemptively(SOON, () -> {
                for (byte[] message : messages) {
                    assertTrue(pipe.first().poll(SOON));
                    assertTrue(pipe.first().poll());
                    assertArrayEquals(message, pipe.first().recvBytes());
                }
                assertThrows(EOFException.class, () -> pipe.first().recvBytes());
            });
            get(sender);
            pipe.close();
        }
    }

    @Test
    @Row(value = "CN16", modes = Mode.THREADS)
    void shouldLeaveAMessageWholeForAnotherThreadHoweverOftenOnePolls() throws Exception {
        Pipe pipe = Pipe.create();
        Future<Integer> polls = threads.submit(() -> {
            int seen = 0;
            while (pipe.first().poll(SOON) && seen < EACH) {
                seen++;
            }
            return seen;
        });
        byte[] message = new byte[2000];
        Arrays.fill(message, (byte) 7);
        pipe.second().sendBytes(message);
        assertEquals(EACH, get(polls));
        assertArrayEquals(message, elsewhere(() -> pipe.first().recvBytes()));
        assertFalse(pipe.first().poll());
        pipe.close();
    }
}
