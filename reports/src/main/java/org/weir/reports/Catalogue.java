package org.weir.reports;

import org.weir.outcome.Verdict;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Results as the page groups them: scenarios, worst first, then those that show something, else by name; with their
 * configurations, with who sampled them.
 */
final class Catalogue {
    static final List<Verdict> WORST_FIRST = List.of(Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.PASS);
    private static final List<String> HARNESSES = List.of("processes", "threads, shared cells", "threads",
            "threads, in one JVM", "python");
    private static final List<String> RESERVED = List.of("overview", "claims", "comparisons", "tests", "trend",
            "environment", "results", "filter", "count");

    private final List<Group> groups;

    /** A scenario; {@code anchor} is its fragment on the page. */
    record Group(String scenario, String anchor, List<Configuration> configurations) {
        List<ScenarioResult> results() {
            return configurations.stream().flatMap(configuration -> configuration.results().stream()).toList();
        }

        /** The source, from the first result that has it. */
        Study.Source source() {
            return results().stream()
                    .map(result -> result.study().source())
                    .filter(source -> !source.text().isBlank())
                    .findFirst()
                    .orElse(Study.NONE.source());
        }

        Verdict verdict() {
            return Verdict.of(results().stream().map(ScenarioResult::verdict).toList());
        }

        /** Whether any result of it is, in the sense of {@link Interest#isNotable}. */
        boolean notable() {
            return results().stream().anyMatch(Interest::isNotable);
        }

        String name() {
            return Words.line(scenario.substring(scenario.lastIndexOf('.') + 1));
        }
    }

    /** A configuration; its results are in the order of harnesses, processes first. */
    record Configuration(Map<String, String> params, String anchor, List<ScenarioResult> results) {
        Verdict verdict() {
            return Verdict.of(results.stream().map(ScenarioResult::verdict).toList());
        }

        String name() {
            return Words.line(results.getFirst().displayName());
        }

        String values() {
            return params.isEmpty() ? ""
                    : String.join(", ", params.entrySet()
                            .stream()
                            .map(param -> param.getKey() + "=" + param.getValue())
                            .map(Words::line)
                            .toList());
        }
    }

    private Catalogue(List<Group> groups) {
        this.groups = List.copyOf(groups);
    }

    static Catalogue of(List<ScenarioResult> results) {
        Map<String, Map<Map<String, String>, List<ScenarioResult>>> byScenario = new LinkedHashMap<>();
        results.forEach(result -> byScenario.computeIfAbsent(result.scenario(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(result.params(), _ -> new ArrayList<>())
                .add(result));
        Set<String> taken = new HashSet<>(RESERVED);
        List<Group> groups = new ArrayList<>();
        byScenario.forEach((scenario, byParams) -> {
            String simple = scenario.substring(scenario.lastIndexOf('.') + 1);
            String anchor = free(slug(simple), scenario, taken);
            List<Configuration> configurations = new ArrayList<>();
            byParams.forEach((params, sampled) -> configurations.add(new Configuration(params,
                    params.isEmpty() ? anchor
                            : free(slug(sampled.getFirst().displayName()), scenario + params, taken),
                    sampled.stream().sorted(Comparator.comparingInt(Catalogue::order)).toList())));
            groups.add(new Group(scenario, anchor, configurations));
        });
        groups.sort(Comparator.comparingInt((Group group) -> WORST_FIRST.indexOf(group.verdict()))
                .thenComparing(group -> !group.notable())
                .thenComparing(Group::scenario));
        return new Catalogue(groups);
    }

    /** The same for the same name in every run, unless another scenario of the run has it. */
    private static String free(String slug, String whole, Set<String> taken) {
        String anchor = slug;
        for (int i = 0; !taken.add(anchor); i++) {
            anchor = slug + "-" + Integer.toHexString(whole.hashCode() + i);
        }
        return anchor;
    }

    private static String slug(String name) {
        String slug = name.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "scenario" : slug;
    }

    private static int order(ScenarioResult result) {
        int order = HARNESSES.indexOf(result.harness());
        return order < 0 ? HARNESSES.size() : order;
    }

    List<Group> groups() {
        return groups;
    }

    List<Configuration> configurations() {
        return groups.stream().flatMap(group -> group.configurations().stream()).toList();
    }

    /** The fragment of a configuration; empty if there is no such configuration. */
    Optional<String> anchor(String displayName) {
        return groups.stream()
                .flatMap(group -> group.configurations().stream())
                .filter(configuration -> configuration.results().getFirst().displayName().equals(displayName))
                .map(Configuration::anchor)
                .findFirst();
    }
}
