package org.weir.junit;

import org.junit.platform.engine.ConfigurationParameters;
import org.weir.engine.RunOptions;
import org.weir.scenario.Durations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * The engine's configuration parameters: {@code junit-platform.properties}, system properties (such as {@code mvn test
 * -Dweir.seed=42}) or what the build tool passes on.
 *
 * <ul>
 * <li>{@value #TIME_BUDGET}: time for the whole run, such as {@code 30s} or {@code 2m}, divided over its configurations;
 * {@link RunOptions#DEFAULT_BUDGET} each if it is not given
 * <li>{@value #SEED}: a long that everything random comes from; drawn if it is not given
 * <li>{@value #OUT}: the directory for results, {@code target/weir} if it is not given
 * <li>{@value #LAUNCHES}: launches a configuration
 * <li>{@value #SAMPLES}: end a configuration as soon as it has so many samples
 * <li>{@value #INCONCLUSIVE}: {@code fail} (the default) or {@code abort}: what becomes of an inconclusive test
 * </ul>
 *
 * @param options for the engine
 * @param abortInconclusive whether an inconclusive test is aborted, which leaves a build green
 */
record Settings(RunOptions options, boolean abortInconclusive) {
    static final String TIME_BUDGET = "weir.timeBudget";
    static final String SEED = "weir.seed";
    static final String OUT = "weir.out";
    static final String LAUNCHES = "weir.launches";
    static final String SAMPLES = "weir.samples";
    static final String INCONCLUSIVE = "weir.inconclusive";

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException if one has a value that it cannot have; the message names it
     */
    static Settings of(ConfigurationParameters parameters) {
        Optional<Duration> budget = read(parameters, TIME_BUDGET, Durations::parse);
        OptionalLong samples = read(parameters, SAMPLES, text -> whole(text, 1, Long.MAX_VALUE))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
        int launches = read(parameters, LAUNCHES, text -> whole(text, 1, Integer.MAX_VALUE)).orElse(0L).intValue();
        long seed = read(parameters, SEED, text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE))
                .orElseGet(() -> ThreadLocalRandom.current().nextLong());
        Path out = read(parameters, OUT, Path::of).orElse(Path.of("target", "weir"));
        boolean abort = read(parameters, INCONCLUSIVE, Settings::aborts).orElse(false);
        budget.filter(Duration::isZero).ifPresent(_ -> {
            throw new IllegalArgumentException(TIME_BUDGET + " is zero: give the run some time, such as 30s");
        });
        return new Settings(new RunOptions(budget, samples, launches, seed, out, Map.of(), List.of(), List.of(),
                Optional.empty(), false, false), abort);
    }

    private static <T> Optional<T> read(ConfigurationParameters parameters, String name, Function<String, T> parser) {
        return parameters.get(name).map(String::strip).filter(text -> !text.isEmpty()).map(text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the configuration parameter " + name + ": " + e.getMessage(), e);
            }
        });
    }

    private static boolean aborts(String text) {
        return switch (text) {
            case "abort" -> true;
            case "fail" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither fail nor abort");
        };
    }

    private static long whole(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number", e);
        }
        throw new IllegalArgumentException("\"" + text + "\" is not from " + least + " to " + most);
    }
}
