package org.weir.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link ResultsWriter} wrote, and refuses what it did not: by file, line and mistake. */
public final class ResultsReader {
    /** The name of the file of records in a directory of results. */
    public static final String RESULTS_FILE = ResultsJson.RESULTS_FILE;

    private ResultsReader() {}

    /**
     * What a directory holds.
     *
     * @param results the records, in order of writing
     * @param summary the summary; empty if the run did not come to its end
     * @param cutOff whether a crash left the beginning of one more record at the end of the file
     */
    public record Results(List<ScenarioResult> results, Optional<RunSummary> summary, boolean cutOff) {
        /** Copies the list. */
        public Results {
            results = List.copyOf(results);
        }
    }

    /**
     * Reads a directory of results. Only whole lines are records: what a crash left after the last of them is reported as
     * cut off.
     *
     * @throws ResultsFormatException if a line or the summary is not a record of this version
     * @throws NoSuchFileException if there is no {@code results.jsonl}
     */
    public static Results read(Path directory) throws IOException {
        Path file = directory.resolve(ResultsJson.RESULTS_FILE);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null,
                    "no results here; name the directory that a run wrote its results to");
        }
        try (RecordLines lines = RecordLines.open(file)) {
            List<ScenarioResult> results = records(lines, file);
            return new Results(results, readSummary(directory), lines.isCutOff());
        }
    }

    /**
     * Reads a file of records, one a line. Each line has to be whole; the last needs no line end.
     *
     * @throws ResultsFormatException if a line is not a record of this version
     */
    public static List<ScenarioResult> readLines(Path file) throws IOException {
        try (RecordLines lines = RecordLines.open(file)) {
            List<ScenarioResult> results = new ArrayList<>(records(lines, file));
            if (lines.isCutOff()) {
                results.add(ResultsJson.read(lines.rest(), ScenarioResult.class, file, lines.number()));
            }
            return results;
        }
    }

    /**
     * Reads {@code summary.json}; empty if it is not there, which is so until a run has come to its end.
     *
     * @throws ResultsFormatException if it is not a summary of this version
     */
    public static Optional<RunSummary> readSummary(Path directory) throws IOException {
        Path file = directory.resolve(ResultsJson.SUMMARY_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > RecordLines.LONGEST) {
            throw new ResultsFormatException(file, 1, "longer than " + RecordLines.LONGEST + " bytes; no summary is");
        }
        return Optional.of(ResultsJson.read(Files.readAllBytes(file), RunSummary.class, file, 1));
    }

    private static List<ScenarioResult> records(RecordLines lines, Path file) throws IOException {
        List<ScenarioResult> results = new ArrayList<>();
        while (lines.next()) {
            results.add(ResultsJson.read(lines.line(), ScenarioResult.class, file, lines.number()));
        }
        return results;
    }
}
