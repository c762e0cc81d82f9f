package org.weir.examples;

import org.weir.channel.RingQueue;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Three processes take a list each, raise its numbers to a power, and put the results into a second queue. Seed 002, which
 * starts and joins them one after the other.
 *
 * <pre>
 * Result: [x^2, 1, 4, 9, 16]
 * Result: [x^3, 1, 8, 27, 64]
 * Result: [x^4, 1, 16, 81, 256]
 * </pre>
 */
final class PowersThroughQueues {
    private PowersThroughQueues() {}

    private static void powerOf(RingQueue<List<Integer>> todo, RingQueue<List<Object>> results, int power)
            throws InterruptedException {
        List<Object> result = new ArrayList<>(List.of("x^" + power));
        for (int number : todo.take()) {
            result.add((int) Math.pow(number, power));
        }
        results.put(result);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (RingQueue<List<Integer>> todo = RingQueue.create(); RingQueue<List<Object>> results = RingQueue.create()) {
            for (int power = 2; power <= 4; power++) {
                todo.put(List.of(1, 2, 3, 4));
            }
            for (int power = 2; power <= 4; power++) {
                JvmProcess process = JvmProcess.of(PowersThroughQueues::powerOf, todo, results, power);
                process.start();
                process.join();
            }
            while (!results.isEmpty()) {
                System.out.println("Result: " + results.take());
            }
        }
    }
}
