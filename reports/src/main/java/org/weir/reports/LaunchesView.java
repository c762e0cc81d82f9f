package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Rates;
import org.weir.reports.stats.Count;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The launches of a result.
 *
 * @param spread the rate of interest in each launch
 * @param modes the same by the modes of the compiler, if there were several; at most one
 * @param outcomes the outcomes that the table has a column for
 * @param rows the launches
 * @param left how many launches are not shown
 * @param jvmArgs JVM arguments that differ between actors or launches, a line each
 */
public record LaunchesView(Picture spread, List<ComparisonView> modes, List<String> outcomes, List<Row> rows, int left,
        List<String> jvmArgs) {
    /** What the mode of the compiler says already. */
    private static final Set<String> MODES = Set.of("-XX:-TieredCompilation", "-XX:TieredStopAtLevel=1", "-Xint");
    private static final int MOST_COLUMNS = 6;
    private static final int MOST_ROWS = 40;
    private static final int MOST_LANES = 10;
    private static final int MOST_ARGUMENTS = 12;

    /** One launch; {@code counts} has one for each of the {@code outcomes}. */
    public record Row(String index, String samples, String perSecond, String jitModes, String pinned, String seed,
            String pids, List<String> counts) {}

    static LaunchesView of(ScenarioResult result, Interest interest, Allowance allowance) {
        List<OutcomeResult> columns = ResultView.mostTelling(
                result.outcomes().stream().filter(outcome -> outcome.count() > 0).toList(), MOST_COLUMNS);
        int rows = result.launches().size() < 2 ? 0 : result.launches().size();
        int shown = allowance.launches(rows, MOST_ROWS);
        return new LaunchesView(allowance.extra(spread(result, interest, allowance)),
                allowance.roomy() ? modes(result, interest) : List.of(),
                columns.stream().map(outcome -> Words.line(outcome.id())).toList(),
                result.launches().stream().limit(shown).map(launch -> row(launch, columns)).toList(),
                rows - shown, jvmArgs(result));
    }

    private static Picture spread(ScenarioResult result, Interest interest, Allowance allowance) {
        if (interest.count().k() == 0 || result.launches().size() < 2) {
            return Picture.NONE;
        }
        int drawn = allowance.lanes(result.launches().size(), MOST_LANES);
        List<Rates.Lane> lanes = new ArrayList<>();
        for (LaunchResult launch : result.launches().subList(0, drawn)) {
            Count count = interest.in(launch);
            lanes.add(new Rates.Lane("", "launch " + launch.index() + modes(launch), count, count.interval(),
                    interest.word().equals("forbidden") ? "fail" : "interesting", Rates.Kind.PROCESSES));
        }
        int left = result.launches().size() - drawn;
        return Rates.draw("Rate of " + interest.names() + " in each launch", lanes,
                left == 0 ? "" : Figures.count(left, "further launch is", "further launches are") + " not drawn.");
    }

    private static String modes(LaunchResult launch) {
        return launch.jitModes().isEmpty() ? "" : " (" + Words.line(String.join(", ", launch.jitModes())) + ")";
    }

    private static List<ComparisonView> modes(ScenarioResult result, Interest interest) {
        Map<String, Count> byMode = new LinkedHashMap<>();
        result.launches()
                .stream()
                .filter(launch -> !launch.jitModes().isEmpty())
                .forEach(launch -> byMode.merge(Words.line(String.join(", ", launch.jitModes())), interest.in(launch),
                        Count::plus));
        if (interest.count().k() == 0) {
            return List.of();
        }
        List<ComparisonView.Member> members = new ArrayList<>();
        byMode.forEach((mode, count) -> members.add(new ComparisonView.Member(mode, "", "", count)));
        return ComparisonView.of("Rate of " + interest.names() + " by compiler mode", members).stream().toList();
    }

    private static Row row(LaunchResult launch, List<OutcomeResult> columns) {
        return new Row(Integer.toString(launch.index()), Figures.count(launch.samples()),
                Words.perSecond(launch.samples(), launch.elapsedNanos()), joined(launch.jitModes()),
                joined(launch.pinned()), Long.toString(launch.seed()), joined(launch.pids()),
                columns.stream()
                        .map(outcome -> Figures.count(launch.counts().getOrDefault(outcome.id(), 0L)))
                        .toList());
    }

    private static String joined(List<?> values) {
        String all = values.stream()
                .limit(12)
                .map(value -> Words.line(String.valueOf(value)))
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? "\u2013" : values.size() > 12 ? all + " \u2026" : all;
    }

    static List<String> jvmArgs(ScenarioResult result) {
        Map<String, List<String>> launches = new LinkedHashMap<>();
        for (LaunchResult launch : result.launches()) {
            Map<List<String>, List<String>> alike = new LinkedHashMap<>();
            launch.jvmArgs()
                    .forEach((actor, args) -> alike
                            .computeIfAbsent(args.stream().distinct().filter(arg -> !MODES.contains(arg)).toList(),
                                    _ -> new ArrayList<>())
                            .add(Words.line(actor)));
            if (alike.size() == 1 && alike.containsKey(List.of())) {
                continue;
            }
            alike.forEach((args, actors) -> launches
                    .computeIfAbsent(
                            (alike.size() == 1 ? "" : String.join(", ", actors) + ": ")
                                    + (args.isEmpty() ? "none"
                                            : Words.line(String.join(" ", args))),
                            _ -> new ArrayList<>())
                    .add(Integer.toString(launch.index())));
        }
        List<String> lines = launches.entrySet()
                .stream()
                .limit(MOST_ARGUMENTS)
                .map(entry -> (entry.getValue().size() == result.launches().size() ? ""
                        : "launch " + String.join(", ", entry.getValue()) + ", ") + entry.getKey())
                .collect(Collectors.toCollection(ArrayList::new));
        Optional.of(launches.size() - MOST_ARGUMENTS)
                .filter(left -> left > 0)
                .ifPresent(left -> lines.add(Figures.count(left, "further line is", "further lines are")
                        + " in results.jsonl."));
        return lines;
    }

    /** Of a single launch, what the row of a table would say. */
    static List<Page.Fact> ofOne(ScenarioResult result) {
        if (result.launches().size() != 1) {
            return List.of();
        }
        LaunchResult launch = result.launches().getFirst();
        List<Page.Fact> facts = new ArrayList<>();
        fact("compiler", launch.jitModes(), facts);
        fact("CPUs", launch.pinned(), facts);
        return facts;
    }

    private static void fact(String name, List<?> values, List<Page.Fact> facts) {
        if (!values.isEmpty()) {
            facts.add(new Page.Fact(name,
                    values.stream().distinct().count() == 1 ? joined(values.subList(0, 1)) : joined(values)));
        }
    }
}
