package org.weir.junit;

import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.weir.engine.RunListener;
import org.weir.engine.Runner;
import org.weir.results.ScenarioResult;
import org.weir.scenario.ScenarioConfiguration;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs of one execution request: one runner, one directory of results. Used by one thread. */
final class Campaign implements AutoCloseable {
    private final EngineExecutionListener listener;
    private final Settings settings;
    private final Rerun rerun;
    private final ResultsDirectory directory;
    private final Runner runner;

    private Campaign(EngineExecutionListener listener, Settings settings, Rerun rerun, ResultsDirectory directory,
            Runner runner) {
        this.listener = listener;
        this.settings = settings;
        this.rerun = rerun;
        this.directory = directory;
        this.runner = runner;
    }

    /**
     * Makes ready to run.
     *
     * @param planned the configurations that will be run
     * @throws IllegalArgumentException if a configuration parameter cannot be read
     * @throws IOException if shared memory or the directory of results cannot be made
     */
    static Campaign open(ExecutionRequest request, List<ScenarioConfiguration> planned) throws IOException {
        Settings settings = Settings.of(request.getConfigurationParameters());
        LauncherRun launcherRun = LauncherRun.of(request.getStore());
        ResultsDirectory directory = ResultsDirectory.join(settings.options().out(), launcherRun.id(),
                planned.size());
        launcherRun.writesTo(directory.path());
        Stopper stopper = new Stopper(request.getCancellationToken());
        Runner runner = Runner.open(settings.options(), stopper, planned.size(), directory.writer());
        stopper.runner = Optional.of(runner);
        runner.expect(planned);
        return new Campaign(request.getEngineExecutionListener(), settings, new Rerun(settings.options(), planned),
                directory, runner);
    }

    /** Stops the configuration in progress when the platform's run is cancelled. */
    private static final class Stopper implements RunListener {
        private final CancellationToken cancellation;
        private Optional<Runner> runner = Optional.empty();

        Stopper(CancellationToken cancellation) {
            this.cancellation = cancellation;
        }

        @Override
        public void progress(Progress progress) {
            if (cancellation.isCancellationRequested()) {
                runner.ifPresent(Runner::stop);
            }
        }
    }

    /** Runs a configuration and publishes its verdict. */
    TestExecutionResult run(TestDescriptor trial, ScenarioConfiguration configuration) {
        try {
            ScenarioResult result = runner.run(configuration);
            listener.reportingEntryPublished(trial, entry(result));
            return judge(result);
        } catch (IOException | RuntimeException e) {
            return TestExecutionResult.failed(e);
        }
    }

    private ReportEntry entry(ScenarioResult result) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("weir.verdict", result.verdict().name());
        values.put("weir.samples", String.valueOf(result.samples()));
        values.put("weir.speed", result.speed());
        values.put("weir.seed", String.valueOf(result.seed()));
        values.values().removeIf(String::isBlank);
        return ReportEntry.from(values);
    }

    private TestExecutionResult judge(ScenarioResult result) {
        String message = FailureMessage.of(result, rerun.command(result), directory.path());
        return switch (result.verdict()) {
            case PASS -> TestExecutionResult.successful();
            case FAIL -> TestExecutionResult.failed(new AssertionFailedError(message));
            case INCONCLUSIVE -> settings.abortInconclusive()
                    ? TestExecutionResult.aborted(new TestAbortedException(message))
                    : TestExecutionResult.failed(new AssertionFailedError(message));
            case ERROR -> TestExecutionResult.failed(new ScenarioError(message));
        };
    }

    /** Writes the summary of all that the build has run so far. */
    void sumUp() throws IOException {
        directory.sumUp(settings.options(), runner.isStopped(), rerun.command());
    }

    @Override
    public void close() throws IOException {
        runner.close();
    }
}
