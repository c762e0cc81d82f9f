package org.weir.reports;

import org.jspecify.annotations.Nullable;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one harness found of a scenario.
 *
 * @param harness who sampled it
 * @param verdict what it comes to
 * @param caption samples, launches, time and rate in a sentence, and how much was seen of what there is to see
 * @param reasons why the verdict is what it is
 * @param outcomes the rows of the outcome table
 * @param others the outcomes that have no row there, each with its count, a sentence for each grade
 * @param left how many outcomes are not shown for their number
 * @param notes what a reader of the numbers should know
 * @param faults the faults that were injected
 * @param convergence how much was seen of what there is to see
 * @param launches the launches
 * @param witnesses single samples
 * @param hint what is said where no single sample is shown; may be empty
 * @param diagnostics dumps and output
 * @param reproduce the command that runs it again; may be empty
 * @param odds how likely that shows the outcome of interest again, in words; may be empty
 * @param settings more facts of the run, in words; may be empty
 * @param more the words of a link to what is said once of all results of the sampler; empty if nothing is
 */
public record ResultView(String harness, Mark verdict, String caption, List<String> reasons, List<OutcomeRow> outcomes,
        List<String> others, int left, List<String> notes, List<FaultRow> faults, ConvergenceView convergence,
        LaunchesView launches, List<WitnessView> witnesses, String hint, List<DiagnosticView> diagnostics,
        String reproduce, String odds, String settings, String more) {
    private static final int MOST_OUTCOMES = 40;
    private static final int MOST_NUMBERS = 8;
    /** What the hint on convergence says of the same number. */
    private static final String BOUND = " bound the rate of any outcome that was not seen to ";
    /** What is so of every memory scenario of processes. */
    private static final String OF_CELLS = "all mutable state lies in shared cells";
    static final String SEPARATOR = " \u00b7 ";
    private static final String NO_SPREAD = "\u2013";

    /** One outcome; {@code launches} is the range of its rates over the launches. */
    public record OutcomeRow(String id, Mark mark, String count, String rate, String interval,
            String launches, String description) {
        /** The class of its colour; null for that of most, which needs none. */
        public @Nullable String style() {
            return mark.style().equals("pass") ? null : mark.style();
        }
    }

    /** A fault with how often it was done. */
    public record FaultRow(String kind, String actor, String point, String due, String done) {}

    /** A dump or output; {@code cut} if its end is left out. */
    public record DiagnosticView(String kind, String title, String text, boolean cut) {}

    /**
     * What the results of a page have in common, which is said of each sampler once: notes in all of them, notes and settings
     * in all of one scenario.
     */
    record Once(Shared ofAll, Shared notes, Shared settings) {
        static Once of(Catalogue.Group group, Shared ofAll, List<EnvironmentInfo> environments) {
            return new Once(ofAll,
                    Shared.of(group.results(), 2, result -> ofAll.without(result.harness(), ResultView.notes(result))),
                    Shared.of(group.results(), 2, result -> ResultView.settings(result, environments)));
        }
    }

    static ResultView of(ScenarioResult result, List<EnvironmentInfo> environments, Once once, Allowance allowance) {
        String sampler = result.harness();
        boolean numbers = TotalsView.isNumeric(result);
        List<OutcomeResult> outcomes = mostTelling(result.outcomes(),
                allowance.rows(result.outcomes().size(), numbers ? MOST_NUMBERS : MOST_OUTCOMES,
                        Interest.isNotable(result)));
        List<String> others = others(result, outcomes);
        boolean listed = allowance.list(result.outcomes().size() - outcomes.size(),
                others.stream().mapToInt(String::length).sum());
        Interest interest = Interest.of(result);
        List<WitnessView> witnesses = witnesses(result, allowance);
        LaunchesView launches = LaunchesView.of(result, interest, allowance);
        ConvergenceView convergence = ConvergenceView.of(result, allowance);
        return new ResultView(Words.line(result.harness()), Mark.of(result.verdict()), caption(result, convergence),
                result.reasons().stream().map(Words::prose).toList(),
                outcomes.stream().map(outcome -> row(outcome, result)).toList(),
                listed ? others : List.of(), listed ? 0 : result.outcomes().size() - outcomes.size(),
                once.notes().without(sampler, once.ofAll().without(sampler, notes(result))),
                result.evidence().faults().stream().map(ResultView::fault).toList(),
                convergence,
                launches,
                witnesses, unwitnessed(result, witnesses),
                result.diagnostics().stream().map(diagnostic -> view(diagnostic, allowance)).toList(),
                Words.block(result.reproduce()), odds(interest),
                String.join(SEPARATOR, once.settings().without(sampler, settings(result, environments))),
                once.ofAll().by(sampler).isEmpty() ? "" : "more on all by " + Words.line(sampler));
    }

    /** How many rows from this one on share its meaning; 0 if the row above has it too. */
    public int span(int row) {
        String meaning = outcomes.get(row).description();
        if (row > 0 && outcomes.get(row - 1).description().equals(meaning)) {
            return 0;
        }
        int end = row + 1;
        while (end < outcomes.size() && outcomes.get(end).description().equals(meaning)) {
            end++;
        }
        return end - row;
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

    private static List<String> others(ScenarioResult result, List<OutcomeResult> shown) {
        Map<String, List<String>> byGrade = new LinkedHashMap<>();
        result.outcomes()
                .stream()
                .filter(outcome -> !shown.contains(outcome))
                .forEach(outcome -> byGrade.computeIfAbsent(Mark.of(outcome).word(), _ -> new ArrayList<>())
                        .add(Words.outcome(outcome.id()) + " \u00d7 " + Figures.count(outcome.count())));
        return byGrade.entrySet()
                .stream()
                .map(grade -> "Further outcomes, " + grade.getKey() + ": " + String.join("; ", grade.getValue()) + ".")
                .toList();
    }

    private static String caption(ScenarioResult result, ConvergenceView convergence) {
        if (result.samples() == 0) {
            return "No sample was taken.";
        }
        return Figures.count(result.samples(), "sample", "samples") + " in "
                + Figures.count(result.launches().size(), "launch", "launches") + ", "
                + Words.duration(result.samplingNanos()) + " of sampling, "
                + Words.perSecond(result.samples(), result.samplingNanos()) + "; " + convergence.text();
    }

    private static OutcomeRow row(OutcomeResult outcome, ScenarioResult result) {
        return new OutcomeRow(Words.outcome(outcome.id()), Mark.of(outcome), Figures.count(outcome.count()),
                result.samples() == 0 ? "\u2013" : Words.rate(outcome.rate(), outcome.interval()),
                Words.interval(outcome.interval()),
                overLaunches(outcome, result),
                Words.block(outcome.description()));
    }

    private static String overLaunches(OutcomeResult outcome, ScenarioResult result) {
        List<Bootstrap.Launch> launches = result.launches()
                .stream()
                .map(launch -> new Bootstrap.Launch(launch.counts().getOrDefault(outcome.id(), 0L), launch.samples()))
                .toList();
        return Bootstrap.interval(launches, result.seed()).map(ResultView::between).orElse(NO_SPREAD);
    }

    private static String between(Interval interval) {
        return Words.rate(interval.low()) + " \u2026 " + Words.rate(interval.high());
    }

    private static FaultRow fault(Evidence.FaultCount fault) {
        return new FaultRow(Words.line(fault.kind()), Words.line(fault.actor()),
                fault.point().isEmpty() ? "a random moment" : "point " + Words.line(fault.point()),
                Figures.count(fault.due()), Figures.count(fault.done()));
    }

    private static List<WitnessView> witnesses(ScenarioResult result, Allowance allowance) {
        Interest interest = Interest.of(result);
        List<Witness> chosen = result.evidence()
                .witnesses()
                .stream()
                .filter(witness -> !witness.events().isEmpty())
                .sorted(Comparator.comparing(witness -> !interest.ids().contains(witness.outcome())))
                .toList();
        int shown = allowance.witnesses(chosen.size(), result.verdict() != Verdict.PASS,
                Interest.isNotable(result));
        return IntStream.range(0, shown)
                .mapToObj(i -> WitnessView.of(chosen.get(i)))
                .toList();
    }

    private static String unwitnessed(ScenarioResult result, List<WitnessView> witnesses) {
        if (!witnesses.isEmpty() || result.samples() == 0) {
            return "";
        }
        if (result.evidence().witnesses().stream().anyMatch(witness -> !witness.events().isEmpty())) {
            return "recorded samples are in results.jsonl";
        }
        return result.speed().equals("MEMORY") ? "" : "no single sample was recorded";
    }

    private static DiagnosticView view(Diagnostic diagnostic, Allowance allowance) {
        String who = diagnostic.actor().isEmpty() ? "" : " of " + Words.line(diagnostic.actor());
        String text = Words.block(diagnostic.text());
        String shown = allowance.diagnostic(text);
        return new DiagnosticView(Words.line(diagnostic.kind()) + who, Words.line(diagnostic.title()), shown,
                shown.length() < text.length());
    }

    private static String odds(Interest interest) {
        if (interest.count().k() == 0) {
            return "";
        }
        return "Odds of seeing " + interest.names() + " again in as many samples: at least "
                + Words.chance(Odds.ofSeeing(interest.interval().low(), interest.count().n())) + ".";
    }

    /** What a reader of the numbers should know, but what is said elsewhere. */
    static List<String> notes(ScenarioResult result) {
        return result.notes().stream().filter(note -> !note.contains(BOUND)).map(Words::prose).toList();
    }

    private static List<String> settings(ScenarioResult result, List<EnvironmentInfo> environments) {
        List<String> facts = new ArrayList<>();
        facts.add("Actors: " + result.actors().stream().map(Words::line).collect(Collectors.joining(", ")));
        facts.add("speed: " + Words.line(result.speed().toLowerCase(Locale.ROOT))
                + (result.speedReason().isEmpty() || result.speedReason().equals(OF_CELLS) ? ""
                        : ", " + Words.line(result.speedReason())));
        if (!result.reproduce().contains(Long.toString(result.seed()))) {
            facts.add("seed: " + result.seed());
        }
        LaunchesView.ofOne(result).forEach(fact -> facts.add(fact.name() + ": " + fact.value()));
        List<String> arguments = LaunchesView.jvmArgs(result);
        if (!arguments.isEmpty()) {
            facts.add("JVM arguments: " + String.join("; ", arguments));
        }
        int environment = environments.indexOf(result.environment()) + 1;
        if (environment > 1) {
            facts.add("environment " + environment);
        }
        return facts;
    }

    /** Facts of the run and what is said where no single sample is shown, in a line; may be empty. */
    public String facts() {
        return Stream.of(settings, hint).filter(part -> !part.isEmpty()).collect(Collectors.joining(SEPARATOR));
    }

    /** Whether there are launches to compare. */
    public boolean several() {
        return outcomes.stream().anyMatch(row -> !row.launches().equals(NO_SPREAD));
    }

    /** What is folded, in words; empty if nothing is. */
    public String folded() {
        List<String> parts = new ArrayList<>();
        if (!launches.rows().isEmpty()) {
            parts.add("launches");
        } else if (!launches.spread().isEmpty() || !launches.modes().isEmpty()) {
            parts.add("spread");
        }
        if (!convergence.picture().isEmpty()) {
            parts.add("convergence");
        }
        String words = String.join(", ", parts);
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Whether there is nothing to say of its verdict. */
    public boolean passed() {
        return verdict.equals(Mark.of(Verdict.PASS));
    }
}
