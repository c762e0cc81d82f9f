package org.weir.forms;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.OutcomeTable;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Results as plain text for terminals. Whatever the results hold, no control character reaches the terminal but line ends,
 * and those that colour a verdict if that is wanted.
 *
 * @param colours whether verdicts are coloured
 */
public record TextReport(boolean colours) {
    private static final String INDENT = "  ";
    private static final int MOST_LINES = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    /** All results of a run and what they come to, each line with its end. */
    public String of(ResultsReader.Results results) {
        StringBuilder text = new StringBuilder();
        results.results().forEach(result -> text.append(of(result)).append('\n'));
        if (results.cutOff()) {
            text.append("A crash cut off the record at the end of ").append(ResultsReader.RESULTS_FILE).append(".\n");
        }
        text.append(results.summary()
                .map(TextReport::sentence)
                .orElse("There is no summary.json: the run did not come to its end.")).append('\n');
        return text.toString();
    }

    /** One result: verdict, reasons, outcomes, notes, what explains them, the command; each line with its end. */
    public String of(ScenarioResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict(result.verdict()) + INDENT + OutcomeTable.printable(result.scenario() + params(result)));
        if (result.samples() > 0 || !result.launches().isEmpty()) {
            lines.add(INDENT + OutcomeTable.printable(String.format(Locale.ROOT, "%s of %s, %s in %s, %.1f s%s",
                    result.harness(), String.join(", ", result.actors()),
                    Figures.count(result.samples(), "sample", "samples"),
                    Figures.count(result.launches().size(), "launch", "launches"),
                    result.elapsedNanos() / NANOS_PER_SECOND,
                    result.speed().isEmpty() ? "" : "; " + result.speed() + ": " + result.speedReason())));
        }
        result.reasons().forEach(reason -> lines.add(INDENT + OutcomeTable.printable(reason)));
        if (!result.outcomes().isEmpty()) {
            OutcomeTable.of(result.outcomes()).lines().forEach(line -> lines.add(INDENT + line));
        }
        result.notes().forEach(note -> lines.add(INDENT + "note: " + OutcomeTable.printable(note)));
        result.diagnostics().forEach(diagnostic -> explain(diagnostic, lines));
        if (result.verdict() != Verdict.PASS) {
            lines.add(INDENT + "again: " + OutcomeTable.printable(result.reproduce()));
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    /** What a run comes to, on one line without its end. */
    public static String sentence(RunSummary summary) {
        String verdicts = summary.verdicts()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%s%s%s: %s; %s in %.1f s, seed %d",
                summary.interrupted() ? "interrupted, " : "",
                summary.shard().split() ? "shard " + summary.shard() + ", " : "",
                summary.finished() == summary.planned()
                        ? Figures.count(summary.planned(), "configuration", "configurations")
                        : summary.finished() + " of " + summary.planned() + " configurations",
                verdicts.isEmpty() ? "none finished" : verdicts,
                Figures.count(summary.samples(), "sample", "samples"), summary.elapsedNanos() / NANOS_PER_SECOND,
                summary.seed());
    }

    private static String params(ScenarioResult result) {
        String name = result.displayName();
        int bracket = name.indexOf('[');
        return result.params().isEmpty() || bracket < 0 ? "" : name.substring(bracket);
    }

    private static void explain(Diagnostic diagnostic, List<String> lines) {
        lines.add(INDENT + OutcomeTable.printable(diagnostic.kind() + ": " + diagnostic.title()));
        List<String> text = diagnostic.text().lines().toList();
        text.stream().limit(MOST_LINES).forEach(line -> lines.add(INDENT + "| " + OutcomeTable.printable(line)));
        if (text.size() > MOST_LINES) {
            lines.add(INDENT + "| ... " + (text.size() - MOST_LINES) + " more lines in " + ResultsReader.RESULTS_FILE);
        }
    }

    private String verdict(Verdict verdict) {
        if (!colours) {
            return verdict.name();
        }
        int colour = switch (verdict) {
            case PASS -> 32;
            case FAIL -> 31;
            case INCONCLUSIVE -> 33;
            case ERROR -> 35;
        };
        return "\033[1;" + colour + "m" + verdict + "\033[0m";
    }
}
