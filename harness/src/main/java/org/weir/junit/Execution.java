package org.weir.junit;

import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.weir.scenario.ScenarioConfiguration;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Carries one execution request out. Used by one thread, once. */
final class Execution {
    private final ExecutionRequest request;
    private final TestDescriptor engine;
    private final EngineExecutionListener listener;

    Execution(ExecutionRequest request) {
        this.request = request;
        this.engine = request.getRootTestDescriptor();
        this.listener = request.getEngineExecutionListener();
    }

    void run() {
        listener.executionStarted(engine);
        listener.executionFinished(engine, tryScenarios());
    }

    private TestExecutionResult tryScenarios() {
        List<ScenarioConfiguration> planned = engine.getChildren()
                .stream()
                .map(ScenarioDescriptor.class::cast)
                .filter(scenario -> scenario.disabled().isEmpty())
                .flatMap(scenario -> scenario.getChildren().stream())
                .flatMap(trial -> configuration(trial).stream())
                .toList();
        if (planned.isEmpty()) {
            tryEach(_ -> TestExecutionResult.failed(new IllegalStateException("nothing was planned")));
            return TestExecutionResult.successful();
        }
        Campaign campaign;
        try {
            campaign = Campaign.open(request, planned);
        } catch (IOException | RuntimeException | LinkageError e) {
            tryEach(_ -> TestExecutionResult.failed(new ScenarioError("Nothing could be run: " + reason(e), e)));
            return TestExecutionResult.successful();
        }
        try (campaign) {
            tryEach(trial -> configuration(trial).map(configuration -> campaign.run(trial, configuration))
                    .orElseThrow());
            campaign.sumUp();
            return TestExecutionResult.successful();
        } catch (IOException | RuntimeException e) {
            return TestExecutionResult.failed(e);
        }
    }

    private static Optional<ScenarioConfiguration> configuration(TestDescriptor trial) {
        return ((TrialDescriptor) trial).subject() instanceof TrialDescriptor.Subject.Sound(var configuration)
                ? Optional.of(configuration)
                : Optional.empty();
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }

    private void tryEach(Function<TrialDescriptor, TestExecutionResult> run) {
        for (TestDescriptor child : engine.getChildren()) {
            ScenarioDescriptor scenario = (ScenarioDescriptor) child;
            Optional<String> skipped = scenario.disabled().or(this::cancelled);
            if (skipped.isPresent()) {
                listener.executionSkipped(scenario, skipped.get());
                continue;
            }
            listener.executionStarted(scenario);
            scenario.getChildren().forEach(trial -> tryOne((TrialDescriptor) trial, run));
            listener.executionFinished(scenario, TestExecutionResult.successful());
        }
    }

    private void tryOne(TrialDescriptor trial, Function<TrialDescriptor, TestExecutionResult> run) {
        Optional<String> cancelled = cancelled();
        if (cancelled.isPresent()) {
            listener.executionSkipped(trial, cancelled.get());
            return;
        }
        listener.executionStarted(trial);
        listener.executionFinished(trial, switch (trial.subject()) {
            case TrialDescriptor.Subject.Mistaken(var type, var mistakes) -> TestExecutionResult
                    .failed(new ScenarioError(type.getName() + " is no valid scenario:\n" + mistakes.message()));
            case TrialDescriptor.Subject.Sound _ -> run.apply(trial);
        });
    }

    private Optional<String> cancelled() {
        return request.getCancellationToken().isCancellationRequested() ? Optional.of("the run was cancelled")
                : Optional.empty();
    }
}
