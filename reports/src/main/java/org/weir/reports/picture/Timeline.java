package org.weir.reports.picture;

import org.weir.results.HistoryEvent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What processes did in one sample: a lane for each, bars for what took time, ticks for what did not. */
public final class Timeline {
    private static final int LANE = 54;
    private static final int LINE = 40;
    private static final double LEFT = 2;
    private static final double RIGHT = 98;
    private static final double NEAR_THE_END = 93;
    private static final int LONGEST_NAME = 36;

    private Timeline() {}

    /**
     * Draws events.
     *
     * @param title what it shows
     * @param description the same in words
     * @param events what happened, in the order of their numbers, from 1
     */
    public static Picture draw(String title, String description, List<HistoryEvent> events) {
        if (events.isEmpty()) {
            return Picture.NONE;
        }
        Map<String, List<Integer>> lanes = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            lanes.computeIfAbsent(lane(events.get(i)), _ -> new ArrayList<>()).add(i);
        }
        long first = events.stream().mapToLong(HistoryEvent::startNanos).min().orElse(0);
        long last = events.stream().mapToLong(HistoryEvent::endNanos).max().orElse(1);
        double scale = last - first >= 10_000_000 ? 1e6 : last - first >= 10_000 ? 1e3 : 1;
        Axis axis = Axis.range(first / scale, Math.max(last, first + 1) / scale);
        Svg svg = new Svg();
        double bottom = lanes.size() * (double) LANE + 4;
        svg.open("across");
        for (Axis.Tick tick : axis.ticks()) {
            double x = x(tick.share());
            svg.line("grid", x, 0, x, bottom);
            boolean end = x > NEAR_THE_END;
            boolean start = x < 100 - NEAR_THE_END && tick.label().length() > 1;
            svg.text(((tick.minor() ? "minor " : "") + (end ? "ends" : start ? "starts" : "")).strip(),
                    end ? 100 : start ? 0 : x, bottom + 16, tick.label());
        }
        svg.close();
        svg.line("axis", 0, bottom, 100, bottom);
        double top = 0;
        for (Map.Entry<String, List<Integer>> lane : lanes.entrySet()) {
            svg.open("").label(top + 13, new Label(Label.shortened(lane.getKey(), LONGEST_NAME), ""));
            svg.line("axis", LEFT, top + LINE, RIGHT, top + LINE);
            double free = -1;
            for (int i : lane.getValue()) {
                free = draw(svg, axis, scale, events.get(i), i + 1, top + LINE, free);
            }
            svg.close();
            top += LANE;
        }
        String unit = scale == 1 ? "nanoseconds" : scale == 1e3 ? "microseconds" : "milliseconds";
        return new Picture(svg.picture(title, description, bottom + 24),
                "Time in " + unit + ", 0 is the start that the processes agreed on. The numbers are those of the list.",
                List.of());
    }

    /** The lane of an event: its process, and its thread if it is not the actor's own. */
    public static String lane(HistoryEvent event) {
        return event.thread().isEmpty() ? event.process() : event.process() + ", " + event.thread();
    }

    private static double draw(Svg svg, Axis axis, double scale, HistoryEvent event, int number, double y,
            double free) {
        double from = x(axis.share(event.startNanos() / scale));
        double to = x(axis.share(event.endNanos() / scale));
        String style = style(event.operation());
        if (event.endNanos() > event.startNanos()) {
            svg.box("bar " + style, from, Math.max(to, from + 0.4), y - 6, 12);
        } else {
            svg.line("tick " + style, from, y - 10, from, y + 10);
        }
        if (from < free) {
            return free;
        }
        boolean end = from > NEAR_THE_END;
        svg.text(end ? "n ends" : "n", end ? from - 0.3 : from + 0.3, y - 11,
                String.format(Locale.ROOT, "%d", number));
        return from + 3;
    }

    private static String style(String operation) {
        return switch (operation) {
            case "fault" -> "fail";
            case "actor", "start" -> "unseen";
            case "result", "arbiter" -> "pass";
            default -> "interesting";
        };
    }

    private static double x(double share) {
        return LEFT + share * (RIGHT - LEFT);
    }
}
