package org.weir.reports;

import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ResultsReader;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the results of several directories on one page: that of the whole build.
 *
 * <p>
 * {@code java org.weir.reports.BuildReport TARGET RESULTS... [--tests ROOT]}; a directory of results that is not there is
 * an error, for a page that lacks what should be on it would look green. With {@code --tests} the page has the tests of
 * the modules in a directory too, from the reports of surefire.
 */
public final class BuildReport {
    private static final int USAGE = 64;
    private static final String TESTS = "--tests";

    private BuildReport() {}

    /**
     * Writes the page and prints its path.
     *
     * @param arguments the directory to write to, then directories that hold {@code results.jsonl}, then possibly
     *                  {@code --tests} and the directory that the modules are in
     * @throws IOException if results cannot be read, or the page cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        int tests = words.indexOf(TESTS);
        List<String> paths = tests < 0 ? words : words.subList(0, tests);
        if (paths.size() < 2 || (tests >= 0 && words.size() != tests + 2)) {
            System.err.println("usage: BuildReport TARGET RESULTS... [--tests ROOT]");
            System.exit(USAGE);
        }
        List<TestSuite> suites = tests < 0 ? List.of() : SurefireReports.read(Path.of(words.get(tests + 1)));
        System.out.println(write(Path.of(paths.getFirst()), paths.stream().skip(1).map(Path::of).toList(), suites));
    }

    /**
     * Writes the results of several directories, in order, and their page into one.
     *
     * @param target the directory to write to; what an earlier build wrote there is replaced
     * @param directories where the results are
     * @param suites the tests of the build
     * @return the page
     * @throws IOException if results cannot be read, or the page cannot be written
     */
    static Path write(Path target, List<Path> directories, List<TestSuite> suites) throws IOException {
        List<ScenarioResult> all = new ArrayList<>();
        Instant started = Instant.MAX;
        Instant ended = Instant.MIN;
        int planned = 0;
        long seed = 0;
        for (Path directory : directories) {
            if (!Files.isRegularFile(directory.resolve("results.jsonl"))) {
                throw new IOException(directory + " holds no results.jsonl: run the scenarios first (mvn verify)");
            }
            ResultsReader.Results read = ResultsReader.read(directory);
            all.addAll(read.results());
            planned += Math.max(read.results().size(), read.summary().map(RunSummary::planned).orElse(0));
            seed = read.summary().map(RunSummary::seed).orElse(seed);
            Instant first = read.summary().map(RunSummary::started).orElse(Instant.now());
            Instant last = read.summary().map(RunSummary::ended).orElse(Instant.now());
            started = first.isBefore(started) ? first : started;
            ended = last.isAfter(ended) ? last : ended;
        }
        EnvironmentInfo environment = all.isEmpty() ? EnvironmentProbe.capture() : all.getFirst().environment();
        try (ResultsWriter writer = ResultsWriter.create(target)) {
            for (ScenarioResult result : all) {
                writer.append(result);
            }
            writer.write(RunSummary.of(all, planned, started, ended, seed, Duration.ZERO, false, "mvn verify",
                    environment));
        }
        return HtmlReport.write(target.resolve("index.html"),
                ReportInput.of(ResultsReader.read(target)).from(List.of(target)).withTests(suites));
    }
}
