package org.weir.cli;

import picocli.CommandLine.Mixin;

import org.weir.outcome.Verdict;
import org.weir.results.ReportContext;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The options for files besides the results: those that are written, and those that the page says something of. What is
 * wrong with them is found before anything is measured; what goes wrong with them afterwards takes neither the verdict nor
 * the page away.
 */
final class SideFiles {
    @Mixin
    private FormsOption forms = new FormsOption();

    @Mixin
    private HistoryOption history = new HistoryOption();

    @Mixin
    private BaselineOption baseline = new BaselineOption();

    /** Something that is read or written. */
    interface Step<T> {
        T run() throws IOException;
    }

    /**
     * What became of it all.
     *
     * @param page the page; the file of records if there is none
     * @param complete whether every file was read and written
     */
    record Written(Path page, boolean complete) {
        /** The exit code of a command whose results have the code {@code verdict}. */
        int exitCode(int verdict) {
            boolean graver = verdict != Verdict.PASS.exitCode() && verdict != Verdict.INCONCLUSIVE.exitCode();
            return complete || graver ? verdict : Verdict.ERROR.exitCode();
        }
    }

    /**
     * Finds out before anything is measured whether the files can be read and written after it.
     *
     * @throws UsageException if one cannot
     */
    void check(Map<String, String> environment) throws IOException {
        baseline.check();
        history.check();
        forms.check(environment);
    }

    /** Writes all there is to write about the results of a directory, and the page. */
    Written write(ResultsReader.Results results, Path directory, Map<String, String> environment, PrintWriter err) {
        boolean complete = true;
        for (Step<?> step : forms.steps(results, environment)) {
            complete &= attempt(step, err).isPresent();
        }
        complete &= attempt(() -> history.append(results.results()), err).isPresent();
        Optional<ReportContext> context = attempt(() -> baseline.context(history.file()), err);
        complete &= context.isPresent();
        return new Written(forms.page(directory, context.orElse(ReportContext.NONE), err), complete);
    }

    private static <T> Optional<T> attempt(Step<T> step, PrintWriter err) {
        try {
            return Optional.of(step.run());
        } catch (IOException | UncheckedIOException | UsageException e) {
            err.println("weir: besides the results: " + (e instanceof UsageException ? e.getMessage() : e));
            err.flush();
            return Optional.empty();
        }
    }
}
