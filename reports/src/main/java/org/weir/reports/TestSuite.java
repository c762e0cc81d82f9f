package org.weir.reports;

import java.util.List;

/**
 * The tests of a class, as the build ran them.
 *
 * @param module the module they belong to
 * @param name the fully qualified class name
 * @param tests how many were run, those that failed or were skipped included
 * @param failures how many failed or ended with an exception
 * @param skipped how many were skipped
 * @param seconds how long they took
 * @param properties the properties among them that were tried with generated values
 */
public record TestSuite(String module, String name, int tests, int failures, int skipped, double seconds,
        List<Property> properties) {
    /** Copies the list. */
    public TestSuite {
        properties = List.copyOf(properties);
    }

    /**
     * A property that was tried with generated values.
     *
     * @param name its name
     * @param tries how many values it was tried with
     * @param seed the seed that generates the same values again
     */
    public record Property(String name, long tries, String seed) {}
}
