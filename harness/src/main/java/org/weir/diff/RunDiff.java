package org.weir.diff;

import org.weir.outcome.Bootstrap;
import org.weir.outcome.RateChange;
import org.weir.outcome.Verdict;
import org.weir.results.ConfigurationKey;
import org.weir.results.LaunchResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * An outcome of a configuration in both runs.
     *
     * @param id its id
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

    /** Both runs' results of one configuration, put together. */
    private record Pooled(Verdict verdict, List<LaunchResult> launches) {
        List<Bootstrap.Launch> of(String id) {
            return launches.stream()
                    .map(launch -> new Bootstrap.Launch(launch.counts().getOrDefault(id, 0L), launch.samples()))
                    .toList();
        }

        long count(String id) {
            return of(id).stream().mapToLong(Bootstrap.Launch::count).sum();
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
        results.forEach(result -> pooled.merge(ConfigurationKey.of(result),
                new Pooled(result.verdict(), result.launches()),
                (a, b) -> new Pooled(Verdict.of(List.of(a.verdict(), b.verdict())),
                        Stream.concat(a.launches().stream(), b.launches().stream()).toList())));
        return pooled;
    }

    private static List<OutcomeDiff> outcomes(Pooled then, Pooled now) {
        if (then.isEmpty() || now.isEmpty()) {
            return List.of();
        }
        return Stream.concat(then.launches().stream(), now.launches().stream())
                .flatMap(launch -> launch.counts().keySet().stream())
                .distinct()
                .filter(id -> then.count(id) + now.count(id) > 0)
                .sorted(Comparator.comparing((String id) -> then.count(id) > 0)
                        .thenComparing(id -> -then.count(id) - now.count(id)))
                .limit(MOST_OUTCOMES)
                .map(id -> new OutcomeDiff(id, RateChange.between(then.of(id), now.of(id)), 1))
                .toList();
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
