package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.stats.Count;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A claim with what was counted of it.
 *
 * @param id its id
 * @param anchor its fragment
 * @param text what is claimed
 * @param rows one for each scenario and each who sampled it
 */
public record ClaimView(String id, String anchor, String text, List<Row> rows) {
    private static final Pattern NATURAL = Pattern.compile("^(\\D*)(\\d*)(.*)$", Pattern.DOTALL);

    /** What a count comes to for a claim. */
    enum Standing {
        GUARANTEED, NOT_GUARANTEED, FALSE, NOT_MEASURED;

        Mark mark() {
            return switch (this) {
                case GUARANTEED -> new Mark("guaranteed", "pass");
                case NOT_GUARANTEED -> new Mark("not guaranteed", "inconclusive diamond");
                case FALSE -> new Mark("false", "fail");
                case NOT_MEASURED -> new Mark("not measured", "unseen");
            };
        }
    }

    /** What one scenario shows of it; {@code worst} is the configuration in which it held least, empty if there is one. */
    public record Row(Mark standing, String harness, String scenario, String anchor, String held, String interval,
            String failed, String worst, String worstAnchor, double rate) {}

    private record One(Catalogue.Configuration configuration, Count count, boolean guaranteed) {}

    static List<ClaimView> of(Catalogue catalogue, Set<String> sections) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Catalogue.Group group : catalogue.groups()) {
            Map<List<String>, List<One>> byWho = new LinkedHashMap<>();
            for (Catalogue.Configuration configuration : group.configurations()) {
                for (ScenarioResult result : configuration.results()) {
                    for (Study.Claim claim : result.study().claims()) {
                        texts.putIfAbsent(claim.id(), claim.text());
                        byWho.computeIfAbsent(List.of(claim.id(), result.harness()), _ -> new ArrayList<>())
                                .add(one(configuration, result, claim));
                    }
                }
            }
            byWho.forEach((who, ones) -> rows.computeIfAbsent(who.getFirst(), _ -> new ArrayList<>())
                    .add(row(group, who.getLast(), ones, sections.contains(group.anchor()))));
        }
        return rows.entrySet()
                .stream()
                .map(entry -> new ClaimView(Words.line(entry.getKey()), ScenarioView.claimAnchor(entry.getKey()),
                        Words.prose(texts.getOrDefault(entry.getKey(), "")), entry.getValue()))
                .sorted(Comparator.comparing(ClaimView::order))
                .toList();
    }

    private static One one(Catalogue.Configuration configuration, ScenarioResult result, Study.Claim claim) {
        Predicate<String> held = Interest.matching(claim.held());
        boolean guaranteed = claim.allowedBesides().isEmpty() && result.outcomes()
                .stream()
                .filter(outcome -> !held.test(outcome.id()))
                .allMatch(outcome -> outcome.forbidden() && outcome.count() == 0);
        return new One(configuration, Interest.count(result, claim.held()), guaranteed);
    }

    static Standing standing(Count count, boolean guaranteed) {
        return count.n() == 0 ? Standing.NOT_MEASURED
                : guaranteed ? Standing.GUARANTEED
                        : count.n() - count.k() > count.k() ? Standing.FALSE : Standing.NOT_GUARANTEED;
    }

    private static Row row(Catalogue.Group group, String harness, List<One> ones,
            boolean linked) {
        Count count = ones.stream().map(One::count).reduce(Count.NONE, Count::plus);
        One worst = ones.stream()
                .filter(one -> one.count().n() > 0)
                .min(Comparator.comparingDouble(one -> one.count().rate()))
                .orElse(ones.getFirst());
        boolean several = ones.size() > 1 && worst.count().k() < worst.count().n();
        return new Row(standing(count, ones.stream().allMatch(One::guaranteed)).mark(), Words.line(harness),
                ones.size() == 1 ? ones.getFirst().configuration().name() : group.name(),
                !linked ? "" : ones.size() == 1 ? ones.getFirst().configuration().anchor() : group.anchor(),
                Figures.count(count.k()) + " of " + Figures.count(count.n()),
                count.n() == 0 ? "\u2013" : Words.interval(count.interval()),
                count.n() == 0 || count.k() < count.n() ? ""
                        : "failed at most " + Words.rate(new Count(0, count.n()).interval().high()),
                several ? worst.configuration().values() + ": " + Figures.count(worst.count().k()) + " of "
                        + Figures.count(worst.count().n()) : "",
                linked ? worst.configuration().anchor() : "", count.rate());
    }

    private static String order(ClaimView claim) {
        Matcher matcher = NATURAL.matcher(claim.id());
        return matcher.matches() ? String.format("%s%9s%s", matcher.group(1), matcher.group(2), matcher.group(3))
                : claim.id();
    }

    /** What processes show of it, the least of it if several scenarios do; else what the first row says. */
    private Mark standing() {
        return List.of(Standing.FALSE, Standing.NOT_GUARANTEED, Standing.GUARANTEED)
                .stream()
                .map(Standing::mark)
                .filter(mark -> rows.stream()
                        .anyMatch(row -> row.harness().equals("processes") && row.standing().equals(mark)))
                .findFirst()
                .orElseGet(() -> rows.getFirst().standing());
    }

    /** How many claims have each standing; of several scenarios that show a claim the worst counts. */
    static List<Page.Count> tally(List<ClaimView> claims) {
        Map<String, Page.Count> counts = new LinkedHashMap<>();
        for (Standing standing : Standing.values()) {
            Mark mark = standing.mark();
            int n = (int) claims.stream().filter(claim -> claim.standing().equals(mark)).count();
            if (n > 0) {
                counts.put(mark.word(), new Page.Count(mark, n));
            }
        }
        return List.copyOf(counts.values());
    }
}
