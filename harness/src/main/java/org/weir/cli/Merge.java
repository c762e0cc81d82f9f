package org.weir.cli;

import org.weir.outcome.Figures;
import org.weir.results.ConfigurationKey;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Shard;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Several runs as one.
 *
 * @param results all their results; those of shards in the order of the plan
 * @param summary what they come to
 * @param objections why they may not belong together, a sentence each; none if they do
 */
record Merge(List<ScenarioResult> results, RunSummary summary, List<String> objections) {
    private static final Pattern BUDGET = Pattern.compile(" --time-budget (\\d{1,12})ms");

    /** Puts runs together, and finds out whether they belong together. */
    static Merge of(List<RunDirectory> runs) {
        List<RunSummary> summaries = runs.stream().flatMap(run -> run.results().summary().stream()).toList();
        List<ScenarioResult> results = inOrderOfThePlan(runs);
        return new Merge(results, summary(runs, summaries, results), objections(runs, results));
    }

    /** For readers of results. */
    ResultsReader.Results read() {
        return new ResultsReader.Results(results, Optional.of(summary), false);
    }

    private static List<ScenarioResult> inOrderOfThePlan(List<RunDirectory> runs) {
        boolean shards = runs.stream().allMatch(run -> shard(run).filter(Shard::split).isPresent());
        if (!shards) {
            return runs.stream().flatMap(run -> run.results().results().stream()).toList();
        }
        List<List<ScenarioResult>> parts = runs.stream()
                .sorted(Comparator.comparingInt(run -> shard(run).map(Shard::index).orElse(0)))
                .map(run -> run.results().results())
                .toList();
        List<ScenarioResult> merged = new ArrayList<>();
        int longest = parts.stream().mapToInt(List::size).max().orElse(0);
        for (int turn = 0; turn < longest; turn++) {
            for (List<ScenarioResult> part : parts) {
                if (turn < part.size()) {
                    merged.add(part.get(turn));
                }
            }
        }
        return merged;
    }

    private static Optional<Shard> shard(RunDirectory run) {
        return run.results().summary().map(RunSummary::shard);
    }

    private static RunSummary summary(List<RunDirectory> runs, List<RunSummary> summaries,
            List<ScenarioResult> results) {
        Instant now = Instant.now();
        Instant started = summaries.stream().map(RunSummary::started).min(Comparator.naturalOrder()).orElse(now);
        Instant ended = summaries.stream().map(RunSummary::ended).max(Comparator.naturalOrder()).orElse(now);
        EnvironmentInfo environment = summaries.stream()
                .map(RunSummary::environment)
                .findFirst()
                .or(() -> results.stream().map(ScenarioResult::environment).findFirst())
                .orElseGet(EnvironmentProbe::capture);
        Set<String> commands = summaries.stream().map(Merge::wholeCommand).collect(Collectors.toSet());
        return RunSummary.of(results, planned(runs), started, ended,
                summaries.stream().mapToLong(RunSummary::seed).findFirst().orElse(0),
                Duration.ofNanos(summaries.stream().mapToLong(RunSummary::budgetNanos).sum()),
                summaries.stream().anyMatch(RunSummary::interrupted),
                commands.size() == 1 ? commands.iterator().next() : "", environment);
    }

    /** What a shard was told, told to all: without the shard, and with the time of all shards. */
    private static String wholeCommand(RunSummary summary) {
        String suffix = " --shard " + summary.shard();
        if (!summary.shard().split() || !summary.command().endsWith(suffix)) {
            return summary.command();
        }
        String whole = summary.command().substring(0, summary.command().length() - suffix.length());
        return BUDGET.matcher(whole)
                .replaceFirst(budget -> " --time-budget "
                        + Long.parseLong(budget.group(1)) * summary.shard().count() + "ms");
    }

