package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Rates;
import org.weir.reports.stats.Count;
import org.weir.reports.stats.RateRatio;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rates beside one another on one axis.
 *
 * @param title what is compared
 * @param picture the rates
 * @param rows the same with their ratios
 * @param reference the name of the rate that the others are divided by
 * @param left how many rates are left out for their number
 * @param methods how the intervals of the ratios were computed, a sentence; empty if there are none
 */
public record ComparisonView(String title, Picture picture, List<Row> rows, String reference, int left,
        String methods) {
    private static final int MOST = 30;

    /** A rate. */
    public record Row(String name, String who, String anchor, String count, String rate, String interval,
            String ratio) {}

    /** What is compared. */
    record Member(String name, String who, String anchor, Count count) {
        String whole() {
            return who.isEmpty() ? name : name + " (" + who + ")";
        }
    }

    static List<ComparisonView> of(Catalogue catalogue, Set<String> sections) {
        Map<String, List<Member>> groups = new LinkedHashMap<>();
        for (Catalogue.Group group : catalogue.groups()) {
            for (Catalogue.Configuration configuration : group.configurations()) {
                for (ScenarioResult result : configuration.results()) {
                    for (Study.Comparison comparison : result.study().comparisons()) {
                        String values = configuration.values();
                        groups.computeIfAbsent(comparison.group(), _ -> new ArrayList<>())
                                .add(new Member(
                                        Words.line(comparison.label()) + (values.isEmpty() ? "" : ", " + values),
                                        Words.line(result.harness()),
                                        sections.contains(configuration.anchor()) ? configuration.anchor() : "",
                                        Interest.count(result, comparison.of())));
                    }
                }
            }
        }
        List<ComparisonView> views = new ArrayList<>();
        groups.forEach((name, members) -> of(Words.line(name), members).ifPresent(views::add));
        return views;
    }

    /** A comparison of those members that have samples; empty if there are fewer than two. */
    static Optional<ComparisonView> of(String title, List<Member> members) {
        List<Member> sampled = members.stream().filter(member -> member.count().n() > 0).toList();
        if (sampled.size() < 2) {
            return Optional.empty();
        }
        Member reference = sampled.stream()
                .max(Comparator.comparingDouble(member -> member.count().rate()))
                .orElseThrow();
        List<Member> shown = sampled.stream()
                .sorted(Comparator.comparingDouble((Member member) -> -member.count().rate()))
                .limit(MOST)
                .toList();
        List<Rates.Lane> lanes = shown.stream()
                .map(member -> new Rates.Lane(member.name(), member.who(), member.count(), member.count().interval(),
                        member.equals(reference) ? "interesting" : member.count().k() == 0 ? "unseen" : "c1",
                        kind(member.who())))
                .toList();
        return Optional.of(new ComparisonView(title, Rates.bare(title, lanes, ""),
                shown.stream().map(member -> row(member, reference)).toList(), reference.whole(),
                sampled.size() - shown.size(), methods(shown, reference)));
    }

    private static String methods(List<Member> members, Member reference) {
        List<String> methods = members.stream()
                .filter(member -> !member.equals(reference))
                .map(member -> RateRatio.of(member.count(), reference.count()).method())
                .distinct()
                .sorted()
                .toList();
        return methods.isEmpty() ? "" : "Intervals of ratios: " + String.join("; ", methods) + ".";
    }

    /** Each rate as a multiple of the highest one; none if nothing was seen, or there is nobody to compare with. */
    static List<String> sentences(String what, List<Member> members) {
        List<Member> sampled = members.stream().filter(member -> member.count().n() > 0).toList();
        Optional<Member> highest = sampled.stream()
                .filter(member -> member.count().k() > 0)
                .max(Comparator.comparingDouble(member -> member.count().rate()));
        return highest.map(reference -> sampled.stream().filter(member -> !member.equals(reference)).map(member -> {
            RateRatio ratio = RateRatio.of(member.count(), reference.count());
            return what + ": the rate of " + member.name() + " is " + ratio(ratio) + " times that of "
                    + reference.name() + " (" + ratio.method() + ").";
        }).toList()).orElse(List.of());
    }

    static Rates.Kind kind(String harness) {
        return harness.startsWith("threads") ? Rates.Kind.THREADS
                : harness.equals("python") ? Rates.Kind.PYTHON : Rates.Kind.PROCESSES;
    }

    private static Row row(Member member, Member reference) {
        Count count = member.count();
        String ratio = "1, the reference";
        if (!member.equals(reference)) {
            ratio = ratio(RateRatio.of(count, reference.count()));
        }
        return new Row(member.name(), member.who(), member.anchor(),
                Figures.count(count.k()) + " of " + Figures.count(count.n()),
                Words.rate(count.rate(), count.interval()), Words.interval(count.interval()), ratio);
    }

    /** A ratio with its interval, or as much of it as is known. */
    static String ratio(RateRatio ratio) {
        if (Double.isNaN(ratio.ratio())) {
            return "unknown: neither was seen";
        }
        if (ratio.low() == 0) {
            return "at most " + figure(ratio.high());
        }
        if (Double.isInfinite(ratio.high())) {
            return "at least " + figure(ratio.low());
        }
        return figure(ratio.ratio()) + " (" + figure(ratio.low()) + " \u2026 " + figure(ratio.high()) + ")";
    }

    private static String figure(double value) {
        if (value >= 1000 || value < 0.001) {
            return String.format(Locale.ROOT, "%.1e", value)
                    .replace("e+0", "e")
                    .replace("e-0", "e-")
                    .replace("e+", "e");
        }
        int whole = (int) Math.floor(Math.log10(value)) + 1;
        return String.format(Locale.ROOT, "%." + Math.clamp(3 - whole, 0, 5) + "f", value);
    }
}
