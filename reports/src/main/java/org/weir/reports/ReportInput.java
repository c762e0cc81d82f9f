package org.weir.reports;

import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.util.List;
import java.util.Optional;

/**
 * What a page is drawn from.
 *
 * @param results the results of a run, with its summary if it came to its end
 * @param tests the tests of a build; none if it is no page of a build
 * @param trend how the run stands to earlier ones
 */
public record ReportInput(ResultsReader.Results results, List<TestSuite> tests, Optional<Trend> trend) {
    /** Copies the list. */
    public ReportInput {
        tests = List.copyOf(tests);
    }

    /** The results of a directory, and nothing else. */
    public static ReportInput of(ResultsReader.Results results) {
        return new ReportInput(results, List.of(), Optional.empty());
    }

    /** Results without a summary: the page says that the run did not come to its end. */
    public static ReportInput of(List<ScenarioResult> results) {
        return of(new ResultsReader.Results(results, Optional.empty(), false));
    }

    /** The same with the tests of a build. */
    public ReportInput withTests(List<TestSuite> suites) {
        return new ReportInput(results, suites, trend);
    }

    /** The same, compared with earlier runs. */
    public ReportInput with(Trend earlier) {
        return new ReportInput(results, tests, Optional.of(earlier));
    }
}
