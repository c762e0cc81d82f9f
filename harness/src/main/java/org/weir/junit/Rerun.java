package org.weir.junit;

import org.weir.engine.Reproduction;
import org.weir.engine.RunOptions;
import org.weir.results.ScenarioResult;
import org.weir.scenario.ScenarioConfiguration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands by which the author of a failed test tries it again: in a Maven build its own, because only the build
 * knows the test class path; else that of Weir's command line.
 */
final class Rerun {
    private final RunOptions options;
    private final List<ScenarioConfiguration> planned;

    Rerun(RunOptions options, List<ScenarioConfiguration> planned) {
        this.options = options;
        this.planned = planned;
    }

    /** Runs a scenario again, with the seed and the time that it had. */
    String command(ScenarioResult result) {
        if (!Surefire.isRunning()) {
            return result.reproduce();
        }
        long configurations = planned.stream()
                .filter(configuration -> configuration.model().type().getName().equals(result.scenario()))
                .count();
        List<String> words = new ArrayList<>(List.of("mvn", "test", "-Dtest=" + result.scenario()));
        options.timeBudget()
                .map(all -> all.multipliedBy(configurations).dividedBy(planned.size()))
                .ifPresent(share -> words.add(property(Settings.TIME_BUDGET, milliseconds(share))));
        addSettings(words);
        return shell(words);
    }

    /** Runs everything again; empty if only the tool that started this JVM knows how. */
    String command() {
        if (!Surefire.isRunning()) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of("mvn", "test"));
        options.timeBudget().ifPresent(all -> words.add(property(Settings.TIME_BUDGET, milliseconds(all))));
        addSettings(words);
        return shell(words);
    }

    private void addSettings(List<String> words) {
        words.add(property(Settings.SEED, options.seed()));
        if (options.launches() > 0) {
            words.add(property(Settings.LAUNCHES, options.launches()));
        }
        options.samples().ifPresent(samples -> words.add(property(Settings.SAMPLES, samples)));
    }

    private static String property(String name, Object value) {
        return "-D" + name + "=" + value;
    }

    private static String milliseconds(Duration time) {
        return Math.max(1, time.toMillis()) + "ms";
    }

    private static String shell(List<String> words) {
        return words.stream().map(Reproduction::quote).collect(Collectors.joining(" "));
    }
}
