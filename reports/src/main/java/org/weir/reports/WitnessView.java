package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Timeline;
import org.weir.results.HistoryEvent;
import org.weir.results.Witness;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One sample, as its processes lived it.
 *
 * @param outcome what it came to
 * @param origin which sample it is
 * @param picture the lanes
 * @param steps the same in words, in order
 * @param left how many events are left out for their number
 */
public record WitnessView(String outcome, String origin, Picture picture, List<String> steps, int left) {
    private static final int MOST = 60;

    static WitnessView of(Witness witness) {
        List<HistoryEvent> events = witness.events().stream().limit(MOST).toList();
        List<HistoryEvent> drawn = events.stream()
                .map(event -> new HistoryEvent(Words.line(event.process()),
                        event.thread().isEmpty() ? "" : Words.line(event.thread()), event.operation(), event.value(),
                        event.startNanos(), event.endNanos()))
                .toList();
        List<String> steps = events.stream().map(WitnessView::step).toList();
        String outcome = Words.line(witness.outcome());
        return new WitnessView(outcome,
                "Sample " + Figures.count(witness.sample()) + " of launch " + witness.launch(),
                Timeline.draw("One sample that came to " + outcome, String.join("; ", numbered(steps)) + ".",
                        drawn),
                steps, witness.events().size() - events.size());
    }

    private static List<String> numbered(List<String> steps) {
        return IntStream.range(0, steps.size()).mapToObj(i -> (i + 1) + ": " + steps.get(i)).toList();
    }

    private static String step(HistoryEvent event) {
        String what = switch (event.operation()) {
            case "start" -> "is started";
            case "actor" -> "runs its actor";
            case "point" -> "reaches the point";
            case "fault" -> "meets the fault";
            case "result" -> "has the result";
            case "arbiter" -> "runs the arbiter";
            default -> Words.line(event.operation());
        };
        long took = event.endNanos() - event.startNanos();
        return Words.line(Timeline.lane(event)) + " " + what
                + (event.value().isEmpty() ? "" : " " + Words.line(event.value())) + " at "
                + Words.time(event.startNanos()) + (took == 0 ? "" : ", for " + Words.time(took));
    }
}
