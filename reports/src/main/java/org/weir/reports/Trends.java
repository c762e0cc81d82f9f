package org.weir.reports;

import org.weir.diff.RunDiff;
import org.weir.outcome.Bootstrap;
import org.weir.outcome.Figures;
import org.weir.outcome.RateChange;
import org.weir.outcome.Verdict;
import org.weir.results.ConfigurationKey;
import org.weir.results.OutcomeResult;
import org.weir.results.ReportContext;
import org.weir.results.ScenarioResult;
import org.weir.results.TrendEntry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out how results stand to a baseline and to the history of runs. */
final class Trends {
    private static final int COMMIT = 8;
    private static final int LEAST_POINTS = 2;

    private Trends() {}

    /**
     * What there is to say of earlier runs.
     *
     * @return empty if nothing is known of any
     */
    static Optional<Trend> of(List<ScenarioResult> results, ReportContext context) {
        Map<ConfigurationKey, List<TrendEntry>> histories = histories(results, context.history());
        Map<ConfigurationKey, TrendEntry> before = before(histories);
        if (context.baseline().isEmpty() && before.isEmpty()) {
            return Optional.empty();
        }
        List<Trend.History> rates = results.stream()
                .flatMap(result -> history(result, histories.getOrDefault(ConfigurationKey.of(result), List.of()))
                        .stream())
                .toList();
        return Optional.of(context.baseline()
                .map(baseline -> new Trend(baseline.name(), notes(RunDiff.of(baseline.results(), results)),
                        changes(RunDiff.of(baseline.results(), results), results), rates))
                .orElseGet(() -> new Trend("the run before in the history: " + before.values()
                        .stream()
                        .map(entry -> Words.time(entry.time()) + commit(entry.commit()))
                        .distinct()
                        .limit(2)
                        .collect(Collectors.joining(", or ")), environments(results, before), changes(results, before),
                        rates)));
    }

    /** The entries of each configuration, that of this run last; an entry of this run that is there already is it. */
    private static Map<ConfigurationKey, List<TrendEntry>> histories(List<ScenarioResult> results,
            List<TrendEntry> history) {
        Map<ConfigurationKey, List<TrendEntry>> remembered = new LinkedHashMap<>();
        history.forEach(entry -> remembered.computeIfAbsent(entry.configuration(), _ -> new ArrayList<>()).add(entry));
        Map<ConfigurationKey, List<TrendEntry>> histories = new LinkedHashMap<>();
        for (ScenarioResult result : results) {
            TrendEntry now = TrendEntry.of(result, Instant.MAX);
            List<TrendEntry> entries = new ArrayList<>(remembered.getOrDefault(now.configuration(), List.of())
                    .stream()
                    .filter(entry -> !same(entry, now))
                    .toList());
            entries.add(now);
            histories.put(now.configuration(), entries);
        }
        return histories;
    }

    private static boolean same(TrendEntry a, TrendEntry b) {
        return a.seed() == b.seed() && a.samples() == b.samples() && a.counts().equals(b.counts())
                && a.commit().equals(b.commit()) && a.fingerprint().equals(b.fingerprint());
    }

    private static Map<ConfigurationKey, TrendEntry> before(Map<ConfigurationKey, List<TrendEntry>> histories) {
        Map<ConfigurationKey, TrendEntry> before = new LinkedHashMap<>();
        histories.forEach((configuration, entries) -> {
            if (entries.size() >= LEAST_POINTS) {
                before.put(configuration, entries.get(entries.size() - 2));
            }
        });
        return before;
    }

    private static String commit(String commit) {
        return commit.isEmpty() ? "" : ", commit " + Words.line(brief(commit));
    }

    private static String brief(String commit) {
        return commit.length() <= COMMIT ? commit
                : commit.substring(0, COMMIT) + (commit.endsWith("+") ? "+" : "");
    }

    private static Optional<Trend.History> history(ScenarioResult result, List<TrendEntry> entries) {
        Interest interest = Interest.of(result);
        if (entries.size() < LEAST_POINTS || interest.ids().isEmpty()) {
            return Optional.empty();
        }
        List<Trend.Point> points = entries.stream()
                .map(entry -> new Trend.Point(name(entry), entry.environment(), count(entry, interest.ids()),
                        entry.samples()))
                .toList();
        return Optional.of(new Trend.History(result.displayName(),
                result.displayName() + ", " + result.harness() + ": " + interest.names(), points));
    }

    private static String name(TrendEntry entry) {
        String when = entry.time().equals(Instant.MAX) ? "this run" : Words.time(entry.time()).substring(0, 16);
        return entry.commit().isEmpty() ? when
                : entry.time().equals(Instant.MAX) ? brief(entry.commit()) + ", this run"
                        : brief(entry.commit()) + ", " + when;
    }

