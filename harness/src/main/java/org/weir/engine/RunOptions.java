package org.weir.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to run scenarios.
 *
 * @param timeBudget for the whole run, divided over its configurations by their weights; empty for
 *                   {@link #DEFAULT_BUDGET} a configuration, {@link #MOST_BY_DEFAULT} at the most
 * @param samples end a configuration as soon as it has this many samples; empty to use its whole time
 * @param launches launches a configuration; 0 for as many as its time allows, at most {@link #DEFAULT_LAUNCHES}
 * @param seed everything random comes from it
 * @param out directory for results; created if it is missing
 * @param params run only configurations whose parameters have these values
 * @param jvmArgs JVM arguments for all workers, after all others
 * @param classPath class path entries that hold the scenarios, besides this JVM's own class path
 * @param debugActor name of the actor whose JVM waits for a debugger; there are no deadlines then
 * @param flightRecorder whether each worker writes a flight recording into {@code out}
 * @param inOneJvm whether actors run as threads of this JVM
 */
public record RunOptions(Optional<Duration> timeBudget, OptionalLong samples, int launches, long seed, Path out,
        Map<String, String> params, List<String> jvmArgs, List<Path> classPath, Optional<String> debugActor,
        boolean flightRecorder, boolean inOneJvm) {
    /** Time for each configuration, on average, if the run has no budget. */
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(6);

    /** Time for a run of many configurations if it has no budget: a person waits for it. */
    public static final Duration MOST_BY_DEFAULT = Duration.ofMinutes(8);

    /**
     * What a configuration takes at the least, however short its share of the budget is: the launch of its JVMs. The 230
     * configurations of Weir's own catalogue took 169 s under a budget of 90 s, on two CPUs of a Xeon
     * ({@code ./weir run --time-budget 90s}).
     */
    public static final Duration USUAL_LAUNCH = Duration.ofMillis(730);

    /** The most launches that are made if nobody asked for a number. */
    public static final int DEFAULT_LAUNCHES = 5;

    /** Where an actor waits for its debugger, on this host. */
    public static final int DEBUG_PORT = 5005;

    /** Copies and checks. */
    public RunOptions {
        Objects.requireNonNull(out, "out");
        params = Map.copyOf(params);
        jvmArgs = List.copyOf(jvmArgs);
        classPath = List.copyOf(classPath);
        timeBudget.ifPresent(budget -> {
            if (budget.isNegative() || budget.isZero()) {
                throw new IllegalArgumentException("the time budget must be positive, is " + budget);
            }
        });
        samples.ifPresent(wanted -> {
            if (wanted < 1) {
                throw new IllegalArgumentException("the number of samples must be at least 1, is " + wanted);
            }
        });
        if (launches < 0) {
            throw new IllegalArgumentException("the number of launches must not be negative, is " + launches);
        }
    }

    /**
     * Default options.
     *
     * @param out directory for results
     * @param seed everything random comes from it
     */
    public static RunOptions of(Path out, long seed) {
        return new RunOptions(Optional.empty(), OptionalLong.empty(), 0, seed, out, Map.of(), List.of(), List.of(),
                Optional.empty(), false, false);
    }

    /** The same with another budget. */
    public RunOptions withTimeBudget(Duration budget) {
        return new RunOptions(Optional.of(budget), samples, launches, seed, out, params, jvmArgs, classPath,
                debugActor, flightRecorder, inOneJvm);
    }

    /** The same with a number of launches. */
    public RunOptions withLaunches(int number) {
        return new RunOptions(timeBudget, samples, number, seed, out, params, jvmArgs, classPath, debugActor,
                flightRecorder, inOneJvm);
    }

    /** The same with a number of samples that ends each configuration. */
    public RunOptions withSamples(long number) {
        return new RunOptions(timeBudget, OptionalLong.of(number), launches, seed, out, params, jvmArgs, classPath,
                debugActor, flightRecorder, inOneJvm);
    }

    /**
     * The time for a whole run: what was asked for, else {@link #DEFAULT_BUDGET} for each configuration, and
     * {@link #MOST_BY_DEFAULT} at the most. Their weights divide it and do not add to it: a person who runs one scenario
     * waits for the same time whichever it is.
     *
     * @param configurations how many are run
     */
    public Duration budgetFor(int configurations) {
        Duration all = DEFAULT_BUDGET.multipliedBy(Math.max(0, configurations));
        return timeBudget.orElse(all.compareTo(MOST_BY_DEFAULT) < 0 ? all : MOST_BY_DEFAULT);
    }

    /** The launches that a configuration with this budget gets. */
    int launchesIn(Duration budget) {
        if (launches > 0) {
            return launches;
        }
        return Math.clamp(budget.toMillis() / 1000, 1, DEFAULT_LAUNCHES);
    }
}
