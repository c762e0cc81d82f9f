package org.weir.cli;

import picocli.CommandLine.Option;

import org.weir.results.ReportContext;
import org.weir.results.ResultsFormatException;
import org.weir.results.TrendEntry;
import org.weir.results.TrendFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The option {@code --baseline}, and what the page says of earlier runs. */
final class BaselineOption {
    @Option(names = "--baseline", paramLabel = "DIR", description = {
            "Say on the page what changed since the run in this directory, as 'weir diff DIR ...' does."
                    + " Default: since the run before this one in the history, if there is one."})
    private Optional<Path> baseline = Optional.empty();

    /**
     * What is known of earlier runs.
     *
     * @param history the file of the history, if there is one; it is read whole
     * @throws UsageException if the baseline or the history cannot be read; with file, line and mistake
     */
    ReportContext context(Optional<Path> history) throws IOException {
        Optional<ReportContext.Baseline> earlier = Optional.empty();
        if (baseline.isPresent()) {
            RunDirectory run = RunDirectory.read(baseline.get());
            earlier = Optional.of(new ReportContext.Baseline("the run in " + run.path(), run.results().results()));
        }
        List<TrendEntry> entries = history.isPresent() ? read(history.get()) : List.of();
        return new ReportContext(List.of(), earlier, entries);
    }

    /**
     * Finds out before a run whether the baseline can be read after it.
     *
     * @throws UsageException if it cannot
     */
    void check() throws IOException {
        if (baseline.isPresent()) {
            RunDirectory.read(baseline.get());
        }
    }

    /**
     * Reads a history.
     *
     * @throws UsageException if it cannot be read; with file, line and mistake
     */
    static List<TrendEntry> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + " is no file; name one that 'weir run --history FILE' wrote");
        }
        try {
            return TrendFile.read(file);
        } catch (ResultsFormatException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
