package org.weir.diff;

import org.weir.outcome.Bootstrap;
import org.weir.outcome.RateChange;
import org.weir.outcome.Verdict;
import org.weir.results.ConfigurationKey;
import org.weir.results.LaunchResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is different between two runs.
 *
 * @param configurations those that both runs have samples of, in the order of the later one
 * @param missing those that only the earlier run has
 * @param added those that only the later run has
 * @param tests how many rates were compared; the probabilities are corrected for that by Holm's method
 */
public record RunDiff(List<ConfigurationDiff> configurations, List<ConfigurationKey> missing,
        List<ConfigurationKey> added, int tests) {
    /** The level below which a corrected probability is taken for a change. */
    public static final double LEVEL = 0.05;

    private static final int MOST_OUTCOMES = 200;

    /** More values than that of one grade and description are compared as one. */
    private static final int MOST_ALIKE = 8;
    private static final int EXAMPLES = 3;

    /** Copies the lists. */
    public RunDiff {
        configurations = List.copyOf(configurations);
        missing = List.copyOf(missing);
        added = List.copyOf(added);
    }

    /**
     * A configuration in both runs.
     *
     * @param configuration what it is
     * @param before its verdict in the earlier run
     * @param after its verdict in the later run
     * @param outcomes every outcome that either saw, those that moved most first
     */
    public record ConfigurationDiff(ConfigurationKey configuration, Verdict before, Verdict after,
            List<OutcomeDiff> outcomes) {
        private static final List<Verdict> WORST_FIRST = List.of(Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE,
                Verdict.PASS);

        /** Copies the list. */
        public ConfigurationDiff {
            outcomes = List.copyOf(outcomes);
        }

        /** Whether its verdict is worse than it was. */
        public boolean becameWorse() {
            return WORST_FIRST.indexOf(after) < WORST_FIRST.indexOf(before);
        }
    }

    /**
     * An outcome of a configuration in both runs, or many of one grade and description taken as one: an outcome that is a
     * number has other values each time.
     *
     * @param id its id; of many, some of the ids and how many there are
     * @param change how its rate moved
     * @param corrected the probability of {@code change}, corrected for all the rates that were compared
     */
    public record OutcomeDiff(String id, RateChange change, double corrected) {
        /** Whether only the later run saw it. */
        public boolean appeared() {
            return change.before().count() == 0 && change.after().count() > 0;
        }

        /** Whether only the earlier run saw it. */
        public boolean vanished() {
            return change.before().count() > 0 && change.after().count() == 0;
        }

        /** Whether its rate moved more than chance explains. */
        public boolean moved() {
            return corrected < LEVEL;
        }

        /** How far it moved, in either direction. */
        double distance() {
            return change.ratio() == 0 ? Double.POSITIVE_INFINITY : Math.abs(Math.log(change.ratio()));
        }
    }

    /** A run's results of one configuration, put together; {@code rules} has grade and description of each id. */
    private record Pooled(Verdict verdict, List<LaunchResult> launches, Map<String, String> rules) {
        static Pooled of(ScenarioResult result) {
            Map<String, String> rules = new TreeMap<>();
            result.outcomes()
                    .forEach(outcome -> rules.put(outcome.id(),
                            outcome.expect() + ": " + outcome.description()));
            return new Pooled(result.verdict(), result.launches(), rules);
        }

        Pooled with(Pooled other) {
            Map<String, String> all = new TreeMap<>(rules);
            all.putAll(other.rules);
            return new Pooled(Verdict.of(List.of(verdict, other.verdict)),
                    Stream.concat(launches.stream(), other.launches.stream()).toList(), all);
        }

        List<Bootstrap.Launch> of(Collection<String> ids) {
            return launches.stream()
                    .map(launch -> new Bootstrap.Launch(
                            ids.stream().mapToLong(id -> launch.counts().getOrDefault(id, 0L)).sum(),
                            launch.samples()))
                    .toList();
        }

        long count(Collection<String> ids) {
            return of(ids).stream().mapToLong(Bootstrap.Launch::count).sum();
        }

        boolean isEmpty() {
            return launches.stream().allMatch(launch -> launch.samples() == 0);
        }
    }

    /**
     * Compares two runs. Several results of one configuration in a run are taken together.
     *
     * @param before results of the earlier run
     * @param after results of the later run
     */
    public static RunDiff of(List<ScenarioResult> before, List<ScenarioResult> after) {
        Map<ConfigurationKey, Pooled> earlier = pool(before);
        Map<ConfigurationKey, Pooled> later = pool(after);
        List<ConfigurationDiff> found = new ArrayList<>();
        later.forEach((configuration, now) -> {
            Pooled then = earlier.get(configuration);
            if (then != null) {
                found.add(new ConfigurationDiff(configuration, then.verdict(), now.verdict(), outcomes(then, now)));
            }
        });
        double[] p = found.stream()
                .flatMap(each -> each.outcomes().stream())
                .mapToDouble(outcome -> outcome.change().p())
                .toArray();
        return new RunDiff(corrected(found, RateChange.holm(p)),
                earlier.keySet().stream().filter(key -> !later.containsKey(key)).toList(),
                later.keySet().stream().filter(key -> !earlier.containsKey(key)).toList(), p.length);
    }

    private static Map<ConfigurationKey, Pooled> pool(List<ScenarioResult> results) {
        Map<ConfigurationKey, Pooled> pooled = new LinkedHashMap<>();
        results.forEach(result -> pooled.merge(ConfigurationKey.of(result), Pooled.of(result), Pooled::with));
        return pooled;
    }

    private static List<OutcomeDiff> outcomes(Pooled then, Pooled now) {
        if (then.isEmpty() || now.isEmpty()) {
            return List.of();
        }
        return groups(then, now).entrySet()
                .stream()
                .filter(group -> then.count(group.getValue()) + now.count(group.getValue()) > 0)
                .sorted(Comparator.comparing((Map.Entry<String, Set<String>> group) -> then.count(group.getValue()) > 0)
                        .thenComparing(group -> -then.count(group.getValue()) - now.count(group.getValue())))
                .limit(MOST_OUTCOMES)
                .map(group -> new OutcomeDiff(group.getKey(),
                        RateChange.between(then.of(group.getValue()), now.of(group.getValue())), 1))
                .toList();
    }

    /** The ids that are compared as one, by what they are called. */
    private static Map<String, Set<String>> groups(Pooled then, Pooled now) {
        Map<String, String> rules = then.with(now).rules();
        Map<String, Set<String>> alike = new TreeMap<>();
        Stream.concat(then.launches().stream(), now.launches().stream())
                .flatMap(launch -> launch.counts().keySet().stream())
                .forEach(id -> alike.computeIfAbsent(rules.getOrDefault(id, ""), _ -> new TreeSet<>()).add(id));
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        alike.forEach((rule, ids) -> {
            if (ids.size() > MOST_ALIKE) {
                groups.put(ids.stream().limit(EXAMPLES).collect(Collectors.joining("; ")) + " ... (" + ids.size()
                        + " ids, " + rule + ")", ids);
            } else {
                ids.forEach(id -> groups.put(id, Set.of(id)));
            }
        });
        return groups;
    }

    private static List<ConfigurationDiff> corrected(List<ConfigurationDiff> found, double[] corrected) {
        List<ConfigurationDiff> all = new ArrayList<>();
        int next = 0;
        for (ConfigurationDiff each : found) {
            List<OutcomeDiff> outcomes = new ArrayList<>();
            for (OutcomeDiff outcome : each.outcomes()) {
                outcomes.add(new OutcomeDiff(outcome.id(), outcome.change(), corrected[next++]));
            }
            outcomes.sort(Comparator.comparing((OutcomeDiff outcome) -> !outcome.moved())
                    .thenComparing(outcome -> -outcome.distance()));
            all.add(new ConfigurationDiff(each.configuration(), each.before(), each.after(), outcomes));
        }
        return all;
    }

    /** All outcomes of all configurations that only the later run saw. */
    public List<OutcomeDiff> appeared() {
        return all().filter(OutcomeDiff::appeared).toList();
    }

    /** All outcomes of all configurations whose rate moved. */
    public List<OutcomeDiff> moved() {
        return all().filter(OutcomeDiff::moved).toList();
    }

    /** All configurations whose verdict is worse than it was. */
    public List<ConfigurationDiff> becameWorse() {
        return configurations.stream().filter(ConfigurationDiff::becameWorse).toList();
    }

    private Stream<OutcomeDiff> all() {
        return configurations.stream().flatMap(each -> each.outcomes().stream());
    }
}
