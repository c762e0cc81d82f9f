package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Axis;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Plot;
import org.weir.reports.picture.Rates;
import org.weir.reports.stats.Unseen;
import org.weir.results.Evidence;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.List;

/**
 * How much was seen of what there is to see.
 *
 * @param text that in words; empty without samples
 * @param picture the number of distinct outcomes over the number of samples
 */
public record ConvergenceView(String text, Picture picture) {
    private static final int HEIGHT = 150;
    private static final int MOST = 60;
    private static final int TELLING = 5;
    /** Of fewer samples most are new, and no curve bends. */
    private static final long FEWEST_SAMPLES = 30;

    static ConvergenceView of(ScenarioResult result, Allowance allowance) {
        if (result.samples() == 0) {
            return new ConvergenceView("", Picture.NONE);
        }
        Unseen unseen = Unseen.of(result.outcomes().stream().map(OutcomeResult::count).toList());
        long distinct = result.outcomes().stream().filter(outcome -> outcome.count() > 0).count();
        String seen = Figures.count(distinct, "distinct outcome", "distinct outcomes");
        String text = unseen.once() > 0
                ? seen + ", " + Figures.count(unseen.once())
                        + " of them seen once: the next sample is a new one with a probability of about "
                        + Words.rate(unseen.mass()) + " (Good-Turing)."
                : seen + ", any further one at most " + Words.rate(unseen.bound()) + " (95%).";
        return new ConvergenceView(text,
                allowance.extra(draw(thinned(result.evidence().discoveries()), result)));
    }

    private static List<Evidence.Discovery> thinned(List<Evidence.Discovery> discoveries) {
        List<Evidence.Discovery> kept = new ArrayList<>();
        int stride = Math.max(1, (discoveries.size() + MOST - 1) / MOST);
        for (int i = 0; i < discoveries.size(); i++) {
            if (i % stride == 0 || i == discoveries.size() - 1) {
                kept.add(discoveries.get(i));
            }
        }
        return kept;
    }

    private static Picture draw(List<Evidence.Discovery> discoveries, ScenarioResult result) {
        if (discoveries.size() < 2 || discoveries.getLast().distinct() < TELLING || result.samples() < FEWEST_SAMPLES) {
            return Picture.NONE;
        }
        int most = discoveries.getLast().distinct();
        Axis across = Axis.values((double) Math.max(1, discoveries.getFirst().samples()),
                (double) Math.max(10, result.samples()), true);
        Axis up = Axis.values(0, most, false);
        List<Plot.Point> points = new ArrayList<>();
        for (Evidence.Discovery discovery : discoveries) {
            double y = up.share(discovery.distinct());
            points.add(new Plot.Point(across.share((double) discovery.samples()), y, y, y, true));
        }
        double end = up.share(most);
        points.add(new Plot.Point(across.share((double) result.samples()), end, end, end, true));
        return new Plot(across, up, HEIGHT).steps("distinct outcomes", Rates.Kind.PROCESSES, points)
                .picture("Distinct outcomes by number of samples",
                        Figures.count(most, "outcome", "outcomes") + " in " + Figures.count(result.samples()) + ".",
                        "Up: distinct outcomes. Across: samples, logarithmic. The last new one appeared by sample "
                                + Figures.count(lastNew(discoveries)) + ".");
    }

    private static long lastNew(List<Evidence.Discovery> discoveries) {
        int most = discoveries.getLast().distinct();
        return discoveries.stream()
                .filter(discovery -> discovery.distinct() == most)
                .mapToLong(Evidence.Discovery::samples)
                .min()
                .orElse(0);
    }
}
