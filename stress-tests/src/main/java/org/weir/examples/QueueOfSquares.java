package org.weir.examples;

import org.weir.channel.RingQueue;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.util.List;

/**
 * One process puts squares into a queue, another takes them until it is empty. Here that is right: the items of a
 * {@link RingQueue} are in the queue when {@code put} returns. With the feeder thread of the original, and of
 * {@link org.weir.channel.FeederQueue}, the second process may find the queue empty. Seed 000.
 *
 * <pre>
 * Queue elements:
 * 1
 * 4
 * 9
 * 16
 * Queue is now empty!
 * </pre>
 */
final class QueueOfSquares {
    private QueueOfSquares() {}

    private static void squareList(List<Integer> numbers, RingQueue<Integer> queue) throws InterruptedException {
        for (int number : numbers) {
            queue.put(number * number);
        }
    }

    private static void printQueue(RingQueue<Integer> queue) throws InterruptedException {
        System.out.println("Queue elements:");
        while (!queue.isEmpty()) {
            System.out.println(queue.take());
        }
        System.out.println("Queue is now empty!");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (RingQueue<Integer> queue = RingQueue.create()) {
            JvmProcess p1 = JvmProcess.of(QueueOfSquares::squareList, List.of(1, 2, 3, 4), queue);
            p1.start();
            p1.join();
            JvmProcess p2 = JvmProcess.of(QueueOfSquares::printQueue, queue);
            p2.start();
            p2.join();
        }
    }
}
