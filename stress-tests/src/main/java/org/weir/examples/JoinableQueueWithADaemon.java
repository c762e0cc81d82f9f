package org.weir.examples;

import org.weir.channel.JoinableQueue;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.util.stream.IntStream;

/**
 * A daemon takes fifty items and says of each that it is done; the program waits until all are, then ends it. Seed 002,
 * mprocessQueue3.py.
 *
 * <pre>
 * Process-1 ::  0
 * Process-1 ::  1
 * ...
 * Process-1 ::  49
 * </pre>
 */
final class JoinableQueueWithADaemon {
    private JoinableQueueWithADaemon() {}

    private static void consumer(JoinableQueue<Integer> input) throws InterruptedException {
        while (true) {
            int item = input.take();
            System.out.println(JvmProcess.current().name() + " ::  " + item);
            input.taskDone();
        }
    }

    private static void producer(Iterable<Integer> sequence, JoinableQueue<Integer> output)
            throws InterruptedException {
        for (int item : sequence) {
            output.put(item);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (JoinableQueue<Integer> queue = JoinableQueue.create()) {
            JvmProcess consumer = JvmProcess.of(JoinableQueueWithADaemon::consumer, queue).daemon(true);
            consumer.start();
            producer(IntStream.range(0, 50).boxed().toList(), queue);
            queue.join();
            consumer.terminate();
            consumer.join();
        }
    }
}
