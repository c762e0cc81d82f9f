package org.weir.reports;

import org.weir.outcome.Bootstrap;
import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.outcome.Verdict;
import org.weir.reports.stats.Odds;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.results.Witness;

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
 * @param notes what a reader of the numbers should know
 * @param faults the faults that were injected
 * @param convergence how much was seen of what there is to see
 * @param launches the launches
 * @param witnesses single samples
 * @param unwitnessed what is said where nothing was recorded; empty if something was
 * @param diagnostics dumps and output
 * @param reproduce the command that runs it again; may be empty
 * @param odds how likely that shows the outcome of interest again, in words; may be empty
 * @param facts more facts of the run
 */
public record ResultView(String harness, Mark verdict, String caption, List<String> reasons, List<OutcomeRow> outcomes,
        int left, List<String> notes, List<FaultRow> faults, ConvergenceView convergence,
        LaunchesView launches, List<WitnessView> witnesses, String unwitnessed, List<DiagnosticView> diagnostics,
        String reproduce, String odds, List<Page.Fact> facts) {
    private static final int MOST_OUTCOMES = 60;
    private static final int MOST_NUMBERS = 16;

    /** One outcome; {@code launches} is the range of its rates over the launches. */
    public record OutcomeRow(String id, Mark mark, String count, String rate, String interval, String bound,
            String launches, String description) {}

    /** A fault with how often it was done. */
    public record FaultRow(String kind, String actor, String point, String due, String done) {}

    /** A dump or output; {@code cut} if its end is left out. */
    public record DiagnosticView(String kind, String title, String text, boolean cut) {}

    static ResultView of(String id, ScenarioResult result, List<EnvironmentInfo> environments, Allowance allowance) {
        boolean numbers = TotalsView.isNumeric(result);
        List<OutcomeResult> outcomes = mostTelling(result.outcomes(),
                allowance.rows(result.outcomes().size(), numbers ? MOST_NUMBERS : MOST_OUTCOMES));
        Interest interest = Interest.of(result);
        List<WitnessView> witnesses = witnesses(id, result, allowance);
        return new ResultView(Words.line(result.harness()), Mark.of(result.verdict()), caption(result),
                result.reasons().stream().map(Words::prose).toList(),
                outcomes.stream().map(outcome -> row(outcome, result)).toList(),
                result.outcomes().size() - outcomes.size(),
                result.notes().stream().map(Words::prose).toList(),
                result.evidence().faults().stream().map(ResultView::fault).toList(),
                ConvergenceView.of(id + "-c", result, allowance),
                LaunchesView.of(id + "-l", result, interest, allowance),
                witnesses, unwitnessed(result, witnesses),
                result.diagnostics().stream().map(diagnostic -> view(diagnostic, allowance)).toList(),
                Words.block(result.reproduce()), odds(interest), facts(result, environments));
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

    private static FaultRow fault(Evidence.FaultCount fault) {
        return new FaultRow(Words.line(fault.kind()), Words.line(fault.actor()),
                fault.point().isEmpty() ? "a random moment" : "point " + Words.line(fault.point()),
                Figures.count(fault.due()), Figures.count(fault.done()));
    }

    private static List<WitnessView> witnesses(String id, ScenarioResult result, Allowance allowance) {
        Interest interest = Interest.of(result);
        List<Witness> chosen = result.evidence()
                .witnesses()
                .stream()
                .filter(witness -> !witness.events().isEmpty())
                .sorted(Comparator.comparing(witness -> !interest.ids().contains(witness.outcome())))
                .toList();
        int shown = allowance.witnesses(chosen.size(), result.verdict() != Verdict.PASS);
        return IntStream.range(0, shown)
                .mapToObj(i -> WitnessView.of(id + "-w" + i, chosen.get(i)))
                .toList();
    }

    private static String unwitnessed(ScenarioResult result, List<WitnessView> witnesses) {
        if (!witnesses.isEmpty() || result.samples() == 0) {
            return "";
        }
        if (result.evidence().witnesses().stream().anyMatch(witness -> !witness.events().isEmpty())) {
            return "Single samples were recorded; they are left out here, and results.jsonl has them.";
        }
        return result.speed().equals("MEMORY") ? "Memory scenarios run too fast to record single samples."
                : "No single sample was recorded.";
    }

    private static DiagnosticView view(Diagnostic diagnostic, Allowance allowance) {
        String who = diagnostic.actor().isEmpty() ? "" : " of " + Words.line(diagnostic.actor());
        String text = Words.block(diagnostic.text());
        String shown = allowance.diagnostic(text);
        return new DiagnosticView(Words.line(diagnostic.kind()) + who, Words.line(diagnostic.title()), shown,
                shown.length() < text.length());
    }

    private static String odds(Interest interest) {
        if (interest.isNone() || interest.count().n() == 0) {
            return "";
        }
        String n = Figures.count(interest.count().n(), "sample", "samples");
        if (interest.count().k() == 0) {
            return "Nothing " + interest.word() + " was seen in " + n + ", so its rate is at most "
                    + Words.rate(interest.interval().high())
                    + " (95%), and no number of samples can be named that would show it.";
        }
        return "With as many samples (" + Figures.count(interest.count().n()) + "), the probability of seeing "
                + interest.names() + " again is at least "
                + Words.chance(Odds.ofSeeing(interest.interval().low(), interest.count().n()))
                + ", taken from the low end of the interval of its rate, on a machine like this.";
    }

    private static List<Page.Fact> facts(ScenarioResult result, List<EnvironmentInfo> environments) {
        List<Page.Fact> facts = new ArrayList<>();
        facts.add(new Page.Fact("Actors",
                result.actors().stream().map(Words::line).collect(Collectors.joining(", "))));
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
