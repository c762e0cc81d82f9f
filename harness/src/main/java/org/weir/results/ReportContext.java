package org.weir.results;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a report may say besides results: where they come from, and how earlier runs did.
 *
 * @param originals the directories that the results were read from; none if they are nowhere
 * @param baseline the run that they are compared with
 * @param history what was remembered of runs, oldest first, see {@link TrendFile}; the run itself may be among them
 */
public record ReportContext(List<Path> originals, Optional<Baseline> baseline, List<TrendEntry> history) {
    /** Nothing is known. */
    public static final ReportContext NONE = new ReportContext(List.of(), Optional.empty(), List.of());

    /** Copies the lists. */
    public ReportContext {
        originals = List.copyOf(originals);
        history = List.copyOf(history);
    }

    /**
     * A run to compare with.
     *
     * @param name what the reader is told that it is
     * @param results its results
     */
    public record Baseline(String name, List<ScenarioResult> results) {
        /** Copies the list. */
        public Baseline {
            results = List.copyOf(results);
        }
    }

    /** The same, read from these directories. */
    public ReportContext from(List<Path> directories) {
        return new ReportContext(directories, baseline, history);
    }
}
