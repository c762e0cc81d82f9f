package org.weir.examples;

import org.weir.process.ProcessPool;

import java.util.stream.IntStream;

/**
 * A pool of four processes squares the numbers from 0 to 9; the results keep their order. Seed 001.
 *
 * <pre>
 * [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
 * </pre>
 */
final class PoolOfSquares {
    private PoolOfSquares() {}

    private static int square(int number) {
        return number * number;
    }

    public static void main(String[] args) throws Exception {
        try (ProcessPool pool = ProcessPool.of(4)) {
            System.out.println(pool.map(PoolOfSquares::square, IntStream.range(0, 10).boxed().toList()));
        }
    }
}
