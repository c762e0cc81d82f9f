package org.weir.results;

import org.weir.outcome.Verdict;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that is known after running one configuration of a scenario: one line of {@code results.jsonl}.
 *
 * @param schemaVersion version of this form, {@link #SCHEMA_VERSION}
 * @param scenario the scenario's fully qualified class name
 * @param params parameter values by name, in order of declaration; empty for a scenario without parameters
 * @param harness who sampled it: {@code processes} (Weir), {@code threads, shared cells} (jcstress on a twin), or
 *                {@code threads} (jcstress), or {@code threads, in one JVM} (Weir, for stepping through), or
 *                {@code python} (the same system in CPython's {@code multiprocessing})
 * @param description what the scenario is about, in its author's words; may be empty
 * @param refs where its claim comes from
 * @param actors names of the actors, in order
 * @param verdict what it comes to
 * @param reasons why, a sentence each, most important first; empty for an unremarkable pass
 * @param samples the number of samples counted
 * @param elapsedNanos wall-clock time of the whole, in nanoseconds
 * @param samplingNanos time spent sampling, the sum over launches, in nanoseconds
 * @param outcomes every outcome seen and every one declared
 * @param launches the launches, in order
 * @param seed the seed that the launches' seeds come from
 * @param speed {@code MEMORY} or {@code RESOURCE}; empty if an error came before that was known
 * @param speedReason what decided the speed; for {@code RESOURCE} the deciding field
 * @param notes what a reader of the numbers should know: more actors than CPUs, a budget cut short
 * @param diagnostics dumps and output of workers that hung, died or threw
 * @param study what the author wrote for readers besides outcomes
 * @param evidence what was recorded besides counts
 * @param reproduce the command that runs the same plan again
 * @param environment where the numbers come from
 */
public record ScenarioResult(int schemaVersion, String scenario, Map<String, String> params, String harness,
        String description, List<String> refs, List<String> actors, Verdict verdict, List<String> reasons, long samples,
        long elapsedNanos, long samplingNanos, List<OutcomeResult> outcomes, List<LaunchResult> launches, long seed,
        String speed, String speedReason, List<String> notes, List<Diagnostic> diagnostics, Study study,
        Evidence evidence, String reproduce, EnvironmentInfo environment) {
    /** The version of the record's form that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Copies the lists and maps and checks the sums.
     *
     * @throws IllegalArgumentException if {@code samples} is not the sum over the outcomes, or not that over the launches
     */
    public ScenarioResult {
        params = Copies.ordered(params);
        refs = List.copyOf(refs);
        actors = List.copyOf(actors);
        reasons = List.copyOf(reasons);
        outcomes = List.copyOf(outcomes);
        launches = List.copyOf(launches);
        notes = List.copyOf(notes);
        diagnostics = List.copyOf(diagnostics);
        Copies.checkSum("the counts of the outcomes of " + scenario, samples,
                outcomes.stream().mapToLong(OutcomeResult::count));
        Copies.checkSum("the samples of the launches of " + scenario, samples,
                launches.stream().mapToLong(LaunchResult::samples));
    }

    /** The same with one more note. */
    public ScenarioResult withNote(String note) {
        return new ScenarioResult(schemaVersion, scenario, params, harness, description, refs, actors, verdict, reasons,
                samples, elapsedNanos, samplingNanos, outcomes, launches, seed, speed, speedReason,
                Stream.concat(notes.stream(), Stream.of(note)).toList(), diagnostics, study, evidence, reproduce,
                environment);
    }

    /** The class name without its package, and the parameters: {@code TornFrames[size=4097]}. */
    public String displayName() {
        return ConfigurationKey.of(this).displayName();
    }
}
