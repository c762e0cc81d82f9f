package org.weir.reports;

import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a page is drawn from.
 *
 * @param results the results of a run, with its summary if it came to its end
 * @param tests the tests of a build; none if it is no page of a build
 * @param trend how the run stands to earlier ones
 * @param originals the directories that the results were read from; the page links to their files. None if they are
 *                  nowhere
 */
public record ReportInput(ResultsReader.Results results, List<TestSuite> tests, Optional<Trend> trend,
        List<Path> originals) {
    /** Copies the lists. */
    public ReportInput {
        tests = List.copyOf(tests);
        originals = List.copyOf(originals);
    }

    /** The results of a directory, and nothing else. */
    public static ReportInput of(ResultsReader.Results results) {
        return new ReportInput(results, List.of(), Optional.empty(), List.of());
    }

    /** Results without a summary: the page says that the run did not come to its end. */
    public static ReportInput of(List<ScenarioResult> results) {
        return of(new ResultsReader.Results(results, Optional.empty(), false));
    }

    /** The same with the tests of a build. */
    public ReportInput withTests(List<TestSuite> suites) {
        return new ReportInput(results, suites, trend, originals);
    }

    /** The same, compared with earlier runs. */
    public ReportInput with(Trend earlier) {
        return new ReportInput(results, tests, Optional.of(earlier), originals);
    }

    /** The same, read from these directories. */
    public ReportInput from(List<Path> directories) {
        return new ReportInput(results, tests, trend, directories);
    }
}
