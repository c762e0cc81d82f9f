package org.weir.results;

import java.util.List;
import java.util.Map;

/**
 * What one launch of a scenario's worker JVMs counted. Samples of one launch are correlated; samples of different
 * launches are not, as far as Weir can see to it.
 *
 * @param index the launch's number in its scenario, from 0
 * @param pids process ids of all worker JVMs that took part, replacements after a fault included, in order of start
 * @param counts samples per outcome id
 * @param samples the sum of {@code counts}
 * @param elapsedNanos time spent sampling, in nanoseconds, without the start of the JVMs
 * @param jitModes the compiler mode of each actor, in order of actors: {@code interpreter}, {@code c1}, {@code c2},
 *        {@code tiered}
 * @param jvmArgs JVM arguments per actor name
 * @param seed the launch's seed
 * @param pinned the CPU of each actor, in order of actors; empty if the workers were not pinned
 */
public record LaunchResult(int index, List<Long> pids, Map<String, Long> counts, long samples, long elapsedNanos,
        List<String> jitModes, Map<String, List<String>> jvmArgs, long seed, List<Integer> pinned) {
    /**
     * Copies the lists and maps and checks the sum.
     *
     * @throws IllegalArgumentException if {@code samples} is not the sum of {@code counts}
     */
    public LaunchResult {
        pids = List.copyOf(pids);
        counts = Copies.ordered(counts);
        jitModes = List.copyOf(jitModes);
        jvmArgs = Copies.ordered(jvmArgs);
        pinned = List.copyOf(pinned);
        Copies.checkSum("the counts of launch " + index, samples, counts.values().stream().mapToLong(Long::longValue));
    }
}
