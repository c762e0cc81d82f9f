package org.weir.engine;

import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioReader;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs scenarios for tests. */
final class ScenarioRuns {
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());

    private ScenarioRuns() {}

    /** One launch that ends with so many samples, and in any case within a minute or little more. */
    static RunOptions samples(Path out, long samples) {
        return RunOptions.of(out, SEED).withTimeBudget(Duration.ofMinutes(1)).withLaunches(1).withSamples(samples);
    }

    static ScenarioResult run(Class<?> scenario, RunOptions options) throws IOException {
        System.out.println("weir.test.seed=" + options.seed());
        if (!(ScenarioReader.read(scenario) instanceof Reading.Valid valid)) {
            throw new AssertionError(((Reading.Invalid) ScenarioReader.read(scenario)).message());
        }
        ScenarioConfiguration configuration = valid.model().configurations().getFirst();
        try (Runner runner = Runner.open(options, RunListener.NONE, 1)) {
            return runner.run(configuration);
        }
    }

    /** How often each outcome was seen that was seen at all. */
    static Map<String, Long> counts(ScenarioResult result) {
        return result.outcomes()
                .stream()
                .filter(outcome -> outcome.count() > 0)
                .collect(Collectors.toMap(OutcomeResult::id, OutcomeResult::count));
    }
}
