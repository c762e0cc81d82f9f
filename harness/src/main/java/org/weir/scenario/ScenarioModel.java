package org.weir.scenario;

import org.weir.outcome.Grading;
import org.weir.outcome.Requirement;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario class, read and found to be without mistakes.
 *
 * @param type the scenario class; not initialised by reading it
 * @param constructor its constructor, accessible; its parameters are those of {@code params}, in order
 * @param params its parameters, in order
 * @param description what {@code @Description} says, else empty
 * @param refs what {@code @Ref} says, in order
 * @param actors one to eight actors, ordered by name
 * @param arbiter the arbiter, accessible
 * @param resultType the {@code *_Result} class; {@link Void} class if no method takes a result
 * @param resultFields its fields, in order of declaration
 * @param grading how outcomes are graded
 * @param mustObserve what has to be seen
 * @param minSamples the least number of samples for a verdict; 0 if not stated
 * @param deadline how long one sample may take
 * @param speed the asserted speed, or {@link Speed#AUTO}
 * @param faults declared faults
 * @param beforeWorker run once in every JVM, before anything else; accessible
 * @param beforeSample run in one JVM, once a sample, after construction; accessible
 * @param afterSample run in one JVM, once a sample, after the arbiter; accessible
 * @param jvmArgs JVM arguments for all workers
 * @param env environment variables for all workers
 * @param classPath class path entries that go before the common class path in all workers
 * @param twin whether the class is a jcstress test too
 */
public record ScenarioModel(Class<?> type, Constructor<?> constructor, List<ParamModel> params, String description,
        List<String> refs, List<ActorModel> actors, Optional<Method> arbiter, Class<?> resultType,
        List<ResultField> resultFields, Grading grading, List<Requirement> mustObserve, long minSamples,
        Duration deadline, Speed speed, List<FaultModel> faults, List<Method> beforeWorker, List<Method> beforeSample,
        List<Method> afterSample, List<String> jvmArgs, Map<String, String> env, List<Path> classPath, boolean twin) {

    /** Its share of a run's time budget, relative to others. */
    public double weight() {
        return Optional.ofNullable(type.getDeclaredAnnotation(MultiJvmTest.class))
                .map(MultiJvmTest::weight)
                .orElse(1.0);
    }

    /** Every combination of parameter values, in order of declaration; exactly one for a scenario without parameters. */
    public List<ScenarioConfiguration> configurations() {
        return ScenarioConfiguration.of(this);
    }
}
