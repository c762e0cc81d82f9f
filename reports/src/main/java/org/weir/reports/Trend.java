package org.weir.reports;

import org.weir.results.ScenarioResult;

import java.util.List;

/**
 * How a run stands to earlier ones, ready to be shown: whoever makes it has judged what is a change.
 *
 * @param against what the run is compared with, such as {@code baseline "main" of 2026-01-02}; empty if with nothing
 * @param notes what a reader of the changes should know before, such as another machine
 * @param changes what is different, most important first; empty if nothing is
 * @param histories how rates moved from run to run
 */
public record Trend(String against, List<String> notes, List<Change> changes, List<History> histories) {
    /** Copies the lists. */
    public Trend {
        notes = List.copyOf(notes);
        changes = List.copyOf(changes);
        histories = List.copyOf(histories);
    }

    /** What a change means to somebody who reads of it. */
    public enum Direction {
        /** Something became worse, such as a verdict. */
        WORSE,
        /** Something became better. */
        BETTER,
        /** Something is different, and it is not for a machine to say whether that is good. */
        DIFFERENT
    }

    /**
     * A difference between the run and what it is compared with.
     *
     * @param configuration {@link ScenarioResult#displayName} of the configuration; it becomes a link if that is on the page
     * @param harness {@link ScenarioResult#harness}
     * @param direction what it means
     * @param text the change in a sentence, with its numbers
     */
    public record Change(String configuration, String harness, Direction direction, String text) {}

    /**
     * A rate over many runs.
     *
     * @param configuration {@link ScenarioResult#displayName} of the configuration; it becomes a link if that is on the page
     * @param title what is counted, such as {@code UnlockedCounter: 1}
     * @param points the runs, oldest first
     */
    public record History(String configuration, String title, List<Point> points) {
        /** Copies the list. */
        public History {
            points = List.copyOf(points);
        }
    }

    /**
     * A rate in one run.
     *
     * @param run what the run is called: a commit or a time
     * @param environment where it ran; where it differs from the point before, the line is broken
     * @param count samples with the outcome, 0 to {@code samples}
     * @param samples all samples; a point with 0 is not drawn
     */
    public record Point(String run, String environment, long count, long samples) {}
}
