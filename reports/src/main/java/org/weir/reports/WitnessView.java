package org.weir.reports;

import org.weir.outcome.Figures;
import org.weir.reports.picture.Picture;
import org.weir.reports.picture.Timeline;
import org.weir.results.HistoryEvent;
import org.weir.results.Witness;

import java.util.List;
import java.util.stream.Collectors;

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
        List<HistoryEvent> events = untilKilled(witness.events()).stream().limit(MOST).toList();
        List<HistoryEvent> drawn = events.stream()
                .map(event -> new HistoryEvent(Words.line(event.process()),
                        event.thread().isEmpty() ? "" : Words.line(event.thread()), event.operation(), event.value(),
                        event.startNanos(), event.endNanos()))
                .toList();
        List<String> steps = events.stream().map(WitnessView::step).toList();
        String outcome = Words.line(witness.outcome());
        return new WitnessView(outcome,
                "Sample " + Figures.count(witness.sample()) + " of launch " + witness.launch(),
                Timeline.draw("One sample that came to " + outcome,
                        Figures.count(events.size(), "event", "events") + " of " + processes(drawn)
                                + "; the list beneath has them in words.",
                        drawn),
                steps, witness.events().size() - events.size());
    }

    /** An actor that is killed runs until then; that it ended is noticed only later. */
    private static List<HistoryEvent> untilKilled(List<HistoryEvent> events) {
        return events.stream()
                .map(event -> event.operation().equals("actor") ? events.stream()
                        .filter(kill -> kill.operation().equals("fault") && kill.value().equals("SIGKILL"))
                        .filter(kill -> kill.process().equals(event.process())
                                && kill.startNanos() >= event.startNanos() && kill.startNanos() < event.endNanos())
                        .findFirst()
                        .map(kill -> new HistoryEvent(event.process(), event.thread(), event.operation(),
                                event.value(), event.startNanos(), kill.startNanos()))
                        .orElse(event) : event)
                .toList();
    }

    private static String processes(List<HistoryEvent> events) {
        return events.stream().map(Timeline::lane).distinct().collect(Collectors.joining(", "));
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
