package org.weir.reports;

import org.weir.outcome.Figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tests of a build.
 *
 * @param verdict whether all passed
 * @param headline that, in a sentence
 * @param modules one row for each module
 * @param failed the classes with failures
 * @param properties the properties that were tried with generated values
 * @param left how many properties are left out for their number
 */
public record TestsView(Mark verdict, String headline, List<Module> modules, List<String> failed,
        List<Property> properties, int left) {
    private static final int MOST_PROPERTIES = 200;

    /** A module. */
    public record Module(Mark verdict, String name, String classes, String tests, String failures, String skipped,
            String properties, String took) {}

    /** A property. */
    public record Property(String name, String tries, String seed) {}

    static TestsView of(List<TestSuite> suites) {
        Map<String, List<TestSuite>> byModule = new LinkedHashMap<>();
        suites.forEach(suite -> byModule.computeIfAbsent(suite.module(), _ -> new ArrayList<>()).add(suite));
        int tests = suites.stream().mapToInt(TestSuite::tests).sum();
        int failures = suites.stream().mapToInt(TestSuite::failures).sum();
        List<Property> properties = suites.stream()
                .flatMap(suite -> suite.properties()
                        .stream()
                        .map(property -> new Property(
                                Words.line(suite.name().substring(suite.name().lastIndexOf('.') + 1) + "."
                                        + property.name()),
                                Figures.count(property.tries()), Words.line(property.seed()))))
                .toList();
        return new TestsView(mark(failures),
                Figures.count(tests, "test", "tests") + " in " + Figures.count(suites.size(), "class", "classes") + ", "
                        + (failures == 0 ? "all without a failure." : Figures.count(failures) + " of them failed."),
                byModule.entrySet().stream().map(entry -> module(entry.getKey(), entry.getValue())).toList(),
                suites.stream().filter(suite -> suite.failures() > 0).map(suite -> Words.line(suite.name())).toList(),
                properties.stream().limit(MOST_PROPERTIES).toList(),
                Math.max(0, properties.size() - MOST_PROPERTIES));
    }

    private static Module module(String name, List<TestSuite> suites) {
        int failures = suites.stream().mapToInt(TestSuite::failures).sum();
        return new Module(mark(failures), Words.line(name), Figures.count(suites.size()),
                Figures.count(suites.stream().mapToInt(TestSuite::tests).sum()), Figures.count(failures),
                Figures.count(suites.stream().mapToInt(TestSuite::skipped).sum()),
                Figures.count(suites.stream().mapToInt(suite -> suite.properties().size()).sum()),
                String.format(Locale.ROOT, "%.1f s", suites.stream().mapToDouble(TestSuite::seconds).sum()));
    }

    private static Mark mark(int failures) {
        return Mark.of(failures == 0);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return modules.isEmpty();
    }
}
