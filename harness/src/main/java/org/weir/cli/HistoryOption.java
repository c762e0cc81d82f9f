package org.weir.cli;

import picocli.CommandLine.Option;

import org.weir.results.ScenarioResult;
import org.weir.results.TrendFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The option {@code --history}: where what was found is remembered in few words. */
final class HistoryOption {
    @Option(names = "--history", paramLabel = "FILE", description = {
            "Append a short line for each result to this file: commit, time, environment, counts, verdict."
                    + " 'weir history FILE' shows them, and the page of this run draws them."})
    private Optional<Path> file = Optional.empty();

    /** Where it is, if it is wanted. */
    Optional<Path> file() {
        return file;
    }

    /**
     * Finds out whether there is a history that can be read and gone on with, or a place for a new one.
     *
     * @throws UsageException if not; with file, line and mistake
     */
    void check() throws IOException {
        if (file.isPresent() && Files.exists(file.get())) {
            int _ = BaselineOption.read(file.get()).size();
        }
        file.ifPresent(FormsOption::requireWritable);
    }

    /** Appends results, if that is wanted; returns whether it is. */
    boolean append(List<ScenarioResult> results) throws IOException {
        if (file.isPresent()) {
            TrendFile.append(file.get(), results, Instant.now());
        }
        return file.isPresent();
    }
}
