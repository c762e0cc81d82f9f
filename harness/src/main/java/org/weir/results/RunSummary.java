package org.weir.results;

import org.weir.outcome.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a whole run comes to: {@code summary.json}.
 *
 * @param schemaVersion version of this form, {@link ScenarioResult#SCHEMA_VERSION}
 * @param weirVersion Weir's version
 * @param started when the run began
 * @param ended when its last scenario was judged
 * @param seed the seed that all seeds of the run come from
 * @param exitCode the exit code of the run: 0 if all passed, 1 after a failure, 3 after an error, 2 if it was
 *                 inconclusive, 130 if it was interrupted
 * @param interrupted whether it was stopped before its end
 * @param planned how many scenario configurations were to be run
 * @param shard which part of a plan was to be run
 * @param verdicts how many there are of each verdict; all four are present
 * @param samples the number of samples counted in all scenarios
 * @param budgetNanos the time budget that was asked for, in nanoseconds; 0 if none was
 * @param elapsedNanos wall-clock time of the run, in nanoseconds
 * @param command the command that runs the same again; empty if there is none
 * @param environment where the numbers come from
 */
public record RunSummary(int schemaVersion, String weirVersion, Instant started, Instant ended, long seed, int exitCode,
        boolean interrupted, int planned, Shard shard, Map<Verdict, Integer> verdicts, long samples, long budgetNanos,
        long elapsedNanos, String command, EnvironmentInfo environment) {
    /** The exit code of a run that was interrupted. */
    public static final int INTERRUPTED = 130;

    /** Copies the map; a verdict that is missing there counts 0. */
    public RunSummary {
        Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict, verdicts.getOrDefault(verdict, 0));
        }
        verdicts = Copies.ordered(all);
    }

    /**
     * Sums up a run. Its exit code is that of {@link Verdict#of}, or {@link #INTERRUPTED}; fewer results than planned
     * without an interruption are an error, unless something failed, which goes before.
     *
     * @param results what was run
     * @param planned how many scenario configurations were to be run
     * @param budget the time budget asked for; {@link Duration#ZERO} if none was
     * @param command the command that runs the same again; empty if there is none
     */
    public static RunSummary of(Collection<ScenarioResult> results, int planned, Instant started, Instant ended,
            long seed, Duration budget, boolean interrupted, String command, EnvironmentInfo environment) {
        Map<Verdict, Integer> verdicts = results.stream()
                .collect(Collectors.groupingBy(ScenarioResult::verdict, Collectors.summingInt(_ -> 1)));
        Verdict verdict = Verdict.of(verdicts.keySet());
        Verdict honest = results.size() < planned && verdict != Verdict.FAIL ? Verdict.ERROR : verdict;
        return new RunSummary(ScenarioResult.SCHEMA_VERSION, environment.weirVersion(), started, ended, seed,
                interrupted ? INTERRUPTED : honest.exitCode(), interrupted, planned, Shard.whole(planned), verdicts,
                results.stream().mapToLong(ScenarioResult::samples).sum(), budget.toNanos(),
                Duration.between(started, ended).toNanos(), command, environment);
    }

    /** The same for a run that did this part of a plan. */
    public RunSummary of(Shard part) {
        return new RunSummary(schemaVersion, weirVersion, started, ended, seed, exitCode, interrupted, planned, part,
                verdicts, samples, budgetNanos, elapsedNanos, command, environment);
    }

    /** How many scenario configurations have a result. */
    public int finished() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
