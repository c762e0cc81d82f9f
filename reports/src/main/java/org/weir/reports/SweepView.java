package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.reports.picture.Axis;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Plot;
import org.weir.reports.stats.Count;
import org.weir.reports.stats.Numbers;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The configurations of a scenario as curves over one of its parameters.
 *
 * @param title what is drawn over what
 * @param picture the curves
 * @param param name and unit of the parameter
 * @param value what the table's values are
 * @param rows the points
 */
public record SweepView(String title, Picture picture, String param, String value, List<Row> rows) {
    private static final int HEIGHT = 260;

    /** A point: of which curve, where, and its figures. */
    public record Row(String at, String anchor, String curve, String figures, String interval) {}

    /** A result on a curve; {@code low} and {@code high} are its interval, or its 5% and 95% quantiles. */
    private record Sample(String at, String anchor, double value, double low, double high, boolean seen,
            String figures, String interval) {}

    private record Curve(String name, String harness, List<Sample> samples) {}

    static List<SweepView> of(Catalogue.Group group) {
        Set<Study.Sweep> sweeps = new LinkedHashSet<>();
        group.results().forEach(result -> sweeps.addAll(result.study().sweeps()));
        List<SweepView> views = new ArrayList<>();
        for (Study.Sweep sweep : sweeps) {
            List<Curve> curves = curves(group, sweep);
            if (!curves.isEmpty()) {
                views.add(view(group, sweep, curves));
            }
        }
        return views;
    }

    private static List<Curve> curves(Catalogue.Group group, Study.Sweep sweep) {
        Map<List<String>, Curve> curves = new LinkedHashMap<>();
        for (Catalogue.Configuration configuration : group.configurations()) {
            for (ScenarioResult result : configuration.results()) {
                String at = configuration.params().get(sweep.param());
                if (at != null && result.samples() > 0) {
                    String others = configuration.params()
                            .entrySet()
                            .stream()
                            .filter(param -> !param.getKey().equals(sweep.param()))
                            .map(param -> Words.line(param.getKey() + "=" + param.getValue()))
                            .collect(Collectors.joining(", "));
                    String harness = Words.line(result.harness());
                    sample(configuration, result, sweep, at).ifPresent(sample -> curves
                            .computeIfAbsent(List.of(harness, others), _ -> new Curve(
                                    others.isEmpty() ? harness : harness + ", " + others, harness,
                                    new ArrayList<>()))
                            .samples()
                            .add(sample));
                }
            }
        }
        return List.copyOf(curves.values());
    }

    private static Optional<Sample> sample(Catalogue.Configuration configuration, ScenarioResult result,
            Study.Sweep sweep, String at) {
        if (!sweep.of().isEmpty()) {
            Count count = Interest.count(result, sweep.of());
            Interval interval = count.interval();
            return Optional.of(new Sample(at, configuration.anchor(), count.k() == 0 ? interval.high() : count.rate(),
                    interval.low(), interval.high(), count.k() > 0,
                    Figures.count(count.k()) + " of " + Figures.count(count.n()) + (count.k() == 0 ? ""
                            : ", " + Words.rate(count.rate(), interval)),
                    Words.interval(interval)));
        }
        Numbers numbers = Numbers.ofFirstFields(result.outcomes()
                .stream()
                .collect(Collectors.toMap(OutcomeResult::id, OutcomeResult::count, Long::sum)));
        if (numbers.total() == 0) {
            return Optional.empty();
        }
        String unit = sweep.valueUnit().isEmpty() ? "" : " " + Words.line(sweep.valueUnit());
        double low = numbers.quantile(0.05);
        double high = numbers.quantile(0.95);
        return Optional.of(new Sample(at, configuration.anchor(), numbers.quantile(0.5), low, high, true,
                Words.number(numbers.quantile(0.5)) + unit + ", n = " + Figures.count(numbers.total()),
                Words.number(low) + " \u2026 " + Words.number(high) + unit));
    }

