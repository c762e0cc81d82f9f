package org.weir.cli;

import org.weir.results.ResultsFormatException;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory that a run wrote, here or on another machine.
 *
 * @param path as the user named it
 * @param results what it holds
 */
record RunDirectory(Path path, ResultsReader.Results results) {
    /**
     * Reads directories, in order.
     *
     * @throws UsageException if one holds no results, or some that this version cannot read: with file, line and mistake
     */
    static List<RunDirectory> read(List<Path> paths) throws IOException {
        List<RunDirectory> read = new ArrayList<>();
        for (Path path : paths) {
            read.add(read(path));
        }
        return List.copyOf(read);
    }

    /**
     * Reads a directory.
     *
     * @see #read(List)
     */
    static RunDirectory read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new UsageException(path + (Files.exists(path) ? " is a file" : " does not exist")
                    + "; name the directory that a run wrote its results.jsonl to");
        }
        if (!Files.isRegularFile(path.resolve(ResultsReader.RESULTS_FILE))) {
            throw new UsageException(path + " holds no " + ResultsReader.RESULTS_FILE
                    + "; name the directory that a run wrote its results to");
        }
        try {
            return new RunDirectory(path, ResultsReader.read(path));
        } catch (ResultsFormatException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The summary.
     *
     * @throws UsageException if there is none
     */
    RunSummary summary() {
        return results.summary()
                .orElseThrow(
                        () -> new UsageException(path + " holds no summary.json: that run did not come to its end"));
    }
}
