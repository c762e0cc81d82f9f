package org.weir.engine;

import org.weir.scenario.ScenarioConfiguration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command that runs a configuration again with the same plan. It samples anew; it repeats no interleaving. */
public final class Reproduction {
    private Reproduction() {}

    static String command(ScenarioConfiguration configuration, RunOptions options, int launches,
            Duration budget) {
        List<String> words = new ArrayList<>(List.of("weir", "run", configuration.model().type().getName()));
        configuration.params().forEach((name, value) -> {
            words.add("--param");
            words.add(name + "=" + value);
        });
        words.addAll(List.of("--seed", String.valueOf(options.seed())));
        words.addAll(List.of("--launches", String.valueOf(launches)));
        words.addAll(List.of("--time-budget", budget.toMillis() + "ms"));
        options.samples().ifPresent(samples -> words.addAll(List.of("--samples", String.valueOf(samples))));
        if (!options.jvmArgs().isEmpty()) {
            words.add("--jvm-args=" + String.join(" ", options.jvmArgs()));
        }
        options.classPath().forEach(entry -> words.addAll(List.of("--class-path", entry.toString())));
        if (options.inOneJvm()) {
            words.add("--in-one-jvm");
        }
        return words.stream().map(Reproduction::quote).collect(Collectors.joining(" "));
    }

    /**
     * A word as a POSIX shell takes it literally.
     *
     * @param word any text
     */
    public static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