    private static long count(TrendEntry entry, Set<String> ids) {
        return entry.counts()
                .entrySet()
                .stream()
                .filter(each -> ids.contains(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static List<String> environments(List<ScenarioResult> results, Map<ConfigurationKey, TrendEntry> before) {
        long moved = results.stream().filter(result -> {
            TrendEntry then = before.get(ConfigurationKey.of(result));
            return then != null && !then.fingerprint().equals(TrendEntry.of(result, Instant.MAX).fingerprint());
        }).count();
        return moved == 0 ? List.of()
                : List.of("The environment is another than then, for " + Figures.count(moved, "result", "results")
                        + ": rates of different machines say little of the code.");
    }

    /** By the history, which has few counts: the verdict and the rate of interest of each configuration. */
    private static List<Trend.Change> changes(List<ScenarioResult> results,
            Map<ConfigurationKey, TrendEntry> before) {
        List<ScenarioResult> known = results.stream()
                .filter(result -> before.containsKey(ConfigurationKey.of(result)) && result.samples() > 0)
                .filter(result -> then(result, before).samples() > 0 && !Interest.of(result).ids().isEmpty())
                .toList();
        List<RateChange> moves = known.stream().map(result -> {
            Interest interest = Interest.of(result);
            TrendEntry then = then(result, before);
            return RateChange.between(List.of(new Bootstrap.Launch(count(then, interest.ids()), then.samples())),
                    result.launches()
                            .stream()
                            .map(interest::in)
                            .map(count -> new Bootstrap.Launch(count.k(), count.n()))
                            .toList());
        }).toList();
        double[] corrected = RateChange.holm(moves.stream().mapToDouble(RateChange::p).toArray());
        List<Trend.Change> changes = new ArrayList<>();
        results.forEach(result -> Optional.ofNullable(before.get(ConfigurationKey.of(result)))
                .ifPresent(then -> verdict(ConfigurationKey.of(result), then.verdict(), result.verdict(), changes)));
        for (int i = 0; i < known.size(); i++) {
            if (corrected[i] < RunDiff.LEVEL) {
                Interest interest = Interest.of(known.get(i));
                changes.add(moved(ConfigurationKey.of(known.get(i)), interest.names(), moves.get(i), corrected[i],
                        interest.word().equals("forbidden")));
            }
        }
        return sorted(changes);
    }

    private static TrendEntry then(ScenarioResult result, Map<ConfigurationKey, TrendEntry> before) {
        return Optional.ofNullable(before.get(ConfigurationKey.of(result))).orElseThrow();
    }

    private static List<Trend.Change> changes(RunDiff diff, List<ScenarioResult> results) {
        Map<ConfigurationKey, Set<String>> forbidden = results.stream()
                .collect(Collectors.toMap(ConfigurationKey::of,
                        result -> result.outcomes()
                                .stream()
                                .filter(OutcomeResult::forbidden)
                                .map(OutcomeResult::id)
                                .collect(Collectors.toSet()),
                        (a, _) -> a));
        List<Trend.Change> changes = new ArrayList<>();
        for (RunDiff.ConfigurationDiff each : diff.configurations()) {
            verdict(each.configuration(), each.before(), each.after(), changes);
            Set<String> wrong = forbidden.getOrDefault(each.configuration(), Set.of());
            each.outcomes()
                    .stream()
                    .filter(outcome -> outcome.moved()
                            || (outcome.appeared() && wrong.contains(outcome.id())))
                    .forEach(outcome -> changes.add(moved(each.configuration(), outcome.id(), outcome.change(),
                            outcome.corrected(), wrong.contains(outcome.id()))));
        }
        return sorted(changes);
    }

    private static List<String> notes(RunDiff diff) {
        List<String> notes = new ArrayList<>();
        absent("is new", "are new", diff.added(), notes);
        absent("is not in this run", "are not in this run", diff.missing(), notes);
        return notes;
    }

    private static void absent(String one, String many, List<ConfigurationKey> keys, List<String> notes) {
        if (!keys.isEmpty()) {
            notes.add(keys.stream().limit(3).map(ConfigurationKey::displayName).collect(Collectors.joining(", "))
                    + (keys.size() > 3 ? " and " + (keys.size() - 3) + " more " : " ")
                    + (keys.size() == 1 ? one : many) + ".");
        }
    }

    private static void verdict(ConfigurationKey key, Verdict then, Verdict now, List<Trend.Change> changes) {
        if (then != now) {
            boolean worse = Catalogue.WORST_FIRST.indexOf(now) < Catalogue.WORST_FIRST.indexOf(then);
            changes.add(new Trend.Change(key.displayName(), key.harness(),
                    worse ? Trend.Direction.WORSE : Trend.Direction.BETTER, then + " became " + now + "."));
        }
    }

    private static Trend.Change moved(ConfigurationKey key, String what, RateChange change, double corrected,
            boolean wrong) {
        boolean rose = change.ratio() > 1;
        String ratio = change.before().count() == 0 ? "It is new"
                : change.after().count() == 0 ? "It is gone"
                        : String.format(Locale.ROOT, "%.3g times as often (%.3g \u2026 %.3g)", change.ratio(),
                                change.low(), change.high());
        return new Trend.Change(key.displayName(), key.harness(),
                !wrong ? Trend.Direction.DIFFERENT : rose ? Trend.Direction.WORSE : Trend.Direction.BETTER,
                Words.line(what) + ": " + ratio + ": " + figures(change.before()) + ", now " + figures(change.after())
                        + String.format(Locale.ROOT, "; corrected p = %.2g (%s).", corrected, change.test()));
    }

    private static String figures(Bootstrap.Launch launch) {
        return Figures.count(launch.count()) + " of " + Figures.count(launch.samples());
    }

    private static List<Trend.Change> sorted(List<Trend.Change> changes) {
        return changes.stream().sorted(Comparator.comparing(Trend.Change::direction)).toList();
    }
}
