package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weir.channel.Channels;
import org.weir.channel.FeederQueue;
import org.weir.channel.Pipe;
import org.weir.channel.ProcessQueue;
import org.weir.channel.SimpleQueue;
import org.weir.channel.Waitable;
import org.weir.conformance.Row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A queue does not care how the processes that share it were started, nor how far down the tree they are. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class QueuesAcrossStartMethodsConformanceTest {

    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "WARM"})
    @Row("SM09")
    void shouldCarryItemsHoweverTheChildWasStarted(StartMethod method) throws Exception {
        try (ProcessQueue<String> ring = ProcessQueue.create();
                SimpleQueue<String> simple = SimpleQueue.create();
                FeederQueue<String> feeder = FeederQueue.create()) {
            JvmProcess child = JvmProcess.of(QueuesAcrossStartMethodsConformanceTest::putInAll, ring, simple, feeder)
                    .startMethod(method)
                    .stdio(Stdio.kept())
                    .start();

            assertEquals("ring", ring.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals("simple", simple.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals("feeder", feeder.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEnded(child);
        } finally {
            JvmProcess.of(() -> {}).stdio(Stdio.kept()).keepWarm(0);
        }
    }

    private static void putInAll(ProcessQueue<String> ring, SimpleQueue<String> simple, FeederQueue<String> feeder)
            throws Exception {
        ring.put("ring");
        simple.put("simple");
        feeder.put("feeder");
    }

    @Test
    @Row("SM10")
    void shouldReachTheChildOfTheChildThatPassedItOn() throws Exception {
        try (ProcessQueue<String> queue = ProcessQueue.create()) {
            JvmProcess child = JvmProcess.of(QueuesAcrossStartMethodsConformanceTest::putAndPassOn, queue)
                    .stdio(Stdio.kept())
                    .start();

            Set<String> items = new HashSet<>();
            items.add(queue.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            items.add(queue.poll(SOON.toSeconds(), TimeUnit.SECONDS));

            assertEquals(Set.of("child", "grandchild"), items);
            assertEnded(child);
            assertNull(queue.poll());
        }
    }

    private static void putAndPassOn(ProcessQueue<String> queue) throws Exception {
        JvmProcess grandchild = JvmProcess.of(QueuesAcrossStartMethodsConformanceTest::put, queue, "grandchild")
                .stdio(Stdio.kept())
                .start();
        queue.put("child");
        assertEnded(grandchild);
    }

    private static void put(BlockingQueue<String> queue, String item) throws Exception {
        queue.put(item);
    }

    @Test
    @Row("CN23")
    void shouldReturnEveryReadyConnectionAndSentinelAndNoOther() throws Exception {
        try (Pipe silent = Pipe.create();
                Pipe speaking = Pipe.create();
                ProcessQueue<String> gate = ProcessQueue.create()) {
            JvmProcess waiting = JvmProcess.of(QueuesAcrossStartMethodsConformanceTest::takeOne, gate)
                    .stdio(Stdio.kept())
                    .start();
            JvmProcess ended = JvmProcess.of(() -> {}).stdio(Stdio.kept()).start();
            assertEnded(ended);
            List<Waitable> all = new ArrayList<>(
                    List.of(silent.first(), speaking.first(), waiting.sentinel(), ended.sentinel()));

            assertEquals(List.of(ended.sentinel()), Channels.waitAny(all, SOON));
            speaking.second().send("hello");
            assertEquals(List.of(speaking.first(), ended.sentinel()), Channels.waitAny(all, SOON));
            all.removeAll(List.of(speaking.first(), ended.sentinel()));
            assertEquals(List.of(), Channels.waitAny(all, Duration.ofMillis(50)));
            gate.put("go");
            assertEquals(List.of(waiting.sentinel()), Channels.waitAny(all, SOON));
        }
    }

    private static void takeOne(BlockingQueue<String> gate) throws Exception {
        gate.take();
    }

    private static void assertEnded(JvmProcess process) throws InterruptedException {
        assertTrue(process.join(SOON), () -> process + " did not end");
        assertEquals(OptionalInt.of(0), process.exitCode());
    }
}
