package org.weir.junit;

import org.weir.outcome.Figures;
import org.weir.results.Diagnostic;
import org.weir.results.OutcomeTable;
import org.weir.results.ScenarioResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a test that did not succeed says: why, the outcomes, what the workers left, and how to run it again. */
final class FailureMessage {
    private static final int MOST_DIAGNOSTICS = 4;
    private static final int MOST_LINES = 25;

    private FailureMessage() {}

    /**
     * The text.
     *
     * @param rerun the command that runs it again
     * @param directory where all of it was written
     */
    static String of(ScenarioResult result, String rerun, Path directory) {
        List<String> lines = new ArrayList<>();
        lines.add(result.verdict() + ": " + result.displayName() + ", " + Figures.count(result.samples())
                + " samples");
        result.reasons().forEach(reason -> lines.add("  " + reason));
        lines.add("");
        lines.add(OutcomeTable.of(result.outcomes()));
        lines.add("");
        result.notes().forEach(note -> lines.add("Note: " + note));
        result.diagnostics().stream().limit(MOST_DIAGNOSTICS).forEach(diagnostic -> explain(diagnostic, lines));
        if (result.diagnostics().size() > MOST_DIAGNOSTICS) {
            lines.add((result.diagnostics().size() - MOST_DIAGNOSTICS) + " more diagnostics are in the results.");
        }
        lines.add("Run it again: " + rerun);
        lines.add("Results: " + directory.toAbsolutePath().normalize());
        return String.join("\n", lines);
    }

    /** The end of a long text says most of it: the last thing that a worker wrote. */
    private static void explain(Diagnostic diagnostic, List<String> lines) {
        lines.add(diagnostic.kind() + (diagnostic.actor().isEmpty() ? "" : " of " + diagnostic.actor()) + ": "
                + diagnostic.title());
        List<String> text = diagnostic.text().lines().toList();
        if (text.size() > MOST_LINES) {
            lines.add("  ... " + (text.size() - MOST_LINES) + " lines before");
        }
        text.stream()
                .skip(Math.max(0, text.size() - MOST_LINES))
                .forEach(line -> lines.add("  " + OutcomeTable.printable(line)));
    }
}
