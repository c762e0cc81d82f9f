package org.weir.examples;

import org.weir.process.ProcessPool;

import java.util.List;

/**
 * Temperatures to Fahrenheit and back, through a pool: equal to what a loop gives. Seed 002.
 *
 * <pre>
 * [96.8, 98.6, 100.4, 102.2]
 * [36.0, 37.0, 38.0, 39.0]
 * </pre>
 */
final class Temperatures {
    private Temperatures() {}

    private static double toFahrenheit(double celsius) {
        return 9 * celsius / 5 + 32;
    }

    private static double toCelsius(double fahrenheit) {
        return Math.round((fahrenheit - 32) * 5 / 9 * 1e9) / 1e9;
    }

    public static void main(String[] args) throws Exception {
        try (ProcessPool pool = ProcessPool.of(2)) {
            List<Double> fahrenheit = pool.map(Temperatures::toFahrenheit, List.of(36.0, 37.0, 38.0, 39.0));
            System.out.println(fahrenheit);
            System.out.println(pool.map(Temperatures::toCelsius, fahrenheit));
        }
    }
}
