package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Axis;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Plot;
import org.weir.reports.stats.Numbers;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Outcomes that are numbers, as a distribution.
 *
 * @param picture the cumulative distributions, one for each who sampled it
 * @param rows their quantiles
 */
public record TotalsView(Picture picture, List<Row> rows) {
    /** No distribution. */
    public static final TotalsView NONE = new TotalsView(Picture.NONE, List.of());

    private static final int ENOUGH = 12;
    private static final int MOST_STEPS = 80;
    private static final int HEIGHT = 240;

    /** The quantiles of one distribution. */
    public record Row(String harness, String samples, String distinct, String least, String low, String median,
            String high, String greatest) {}

    /** Whether more than {@value #ENOUGH} different numbers were seen. */
    static boolean isNumeric(ScenarioResult result) {
        return result.outcomes().stream().filter(TotalsView::isNumber).limit(ENOUGH + 1L).count() > ENOUGH;
    }

    static boolean isNumber(OutcomeResult outcome) {
        return outcome.count() > 0 && Numbers.parse(outcome.id()).isPresent();
    }

    static TotalsView of(String name, List<ScenarioResult> results, Allowance allowance) {
        if (results.stream().noneMatch(TotalsView::isNumeric)) {
            return NONE;
        }
        List<String> harnesses = new ArrayList<>();
        List<Numbers> all = new ArrayList<>();
        for (ScenarioResult result : results) {
            Numbers numbers = Numbers.ofFirstFields(result.outcomes()
                    .stream()
                    .filter(TotalsView::isNumber)
                    .collect(Collectors.toMap(OutcomeResult::id, OutcomeResult::count)));
            if (numbers.total() > 0) {
                harnesses.add(result.harness());
                all.add(numbers);
            }
        }
        Axis across = Axis.range(all.stream().mapToDouble(Numbers::least).min().orElse(0),
                all.stream().mapToDouble(Numbers::greatest).max().orElse(1));
        Plot plot = new Plot(across, Axis.shares(), HEIGHT);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Numbers numbers = all.get(i);
            plot.steps(Words.line(harnesses.get(i)), ComparisonView.kind(harnesses.get(i)),
                    numbers.steps(MOST_STEPS)
                            .stream()
                            .map(step -> new Plot.Point(across.share(step.value()), step.share(), step.share(),
                                    step.share(), true))
                            .toList());
            rows.add(new Row(Words.line(harnesses.get(i)), Figures.count(numbers.total()),
                    Figures.count(numbers.distinct()), Words.number(numbers.least()),
                    Words.number(numbers.quantile(0.05)), Words.number(numbers.quantile(0.5)),
                    Words.number(numbers.quantile(0.95)), Words.number(numbers.greatest())));
        }
        String words = rows.stream()
                .map(row -> row.harness() + ": from " + row.least() + " to " + row.greatest() + ", median "
                        + row.median())
                .collect(Collectors.joining("; "));
        Picture picture = plot.picture("Distribution of the numbers of " + name, words + ".",
                "Up: the share of samples with at most the number across.");
        return new TotalsView(allowance.rates(picture, Allowance.Telling.RATES), rows);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
