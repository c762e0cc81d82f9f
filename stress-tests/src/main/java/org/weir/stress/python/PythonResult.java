package org.weir.stress.python;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.engine.Studies;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.scenario.ActorModel;
import org.weir.scenario.Claim;
import org.weir.scenario.ScenarioModel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns what the script counted into a result of Weir, of the harness {@value #HARNESS}.
 *
 * <p>
 * It is a measurement of somebody else's code, and no promise of this layer: an outcome in which one of the scenario's claims
 * held is acceptable, every other one interesting, and the verdict is {@code PASS} whatever was seen. How the claims stand is
 * told by the counts.
 */
final class PythonResult {
    /** The {@link ScenarioResult#harness()} of CPython's results. */
    static final String HARNESS = "python";

    private static final Grading NOTHING_FORBIDDEN = new Grading(
            List.of(new OutcomeRule("", Expect.ACCEPTABLE_INTERESTING, "")));
    private static final String REPRODUCE = "python3 rows.py ";

    private PythonResult() {}

    /**
     * The result of one row.
     *
     * @param line what the script printed
     * @throws IllegalArgumentException if that is not its line of JSON, or counts nothing
     */
    static ScenarioResult of(PythonRow row, ScenarioModel model, String line, Duration sampling,
            EnvironmentInfo environment) {
        JsonNode root = JsonMapper.shared().readTree(line);
        SortedMap<String, Long> counts = new TreeMap<>();
        root.path("counts").properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("no sample was counted: " + line);
        }
        long samples = counts.values().stream().mapToLong(Long::longValue).sum();
        long nanos = (long) (root.path("seconds").asDouble() * 1e9);
        Judgement judgement = Judge.judge(grading(model, counts.keySet()), List.of(), 0, counts);
        List<String> actors = model.actors().stream().map(ActorModel::name).toList();
        LaunchResult launch = new LaunchResult(0, List.of(), counts, samples, nanos, List.of(), Map.of(), 0, List.of());
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, model.type().getName(), row.params(), HARNESS,
                model.description(), model.refs(), actors, judgement.verdict(), judgement.reasons(), samples, nanos,
                nanos,
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), List.of(launch), 0, "RESOURCE",
                "sampled by CPython", notes(root.path("python").asString()), List.of(),
                Studies.of(model, NOTHING_FORBIDDEN), Evidence.NONE,
                REPRODUCE + String.join(" ", row.arguments(sampling)), environment);
    }

    /** One rule for each outcome, because a pattern would not match what became of a process. */
    private static Grading grading(ScenarioModel model, Collection<String> seen) {
        List<String> held = Stream.of(model.type().getAnnotationsByType(Claim.class))
                .flatMap(claim -> Stream.of(claim.held()))
                .toList();
        return new Grading(seen.stream()
                .map(id -> held.stream().anyMatch(claimed -> claimed.equals(id) || Pattern.matches(claimed, id))
                        ? new OutcomeRule(id, Expect.ACCEPTABLE, "What is claimed held.")
                        : new OutcomeRule(id, Expect.ACCEPTABLE_INTERESTING,
                                "What is claimed did not hold in CPython."))
                .toList());
    }

    private static List<String> notes(String version) {
        return List.of("CPython " + version + ", start method fork: the same system in multiprocessing.",
                "A measurement of somebody else's code: whatever was seen, it fails no build.");
    }
}