    private static int planned(List<RunDirectory> runs) {
        int ofShards = runs.stream()
                .flatMap(run -> shard(run).stream())
                .filter(Shard::split)
                .mapToInt(Shard::configurations)
                .max()
                .orElse(0);
        int ofOthers = 0;
        for (RunDirectory run : runs) {
            if (shard(run).filter(Shard::split).isEmpty()) {
                int finished = run.results().results().size();
                ofOthers += run.results()
                        .summary()
                        .map(summary -> Math.max(finished, summary.planned()))
                        .orElse(finished + 1);
            }
        }
        return ofShards + ofOthers;
    }

    private static List<String> objections(List<RunDirectory> runs, List<ScenarioResult> results) {
        List<String> objections = new ArrayList<>();
        for (RunDirectory run : runs) {
            if (run.results().summary().isEmpty()) {
                objections.add(run.path() + " has no summary.json: that run did not come to its end");
            }
            if (run.results().cutOff()) {
                objections.add(run.path() + ": a crash cut off the last record of its results.jsonl");
            }
        }
        differing("seeds", runs, run -> run.results().summary().map(s -> String.valueOf(s.seed())))
                .map(found -> found + "; run all shards with the same --seed")
                .ifPresent(objections::add);
        differing("commits", runs, run -> run.results().summary().map(s -> commit(s.environment())))
                .map(found -> found + "; their counts are of different code")
                .ifPresent(objections::add);
        differing("versions of Weir", runs, run -> run.results().summary().map(RunSummary::weirVersion))
                .ifPresent(objections::add);
        objections.addAll(duplicates(runs));
        objections.addAll(missing(runs));
        if (results.isEmpty()) {
            objections.add("there is no result in them");
        }
        return List.copyOf(objections);
    }

    private static String commit(EnvironmentInfo environment) {
        return environment.gitCommit().isEmpty() ? "none" : environment.gitCommit();
    }

    private static Optional<String> differing(String what, List<RunDirectory> runs,
            Function<RunDirectory, Optional<String>> property) {
        Map<String, Path> first = new LinkedHashMap<>();
        runs.forEach(run -> property.apply(run).ifPresent(value -> first.putIfAbsent(value, run.path())));
        return first.size() < 2 ? Optional.empty()
                : Optional.of("the " + what + " differ: " + first.entrySet()
                        .stream()
                        .map(entry -> entry.getKey() + " in " + entry.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static List<String> duplicates(List<RunDirectory> runs) {
        Map<ConfigurationKey, Path> first = new LinkedHashMap<>();
        List<String> found = new ArrayList<>();
        for (RunDirectory run : runs) {
            for (ScenarioResult result : run.results().results()) {
                Path other = first.putIfAbsent(ConfigurationKey.of(result), run.path());
                if (other != null) {
                    found.add(result.displayName() + " (" + result.harness() + ") is in " + other
                            + (other.equals(run.path()) ? " twice" : " and in " + run.path()));
                }
            }
        }
        return found;
    }

    private static List<String> missing(List<RunDirectory> runs) {
        List<Shard> shards = runs.stream().flatMap(run -> shard(run).stream()).filter(Shard::split).toList();
        if (shards.isEmpty()) {
            return List.of();
        }
        Set<String> plans = new TreeSet<>(shards.stream()
                .map(shard -> Figures.count(shard.configurations(), "configuration", "configurations") + " in "
                        + Figures.count(shard.count(), "shard", "shards"))
                .toList());
        if (plans.size() > 1) {
            return List.of("they are shards of different plans: " + String.join(", ", plans));
        }
        int count = shards.getFirst().count();
        Set<Integer> numbers = new TreeSet<>(shards.stream().map(Shard::index).toList());
        List<String> absent = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            if (!numbers.contains(index)) {
                absent.add(index + "/" + count);
            }
        }
        return absent.isEmpty() ? List.of()
                : List.of((absent.size() == 1 ? "this shard is" : "these shards are") + " missing: "
                        + String.join(", ", absent));
    }
}