    private static SweepView view(Catalogue.Group group, Study.Sweep sweep, List<Curve> curves) {
        boolean rates = !sweep.of().isEmpty();
        List<String> values = curves.stream()
                .flatMap(curve -> curve.samples().stream())
                .map(Sample::at)
                .distinct()
                .toList();
        boolean numeric = values.stream().allMatch(value -> Numbers.parse(value).isPresent());
        Axis across = numeric ? Axis.at(places(values, sweep), sweep.logarithmic())
                : Axis.names(values.stream().map(Words::line).toList());
        Plot plot = new Plot(across, up(curves, rates), HEIGHT);
        if (numeric) {
            sweep.marks()
                    .forEach(mark -> across.within(mark.at())
                            .ifPresent(share -> plot.mark(share, Words.line(mark.label()))));
        }
        List<Row> rows = new ArrayList<>();
        for (Curve curve : curves) {
            List<Sample> samples = numeric ? curve.samples()
                    .stream()
                    .sorted((a, b) -> Double.compare(number(a.at()), number(b.at())))
                    .toList() : curve.samples();
            plot.curve(curve.name(), ComparisonView.kind(curve.harness()), samples.stream()
                    .map(sample -> new Plot.Point(
                            across.share(numeric ? number(sample.at()) : values.indexOf(sample.at())),
                            plot.up().share(sample.value()), plot.up().share(sample.low()),
                            plot.up().share(sample.high()), sample.seen()))
                    .toList(), List.of());
            samples.forEach(sample -> rows.add(new Row(Words.line(sample.at()), sample.anchor(), curve.name(),
                    sample.figures(), sample.interval())));
        }
        String label = Words.line(sweep.label());
        String param = Words.line(sweep.param())
                + (sweep.unit().isEmpty() || sweep.unit().equals(sweep.param()) ? "" : ", " + Words.line(sweep.unit()));
        String words = Figures.count(rows.size(), "point", "points") + " of "
                + curves.stream().map(Curve::name).collect(Collectors.joining("; "))
                + "; the table beneath has their figures";
        return new SweepView(title(label) + " by " + Words.line(sweep.param()), rows.size() < 2 ? Picture.NONE
                : plot.picture(label + " over " + param + ", " + group.name(), words + ".",
                        caption(sweep, param, rates)),
                param, rates ? "Rate of " + label : "Median of " + label, rows);
    }

    private static List<Double> places(List<String> values, Study.Sweep sweep) {
        Set<Double> places = new TreeSet<>();
        values.forEach(value -> places.add(number(value)));
        if (places.size() == 1) {
            sweep.marks().forEach(mark -> places.add(mark.at()));
        }
        return List.copyOf(places);
    }

    private static Axis up(List<Curve> curves, boolean rates) {
        List<Sample> samples = curves.stream().flatMap(curve -> curve.samples().stream()).toList();
        double least = samples.stream()
                .mapToDouble(sample -> sample.seen() ? sample.low() : sample.high())
                .filter(low -> low > 0)
                .min()
                .orElse(rates ? 0.1 : 0);
        double greatest = samples.stream().mapToDouble(Sample::high).max().orElse(1);
        boolean wide = samples.stream().allMatch(sample -> sample.low() > 0) && greatest > 100 * least;
        return rates ? Axis.rates(least)
                : Axis.values(samples.stream().mapToDouble(Sample::low).min().orElse(0), greatest, wide);
    }

    private static String caption(Study.Sweep sweep, String param, boolean rates) {
        String across = "Across: " + param + (sweep.logarithmic() ? ", logarithmic." : ".");
        return rates ? across + " Up: share of samples, logarithmic, with 95% intervals; a hollow triangle is the"
                + " one-sided 95% upper bound where nothing was seen."
                : across + " Up: the median"
                        + (sweep.valueUnit().isEmpty() ? "" : " in " + Words.line(sweep.valueUnit()))
                        + ", whiskers from the 5% to the 95% quantile.";
    }

    private static double number(String text) {
        return Numbers.parse(text).orElse(0.0);
    }

    private static String title(String label) {
        return label.isEmpty() ? label : Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }
}
