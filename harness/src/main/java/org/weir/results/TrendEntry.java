package org.weir.results;

import org.weir.outcome.Verdict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run found of one configuration, in few words: one line of {@code history.jsonl}.
 *
 * @param schemaVersion version of this form, {@link ScenarioResult#SCHEMA_VERSION}
 * @param time when the run ended
 * @param commit the commit, see {@link EnvironmentInfo#gitCommit}; empty outside a checkout
 * @param scenario the scenario's fully qualified class name
 * @param params parameter values by name, in order of declaration
 * @param harness who sampled it, see {@link ScenarioResult#harness}
 * @param verdict what it came to
 * @param samples the number of samples counted
 * @param counts samples per outcome id, of at most {@value #MOST_OUTCOMES} outcomes: all that fail or have to be seen
 *               first, then the most frequent. A declared outcome that was not seen and had to be is there with 0
 * @param seed the run's seed
 * @param environment what the numbers depend on besides the code, in words
 * @param fingerprint 12 hexadecimal digits that are equal where {@code environment} is
 */
public record TrendEntry(int schemaVersion, Instant time, String commit, String scenario, Map<String, String> params,
        String harness, Verdict verdict, long samples, Map<String, Long> counts, long seed, String environment,
        String fingerprint) {
    private static final int MOST_OUTCOMES = 32;
    private static final int FINGERPRINT_BYTES = 6;

    /**
     * Copies the maps and checks the counts.
     *
     * @throws IllegalArgumentException if one is negative, or they come to more than {@code samples}
     */
    public TrendEntry {
        params = Copies.ordered(params);
        counts = Copies.ordered(counts);
        long sum = counts.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
        if (sum > samples || counts.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("the counts of " + scenario + " come to " + sum + " of " + samples
                    + " samples, or one is negative");
        }
    }

    /** The entry for a result of a run that ended then. */
    public static TrendEntry of(ScenarioResult result, Instant time) {
        List<OutcomeResult> telling = result.outcomes()
                .stream()
                .filter(outcome -> outcome.count() > 0 || outcome.mustObserve())
                .sorted(Comparator.comparing((OutcomeResult outcome) -> !(outcome.forbidden() || outcome.mustObserve()))
                        .thenComparing(outcome -> -outcome.count()))
                .limit(MOST_OUTCOMES)
                .toList();
        Map<String, Long> counts = new LinkedHashMap<>();
        telling.forEach(outcome -> counts.merge(outcome.id(), outcome.count(), Long::sum));
        String environment = words(result.environment());
        return new TrendEntry(ScenarioResult.SCHEMA_VERSION, time, result.environment().gitCommit(), result.scenario(),
                result.params(), result.harness(), result.verdict(), result.samples(), counts, result.seed(),
                environment, fingerprint(environment));
    }

    /** What it is of. */
    public ConfigurationKey configuration() {
        return new ConfigurationKey(scenario, params, harness);
    }

    /** Host and JVM arguments of the coordinator are left out: containers have a new name each time. */
    private static String words(EnvironmentInfo environment) {
        return environment.cpuModel() + "; " + environment.cpus() + " CPUs; " + environment.topology() + "; "
                + environment.architecture() + "; " + environment.kernel() + "; " + environment.jdk();
    }

    private static String fingerprint(String environment) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(environment.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
