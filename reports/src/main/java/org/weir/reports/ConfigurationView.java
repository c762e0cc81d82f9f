package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Rates;
import org.weir.reports.stats.Count;
import org.weir.results.EnvironmentInfo;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One configuration of a scenario, with everybody who sampled it beside one another.
 *
 * @param anchor its fragment; empty if it is that of the scenario
 * @param values the parameters; empty if there are none
 * @param verdict the worst verdict of its results
 * @param samples the samples of all its results, in words
 * @param interest the rate of interest in words; may be empty
 * @param open whether it is shown at once
 * @param rates the rates of its outcomes on one axis
 * @param totals their distribution if they are numbers
 * @param ratios those who sampled it beside one another: the ratios of their rates of interest, a sentence each
 * @param results one for each who sampled it, processes first
 */
public record ConfigurationView(String anchor, String values, Mark verdict, String samples, String interest,
        boolean open, Picture rates, TotalsView totals, List<String> ratios, List<ResultView> results) {
    private static final int MOST_OUTCOMES = 16;

    static ConfigurationView of(Catalogue.Configuration configuration, boolean own, boolean shown, boolean curve,
            List<EnvironmentInfo> environments, ResultView.Once once, Allowance allowance) {
        List<ScenarioResult> results = configuration.results();
        List<ResultView> views = new ArrayList<>();
        for (ScenarioResult result : results) {
            views.add(ResultView.of(result, environments, once, allowance));
        }
        return new ConfigurationView(own ? configuration.anchor() : "", configuration.values(),
                Mark.of(configuration.verdict()),
                results.stream().map(result -> Figures.count(result.samples())).collect(Collectors.joining(" + "))
                        + (results.stream().mapToLong(ScenarioResult::samples).sum() == 1 ? " sample" : " samples"),
                interest(results), shown || configuration.verdict() != Verdict.PASS,
                allowance.rates(rates(configuration, allowance), telling(configuration, curve)),
                TotalsView.of(configuration.name(), results, allowance),
                harnesses(results), views);
    }

    private static Allowance.Telling telling(Catalogue.Configuration configuration, boolean curve) {
        boolean alone = configuration.results().stream().filter(result -> result.samples() > 0).count() == 1;
        long seen = configuration.results()
                .stream()
                .flatMap(result -> result.outcomes().stream())
                .filter(outcome -> outcome.count() > 0)
                .count();
        return configuration.verdict() != Verdict.PASS ? Allowance.Telling.WRONG
                : alone && (curve || seen < 2) ? Allowance.Telling.AGAIN : Allowance.Telling.RATES;
    }

    private static String interest(List<ScenarioResult> results) {
        ScenarioResult first = results.getFirst();
        String word = Interest.of(first).word();
        return word.isEmpty() ? ""
                : word + " " + results.stream()
                        .filter(result -> result.samples() > 0)
                        .map(result -> often(Interest.count(first, result))
                                + (results.size() == 1 ? "" : " by " + Words.line(result.harness())))
                        .collect(Collectors.joining("; "));
    }

    private static String often(Count count) {
        return count.k() == 0 ? "never seen, at most " + Words.rate(count.interval().high()) : Words.share(count);
    }

    private static Picture rates(Catalogue.Configuration configuration, Allowance allowance) {
        List<ScenarioResult> sampled = configuration.results()
                .stream()
                .filter(result -> result.samples() > 0)
                .toList();
        boolean numeric = sampled.stream().anyMatch(TotalsView::isNumeric);
        Set<String> all = new LinkedHashSet<>();
        Set<String> shown = new LinkedHashSet<>();
        for (ScenarioResult result : sampled) {
            List<OutcomeResult> outcomes = result.outcomes()
                    .stream()
                    .filter(outcome -> !numeric || !TotalsView.isNumber(outcome))
                    .toList();
            outcomes.forEach(outcome -> all.add(outcome.id()));
            ResultView.mostTelling(outcomes, allowance.lanes(outcomes.size(), MOST_OUTCOMES))
                    .forEach(outcome -> shown.add(outcome.id()));
        }
        List<Rates.Lane> lanes = new ArrayList<>();
        for (String outcomeId : shown) {
            boolean first = true;
            for (ScenarioResult result : sampled) {
                for (OutcomeResult outcome : result.outcomes()) {
                    if (outcome.id().equals(outcomeId)) {
                        lanes.add(new Rates.Lane(first ? Words.outcome(outcomeId) : "",
                                sampled.size() > 1 ? Words.line(result.harness()) : "",
                                new Count(outcome.count(), result.samples()), outcome.interval(),
                                Mark.of(outcome).style(), ComparisonView.kind(result.harness())));
                        first = false;
                    }
                }
            }
        }
        int left = all.size() - shown.size();
        return lanes.size() < 2 ? Picture.NONE
                : Rates.bare("Rates of " + configuration.name(), lanes, left == 0 ? ""
                        : Figures.count(left, "further outcome is", "further outcomes are") + " not drawn.");
    }

    private static List<String> harnesses(List<ScenarioResult> results) {
        ScenarioResult first = results.getFirst();
        Interest interest = Interest.of(first);
        List<ComparisonView.Member> members = results.stream()
                .map(result -> new ComparisonView.Member(Words.line(result.harness()), "", "",
                        Interest.count(first, result)))
                .toList();
        return interest.isNone() ? List.of()
                : ComparisonView.sentences(interest.word().equals(Interest.FORBIDDEN)
                        ? "What is forbidden in " + Words.line(first.harness())
                        : interest.names(), members);
    }
}
