package org.weir.cli;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.OutcomeTable;
import org.weir.results.ReportRenderer;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** What a run says on standard output: results as they come, then what they come to. Used by one thread at a time. */
final class Output {
    private static final String RESULTS = "results.jsonl";
    private static final String INDENT = "  ";
    private static final int MOST_LINES = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final RunCommand.Format format;
    private final Path directory;
    private final Terminal terminal;
    private final PrintStream out = System.out;
    private long copied;

    Output(RunCommand.Format format, Path directory, Terminal terminal) {
        this.format = format;
        this.directory = directory;
        this.terminal = terminal;
    }

    /** Shows a result that was written just now. */
    void show(ScenarioResult result) throws IOException {
        switch (format) {
            case TEXT -> text(result);
            case JSONL -> copyRecords();
        }
        out.flush();
    }

    /** The records themselves, byte for byte. */
    private void copyRecords() throws IOException {
        try (InputStream records = Files.newInputStream(directory.resolve(RESULTS))) {
            records.skipNBytes(copied);
            copied += records.transferTo(out);
        }
    }

    private void text(ScenarioResult result) {
        out.println(verdict(result.verdict()) + INDENT + result.scenario() + params(result));
        if (result.samples() > 0 || !result.launches().isEmpty()) {
            out.printf(Locale.ROOT, INDENT + "%s of %s, %s in %s, %.1f s%s%n", result.harness(),
                    String.join(", ", result.actors()), Figures.count(result.samples(), "sample", "samples"),
                    Figures.count(result.launches().size(), "launch", "launches"),
                    result.elapsedNanos() / NANOS_PER_SECOND,
                    result.speed().isEmpty() ? "" : "; " + result.speed() + ": " + result.speedReason());
        }
        result.reasons().forEach(reason -> out.println(INDENT + reason));
        if (!result.outcomes().isEmpty()) {
            OutcomeTable.of(result.outcomes()).lines().forEach(line -> out.println(INDENT + line));
        }
        result.notes().forEach(note -> out.println(INDENT + "note: " + note));
        result.diagnostics().forEach(this::explain);
        if (result.verdict() != Verdict.PASS) {
            out.println(INDENT + "again: " + result.reproduce());
        }
        out.println();
    }

    private static String params(ScenarioResult result) {
        String name = result.displayName();
        int bracket = name.indexOf('[');
        return result.params().isEmpty() || bracket < 0 ? "" : name.substring(bracket);
    }

    private void explain(Diagnostic diagnostic) {
        out.println(INDENT + diagnostic.kind() + ": " + diagnostic.title());
        List<String> lines = diagnostic.text().lines().toList();
        lines.stream().limit(MOST_LINES).forEach(line -> out.println(INDENT + "| " + OutcomeTable.printable(line)));
        if (lines.size() > MOST_LINES) {
            out.println(INDENT + "| ... " + (lines.size() - MOST_LINES) + " more lines in " + RESULTS);
        }
    }

    private String verdict(Verdict verdict) {
        if (!terminal.colours()) {
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

    /** Says what the run comes to, and at last the path of its report. */
    void sumUp(RunSummary summary) {
        String verdicts = summary.verdicts()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        String line = String.format(Locale.ROOT, "%s%s: %s; %s in %.1f s, seed %d",
                summary.interrupted() ? "interrupted, " : "",
                summary.finished() == summary.planned()
                        ? Figures.count(summary.planned(), "configuration", "configurations")
                        : summary.finished() + " of " + summary.planned() + " configurations",
                verdicts.isEmpty() ? "none finished" : verdicts,
                Figures.count(summary.samples(), "sample", "samples"), summary.elapsedNanos() / NANOS_PER_SECOND,
                summary.seed());
        PrintStream last = format == RunCommand.Format.TEXT ? out : System.err;
        last.println(line);
        last.println(report().orElse(directory.resolve(RESULTS)));
        last.flush();
    }

    private Optional<Path> report() {
        Optional<Path> report = Optional.empty();
        for (ReportRenderer renderer : ServiceLoader.load(ReportRenderer.class, Output.class.getClassLoader())) {
            try {
                report = Optional.of(renderer.render(directory).toAbsolutePath());
            } catch (IOException | RuntimeException e) {
                System.err.println("weir: the report could not be made from " + directory + ": " + e);
            }
        }
        return report;
    }
}
