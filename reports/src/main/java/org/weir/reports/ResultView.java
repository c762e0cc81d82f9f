package org.weir.reports;

import org.weir.outcome.Bootstrap;
import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one harness found of a scenario.
 *
 * @param harness who sampled it
 * @param verdict what it comes to
 * @param caption samples, launches, time and rate in a sentence
 * @param reasons why the verdict is what it is
 * @param outcomes the rows of the outcome table
 * @param left how many outcomes are not shown for their number
 * @param samples all samples, in words
 * @param notes what a reader of the numbers should know
 * @param launches the rows of the launch table
 * @param launchOutcomes the outcomes that the launch table has a column for
 * @param jvmArgs JVM arguments that differ between actors or launches, a line each
 * @param diagnostics dumps and output
 * @param reproduce the command that runs it again; may be empty
 * @param facts more facts of the run
 */
public record ResultView(String harness, Mark verdict, String caption, List<String> reasons, List<OutcomeRow> outcomes,
        int left, String samples, List<String> notes, List<LaunchRow> launches, List<String> launchOutcomes,
        List<String> jvmArgs, List<DiagnosticView> diagnostics, String reproduce, List<Page.Fact> facts) {
    private static final int MOST_OUTCOMES = 200;
    private static final int MOST_COLUMNS = 12;

    /** One outcome; {@code launches} is the range of its rates over the launches. */
    public record OutcomeRow(String id, Mark mark, String count, String rate, String interval, String bound,
            String launches, String description) {}

    /** One launch; {@code rates} has one for each of the result's {@code launchOutcomes}. */
    public record LaunchRow(String index, String samples, String perSecond, String jitModes, String pinned, String seed,
            String pids, List<Cell> rates) {}

    /** A count and its rate. */
    public record Cell(String count, String rate) {}

    /** A dump or output. */
    public record DiagnosticView(String kind, String title, String text) {}

    static ResultView of(ScenarioResult result, List<EnvironmentInfo> environments) {
        List<OutcomeResult> outcomes = mostTelling(result.outcomes(), MOST_OUTCOMES);
        List<OutcomeResult> columns = mostTelling(
                result.outcomes().stream().filter(outcome -> outcome.count() > 0).toList(), MOST_COLUMNS);
        return new ResultView(result.harness(), Mark.of(result.verdict()), caption(result),
                result.reasons().stream().map(Words::prose).toList(),
                outcomes.stream().map(outcome -> row(outcome, result)).toList(),
                result.outcomes().size() - outcomes.size(), Figures.count(result.samples()),
                result.notes().stream().map(Words::prose).toList(),
                result.launches().stream().map(launch -> row(launch, columns)).toList(),
                columns.stream().map(outcome -> Words.line(outcome.id())).toList(), jvmArgs(result),
                result.diagnostics().stream().map(ResultView::view).toList(), Words.block(result.reproduce()),
                facts(result, environments));
    }

    /** Outcomes in their order; of too many those that fail, then the most frequent. */
    static List<OutcomeResult> mostTelling(List<OutcomeResult> outcomes, int most) {
        if (outcomes.size() <= most) {
            return outcomes;
        }
        List<Integer> chosen = IntStream.range(0, outcomes.size())
                .boxed()
                .sorted(Comparator
                        .comparing((Integer i) -> !(outcomes.get(i).forbidden() && outcomes.get(i).count() > 0))
                        .thenComparing(i -> -outcomes.get(i).count()))
                .limit(most)
                .sorted()
                .toList();
        return chosen.stream().map(outcomes::get).toList();
    }

    private static String caption(ScenarioResult result) {
        if (result.samples() == 0) {
            return "No sample was taken.";
        }
        return Figures.count(result.samples(), "sample", "samples") + " in "
                + Figures.count(result.launches().size(), "launch", "launches") + ", "
                + Words.duration(result.samplingNanos()) + " of sampling, "
                + Words.perSecond(result.samples(), result.samplingNanos());
    }

    private static OutcomeRow row(OutcomeResult outcome, ScenarioResult result) {
        return new OutcomeRow(Words.line(outcome.id()), Mark.of(outcome), Figures.count(outcome.count()),
                result.samples() == 0 ? "\u2013" : Words.rate(outcome.rate(), outcome.interval()),
                Words.interval(outcome.interval()),
                outcome.count() == 0 ? "one-sided bound" : "", overLaunches(outcome, result),
                Words.block(outcome.description()));
    }

    private static String overLaunches(OutcomeResult outcome, ScenarioResult result) {
        List<Bootstrap.Launch> launches = result.launches()
                .stream()
                .map(launch -> new Bootstrap.Launch(launch.counts().getOrDefault(outcome.id(), 0L), launch.samples()))
                .toList();
        return Bootstrap.interval(launches, result.seed()).map(ResultView::between).orElse("\u2013");
    }

    private static String between(Interval interval) {
        return Words.rate(interval.low()) + " \u2026 " + Words.rate(interval.high());
    }

    private static LaunchRow row(LaunchResult launch, List<OutcomeResult> columns) {
        return new LaunchRow(Integer.toString(launch.index()), Figures.count(launch.samples()),
                Words.perSecond(launch.samples(), launch.elapsedNanos()), joined(launch.jitModes()),
                joined(launch.pinned()), Long.toString(launch.seed()), joined(launch.pids()),
                columns.stream().map(outcome -> cell(launch, outcome)).toList());
    }

    private static Cell cell(LaunchResult launch, OutcomeResult outcome) {
        long count = launch.counts().getOrDefault(outcome.id(), 0L);
        return new Cell(Figures.count(count),
                launch.samples() == 0 ? "\u2013" : Words.rate((double) count / launch.samples()));
    }

    private static String joined(List<?> values) {
        return values.isEmpty() ? "\u2013"
                : values.stream().map(value -> Words.line(String.valueOf(value))).collect(Collectors.joining(", "));
    }

    private static List<String> jvmArgs(ScenarioResult result) {
        List<String> lines = new ArrayList<>();
        result.launches()
                .forEach(launch -> launch.jvmArgs()
                        .forEach((actor, args) -> lines.add("launch " + launch.index() + ", " + Words.line(actor) + ": "
                                + (args.isEmpty() ? "none" : Words.line(String.join(" ", args))))));
        return lines;
    }

    private static DiagnosticView view(Diagnostic diagnostic) {
        String who = diagnostic.actor().isEmpty() ? "" : " of " + Words.line(diagnostic.actor());
        return new DiagnosticView(Words.line(diagnostic.kind()) + who, Words.line(diagnostic.title()),
                Words.block(diagnostic.text()));
    }

    private static List<Page.Fact> facts(ScenarioResult result, List<EnvironmentInfo> environments) {
        List<Page.Fact> facts = new ArrayList<>();
        facts.add(new Page.Fact("Actors", joined(result.actors())));
        facts.add(new Page.Fact("Speed", Words.line(result.speed())
                + (result.speedReason().isEmpty() ? "" : ": " + Words.line(result.speedReason()))));
        facts.add(new Page.Fact("Took", Words.duration(result.elapsedNanos())));
        facts.add(new Page.Fact("Seed", Long.toString(result.seed())));
        if (environments.size() > 1) {
            facts.add(new Page.Fact("Environment", Integer.toString(environments.indexOf(result.environment()) + 1)));
        }
        return facts;
    }
}
