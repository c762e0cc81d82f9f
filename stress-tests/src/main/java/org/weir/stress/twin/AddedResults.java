package org.weir.stress.twin;

import org.weir.results.EnvironmentInfo;
import org.weir.results.ResultsReader;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Adds results of another harness to those of a run. */
public final class AddedResults {
    private AddedResults() {}

    /**
     * Adds results, in the place of those that the same harness had before, and sums all up anew.
     *
     * @param results what is added
     * @param directory of Weir's results
     * @param started when the harness began; for a directory without a summary
     * @param environment where the results come from; for a directory without a summary
     * @param harness whose results they are
     * @param reproduce the command that runs it again; for a directory without a summary
     */
    public static void add(List<ScenarioResult> results, Path directory, Instant started, EnvironmentInfo environment,
            String harness, String reproduce) throws IOException {
        ResultsReader.Results before;
        try (ResultsWriter writer = ResultsWriter.append(directory)) {
            before = ResultsReader.read(writer.directory());
        }
        List<ScenarioResult> all = Stream
                .concat(before.results().stream().filter(result -> !result.harness().equals(harness)), results.stream())
                .toList();
        try (ResultsWriter writer = ResultsWriter.create(directory)) {
            for (ScenarioResult result : all) {
                writer.append(result);
            }
            writer.write(before.summary()
                    .map(sum -> RunSummary.of(all, Math.max(all.size(), sum.planned()), sum.started(), Instant.now(),
                            sum.seed(), Duration.ofNanos(sum.budgetNanos()), sum.interrupted(), sum.command(),
                            environment))
                    .orElseGet(() -> RunSummary.of(all, all.size(), started, Instant.now(), 0, Duration.ZERO, false,
                            reproduce, environment)));
        }
    }
}
