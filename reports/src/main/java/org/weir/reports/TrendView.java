package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.reports.picture.Axis;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Plot;
import org.weir.reports.picture.Rates;
import org.weir.reports.stats.Count;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the run stands to earlier ones.
 *
 * @param against what it is compared with; empty if with nothing
 * @param notes what a reader of the changes should know before
 * @param caption how many changes there are, and how many are shown
 * @param changes what is different
 * @param summary how many changes there are of each kind, such as {@code 2 worse, 1 different}
 * @param histories how rates moved
 * @param left how many histories are left out for their number
 */
public record TrendView(String against, List<String> notes, String caption, List<Change> changes,
        String summary, List<History> histories, int left) {
    private static final int HEIGHT = 200;
    private static final int MOST = 24;
    private static final int MOST_CHANGES = 60;

    /** A difference; {@code anchor} is empty if its configuration is not on the page. */
    public record Change(Mark direction, String configuration, String anchor, String harness, String text) {}

    /** A rate over runs. */
    public record History(String title, String anchor, Picture picture, List<Row> rows) {}

    /** A rate in one run. */
    public record Row(String run, String environment, String figures, String interval) {}

    static TrendView of(Trend trend, Catalogue catalogue, Set<String> sections) {
        List<History> histories = new ArrayList<>();
        trend.histories()
                .stream()
                .limit(MOST)
                .forEach(history -> histories.add(of(history, catalogue, sections)));
        return new TrendView(trend.against().isEmpty() ? "" : Words.line(trend.against()),
                trend.notes().stream().map(Words::prose).toList(), caption(trend.changes()),
                trend.changes().stream().limit(MOST_CHANGES).map(change -> of(change, catalogue, sections)).toList(),
                summary(trend.changes()), histories,
                trend.histories().size() - histories.size());
    }

    private static String caption(List<Trend.Change> changes) {
        return Figures.count(changes.size(), "change", "changes") + ", the most important first"
                + (changes.size() > MOST_CHANGES ? "; the first " + MOST_CHANGES + " are shown." : ".");
    }

    private static String summary(List<Trend.Change> changes) {
        return Stream.of(Trend.Direction.values())
                .map(direction -> List.of(mark(direction).word(),
                        Long.toString(changes.stream().filter(change -> change.direction() == direction).count())))
                .filter(count -> !count.getLast().equals("0"))
                .map(count -> count.getLast() + " " + count.getFirst())
                .collect(Collectors.joining(", "));
    }

    private static Mark mark(Trend.Direction direction) {
        return switch (direction) {
            case WORSE -> new Mark("worse", "fail down");
            case BETTER -> new Mark("better", "pass up");
            case DIFFERENT -> new Mark("different", "interesting");
        };
    }

    private static Change of(Trend.Change change, Catalogue catalogue, Set<String> sections) {
        return new Change(mark(change.direction()), Words.line(change.configuration()),
                catalogue.anchor(change.configuration()).filter(sections::contains).orElse(""),
                Words.line(change.harness()), Words.prose(change.text()));
    }

    private static History of(Trend.History history, Catalogue catalogue, Set<String> sections) {
        List<Trend.Point> points = history.points().stream().filter(point -> point.samples() > 0).toList();
        List<Row> rows = new ArrayList<>();
        List<Interval> intervals = points.stream()
                .map(point -> new Count(point.count(), point.samples()).interval())
                .toList();
        double least = intervals.stream()
                .mapToDouble(interval -> interval.low() > 0 ? interval.low() : interval.high())
                .min()
                .orElse(0.1);
        Axis across = Axis.names(points.stream().map(point -> Words.line(point.run())).map(TrendView::brief).toList());
        Plot plot = new Plot(across, Axis.rates(least), HEIGHT);
        List<Plot.Point> drawn = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Trend.Point point = points.get(i);
            Count count = new Count(point.count(), point.samples());
            Interval interval = intervals.get(i);
            drawn.add(new Plot.Point(across.share(i), plot.up().share(count.k() == 0 ? interval.high() : count.rate()),
                    plot.up().share(interval.low()), plot.up().share(interval.high()), count.k() > 0));
            if (i > 0 && !point.environment().equals(points.get(i - 1).environment())) {
                gaps.add(i);
            }
            rows.add(new Row(Words.line(point.run()), Words.line(point.environment()), Rates.figures(count, interval),
                    Words.interval(interval)));
        }
        plot.curve("rate", Rates.Kind.PROCESSES, drawn, gaps);
        String title = Words.line(history.title());
        return new History(title,
                catalogue.anchor(history.configuration()).filter(sections::contains).orElse(""),
                points.isEmpty() ? Picture.NONE
                        : plot.picture(title + " over runs", Figures.count(points.size(), "run", "runs")
                                + ", oldest first; the table beneath has their figures.",
                                "Share of samples of each run, oldest first, logarithmic, with 95% intervals. The line is broken"
                                        + " where the environment changed."),
                rows);
    }

    private static String brief(String run) {
        String name = run.matches("\\d{4}-\\d\\d-\\d\\d .*") ? run.substring(5) : run.replaceFirst(", .*", "");
        return name.length() <= 12 ? name : name.substring(0, 11) + "\u2026";
    }
}
