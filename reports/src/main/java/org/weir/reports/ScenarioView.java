package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentInfo;
import org.weir.results.ScenarioResult;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One configuration of a scenario, with everybody who sampled it beside one another.
 *
 * @param anchor its fragment on the page
 * @param name the class name without its package, and the parameters
 * @param scenario the fully qualified class name
 * @param verdict the worst verdict of its results
 * @param why the first reason; empty if there is none
 * @param samples the samples of all its results, in words
 * @param description what it is about; may be empty
 * @param refs where its claim comes from
 * @param chart the rates of its outcomes on one axis
 * @param results one for each who sampled it, processes first
 */
public record ScenarioView(String anchor, String name, String scenario, Mark verdict, String why, String samples,
        String description, List<Ref> refs, Chart chart, List<ResultView> results) {

    /** A source; a link only if it is an address of the web. */
    public record Ref(String text, boolean link) {}

    static Verdict verdict(List<ScenarioResult> results) {
        return Verdict.of(results.stream().map(ScenarioResult::verdict).toList());
    }

    static ScenarioView of(List<ScenarioResult> group, int number, List<EnvironmentInfo> environments) {
        List<ScenarioResult> results = group.stream()
                .sorted((a, b) -> Boolean.compare(isProcesses(b), isProcesses(a)))
                .toList();
        ScenarioResult first = results.getFirst();
        String anchor = "s" + number;
        String why = results.stream()
                .filter(result -> result.verdict() == verdict(results))
                .flatMap(result -> result.reasons().stream())
                .findFirst()
                .orElse("");
        return new ScenarioView(anchor, Words.line(first.displayName()), Words.line(first.scenario()),
                Mark.of(verdict(results)), Words.prose(why),
                results.stream().map(result -> Figures.count(result.samples())).collect(Collectors.joining(" + ")),
                Words.block(first.description()), first.refs().stream().map(ScenarioView::ref).toList(),
                Chart.of(anchor, results),
                results.stream().map(result -> ResultView.of(result, environments)).toList());
    }

    private static Ref ref(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return new Ref(Words.line(text), lower.startsWith("https://") || lower.startsWith("http://"));
    }

    private static boolean isProcesses(ScenarioResult result) {
        return result.harness().equals("processes");
    }
}
