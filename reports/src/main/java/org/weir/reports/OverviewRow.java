package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.ScenarioResult;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configuration in the table of all; a script sorts by the numbers that it shows.
 *
 * @param verdict what it comes to
 * @param name the configuration
 * @param anchor its fragment; empty if it has no section
 * @param samples in words, a number for each who sampled it
 * @param rate the rate of interest, in words
 * @param what whose rate it is
 * @param bound the upper end of its interval, in words
 * @param took in words
 * @param why the first reason; may be empty
 * @param text what is searched besides what the row shows, in lower case; who sampled it unless processes alone did
 */
public record OverviewRow(Mark verdict, String name, String anchor, String samples, String rate, String what,
        String bound, String took, String why, String text) {

    static List<OverviewRow> of(Catalogue catalogue, Set<String> sections) {
        return catalogue.groups()
                .stream()
                .flatMap(group -> group.configurations().stream())
                .sorted(Comparator
                        .comparingInt((Catalogue.Configuration c) -> Catalogue.WORST_FIRST.indexOf(c.verdict()))
                        .thenComparing(c -> Interest.of(shown(c)).count().k() == 0)
                        .thenComparingLong(c -> -shown(c).samples()))
                .map(configuration -> of(configuration, sections))
                .toList();
    }

    private static OverviewRow of(Catalogue.Configuration configuration, Set<String> sections) {
        List<ScenarioResult> results = configuration.results();
        Verdict verdict = configuration.verdict();
        ScenarioResult first = shown(configuration);
        Interest interest = Interest.of(first);
        boolean known = !interest.isNone() && first.samples() > 0;
        long nanos = results.stream().mapToLong(ScenarioResult::elapsedNanos).sum();
        double high = known ? interest.interval().high() : -1;
        return new OverviewRow(Mark.of(verdict), configuration.name(),
                sections.contains(configuration.anchor()) ? configuration.anchor() : "",
                results.stream().map(result -> Figures.count(result.samples())).collect(Collectors.joining(" + ")),
                known ? Words.share(interest.count()) : "\u2013",
                known ? interest.word() : "", known ? Words.rate(high) : "\u2013", Words.duration(nanos),
                Words.prose(first.reasons().stream().findFirst().orElse("")), text(configuration));
    }

    /** The result whose rate the row has: the first of those with the verdict. */
    private static ScenarioResult shown(Catalogue.Configuration configuration) {
        Verdict verdict = configuration.verdict();
        return configuration.results()
                .stream()
                .filter(result -> result.verdict() == verdict)
                .findFirst()
                .orElseGet(configuration.results()::getFirst);
    }

    private static String text(Catalogue.Configuration configuration) {
        String claims = configuration.results()
                .stream()
                .flatMap(result -> result.study().claims().stream())
                .map(claim -> " claim:" + claim.id())
                .distinct()
                .collect(Collectors.joining());
        String harnesses = configuration.results()
                .stream()
                .map(result -> "by:" + result.harness())
                .collect(Collectors.joining(" "));
        String text = harnesses.equals("by:processes") ? claims.strip() : harnesses + claims;
        return text.isEmpty() ? "" : Words.line(text).toLowerCase(Locale.ROOT);
    }
}
