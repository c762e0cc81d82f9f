package org.weir.scenario;

import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Ref;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads scenario classes: their annotations by reflection, what their actors write from their bytecode. The class is not
 * initialised by it, and no code of it is run.
 */
public final class ScenarioReader {
    private ScenarioReader() {}

    /**
     * Reads a class.
     *
     * @param type the class, loaded and perhaps not initialised
     * @return the scenario, or every mistake that the class has
     */
    public static Reading read(Class<?> type) {
        Problems problems = new Problems(type);
        Optional<ScenarioModel> model = Optional.empty();
        try {
            model = readModel(type, problems);
        } catch (LinkageError | TypeNotPresentException | ArrayStoreException e) {
            problems.add(ProblemCode.CLASS_UNREADABLE, "something that it refers to cannot be loaded (" + e + ")",
                    "put it on the class path, in the version that the scenario was compiled with");
        }
        List<Problem> found = problems.list();
        return model.isPresent() && found.isEmpty() ? new Reading.Valid(model.get()) : new Reading.Invalid(found);
    }

    /** Empty only if there are problems. */
    private static Optional<ScenarioModel> readModel(Class<?> type, Problems problems) {
        MultiJvmTest annotation = type.getDeclaredAnnotation(MultiJvmTest.class);
        if (annotation == null) {
            problems.add(ProblemCode.NOT_A_SCENARIO, "it is not a scenario", "annotate it with @MultiJvmTest");
            return Optional.empty();
        }
        JCStressTest jcstress = type.getDeclaredAnnotation(JCStressTest.class);
        if (jcstress != null && jcstress.value() == Mode.Termination) {
            problems.add(ProblemCode.TERMINATION_TEST,
                    "@JCStressTest(Mode.Termination) has no counterpart across processes",
                    "remove @JCStressTest and let a second actor give the signal; an actor that does not see it is graded as hung(name)");
        }
        if (!(annotation.weight() > 0 && annotation.weight() < Double.POSITIVE_INFINITY)) {
            problems.add(ProblemCode.WEIGHT, "@MultiJvmTest(weight = " + annotation.weight() + ") is no share of time",
                    "state a number above 0; others have 1");
        }
        ScenarioConstructor constructor = ScenarioConstructor.read(type, problems);
        ScenarioMethods methods = ScenarioMethods.read(type, problems);
        ScenarioResult result = ScenarioResult.read(type, methods, problems);
        ScenarioOutcomes outcomes = ScenarioOutcomes.read(type, methods, result, problems);
        LaunchOptions common = LaunchOptions.read(type, problems);
        List<ActorModel> actors = actors(type, methods, result, problems);
        List<FaultModel> faults = FaultReader.read(type, methods.actorNames(), problems);
        Duration deadline = deadline(type, problems);
        long minSamples = minSamples(type, problems);
        if (result.known()) {
            StudyReader.check(type, outcomes.grading(), new IdCheck(methods.participantNames(), result.fields()),
                    constructor.params().stream().map(ParamModel::name).toList(), problems);
        }
        if (jcstress != null) {
            TwinRules.check(type, annotation, constructor, methods, outcomes, problems);
        }
        return constructor.constructor()
                .filter(c -> problems.list().isEmpty())
                .map(c -> new ScenarioModel(type, accessible(c), constructor.params(), description(type), refs(type),
                        actors,
                        methods.arbiter().map(ScenarioReader::accessible), result.type(), result.fields(),
                        outcomes.grading(),
                        outcomes.mustObserve(), minSamples, deadline, annotation.speed(), faults,
                        accessible(methods.beforeWorker()), accessible(methods.beforeSample()),
                        accessible(methods.afterSample()), common.jvmArgs(), common.env(), common.classPath(),
                        jcstress != null));
    }

    private static List<ActorModel> actors(Class<?> type, ScenarioMethods methods, ScenarioResult result,
            Problems problems) {
        LaunchOptions.checkPlaces(type, methods.actors(), problems);
        List<ActorModel> actors = new ArrayList<>();
        for (Method method : methods.actors()) {
            LaunchOptions own = LaunchOptions.read(method, problems);
            actors.add(new ActorModel(actors.size(), method.getName(), method,
                    ScenarioMethods.resultTaken(method).isPresent(),
                    result.writesOf(method), own.jvmArgs(), own.env(), own.classPath()));
        }
        if (problems.list().isEmpty()) {
            methods.actors().forEach(ScenarioReader::accessible);
        }
        return List.copyOf(actors);
    }

    private static String description(Class<?> type) {
        Description description = type.getAnnotation(Description.class);
        return description == null ? "" : description.value();
    }

    private static List<String> refs(Class<?> type) {
        return Arrays.stream(type.getAnnotationsByType(Ref.class)).map(Ref::value).toList();
    }

    private static Duration deadline(Class<?> type, Problems problems) {
        Deadline annotation = type.getAnnotation(Deadline.class);
        try {
            Duration deadline = Durations.parse(annotation == null ? Deadline.DEFAULT : annotation.value());
            if (deadline.isPositive()) {
                return deadline;
            }
            problems.add(ProblemCode.DEADLINE, "its @Deadline is zero",
                    "state how long one sample may take, such as \"500ms\"");
        } catch (IllegalArgumentException e) {
            problems.add(ProblemCode.DEADLINE, "its @Deadline cannot be read", String.valueOf(e.getMessage()));
        }
        return Duration.ZERO;
    }

    private static long minSamples(Class<?> type, Problems problems) {
        Samples annotation = type.getAnnotation(Samples.class);
        if (annotation == null) {
            return 0;
        }
        if (annotation.min() < 1) {
            problems.add(ProblemCode.SAMPLES, "@Samples(min = " + annotation.min() + ") asks for nothing",
                    "state how many samples a verdict needs, 1 or more");
        }
        return annotation.min();
    }

    private static List<Method> accessible(List<Method> methods) {
        return methods.stream().map(ScenarioReader::accessible).toList();
    }

    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }

    private static Constructor<?> accessible(Constructor<?> constructor) {
        constructor.setAccessible(true);
        return constructor;
    }
}
