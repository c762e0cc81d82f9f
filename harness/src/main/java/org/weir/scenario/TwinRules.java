package org.weir.scenario;

import org.openjdk.jcstress.annotations.State;
import org.weir.outcome.OutcomeRule;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a scenario that is a jcstress test too has to keep to, so that jcstress 0.16 compiles it and its threads do what the
 * processes do. Each rule was tried with jcstress's annotation processor, which accepts actors that are not public, and
 * constructors too, as its code lies in the same package.
 */
final class TwinRules {
    /** Simple names that the generated code imports. */
    private static final Set<String> TAKEN_NAMES = Set.of("AffinitySupport", "AllocProfileSupport", "ArrayList",
            "Arrays",
            "Counter", "CounterThread", "ForkedTestConfig", "LongThread", "ResourceEstimator", "Runner", "TestResult",
            "TimeUnit",
            "VoidThread", "WorkerSync");

    private final Class<?> type;
    private final Problems problems;

    private TwinRules(Class<?> type, Problems problems) {
        this.type = type;
        this.problems = problems;
    }

    static void check(Class<?> type, MultiJvmTest annotation, ScenarioConstructor constructor, ScenarioMethods methods,
            ScenarioOutcomes outcomes, Problems problems) {
        TwinRules rules = new TwinRules(type, problems);
        rules.checkClass(annotation);
        constructor.constructor().ifPresent(rules::checkConstructor);
        rules.checkMethods(methods);
        rules.checkLaunch(methods);
        rules.checkIds(outcomes.grading().rules());
    }

    private void checkClass(MultiJvmTest annotation) {
        if (!isVisible(type)) {
            add(ProblemCode.TWIN_NOT_PUBLIC, "the class is not public, or is nested in a private class",
                    "make it public");
        }
        if (Modifier.isFinal(type.getModifiers())) {
            add(ProblemCode.TWIN_FINAL, "the class is final" + (type.isRecord() ? ", as all records are" : ""),
                    type.isRecord() ? "make it a class" : "remove final");
        }
        if (!type.isAnnotationPresent(State.class)) {
            add(ProblemCode.TWIN_NO_STATE, "@State is missing", "annotate the class with @State, beside @JCStressTest");
        }
        if (TAKEN_NAMES.contains(type.getSimpleName())) {
            add(ProblemCode.TWIN_NAME, "jcstress's generated code imports another " + type.getSimpleName(),
                    "call the class something else");
        }
        if (annotation.speed() == Speed.RESOURCE) {
            add(ProblemCode.TWIN_RESOURCE,
                    "jcstress constructs and resets states on the heap and knows no other resource",
                    "remove speed = RESOURCE, or @JCStressTest");
        }
        if (type.isAnnotationPresent(Fault.class) || type.isAnnotationPresent(Fault.All.class)) {
            add(ProblemCode.TWIN_FAULT, "a @Fault is done to a process, and jcstress has only threads",
                    "remove @Fault, or @JCStressTest");
        }
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> enclosing = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers())
                && Stream
                        .<Class<?>>iterate(enclosing == null ? Object.class : enclosing, c -> c != null,
                                Class::getEnclosingClass)
                        .noneMatch(c -> Modifier.isPrivate(c.getModifiers()));
    }

    private void checkConstructor(Constructor<?> constructor) {
        if (constructor.getParameterCount() > 0) {
            problems.add(ProblemCode.TWIN_CONSTRUCTOR, constructor, twin("the constructor has parameters"),
                    "jcstress knows no @Param: remove them, or @JCStressTest");
        }
        if (Modifier.isPrivate(constructor.getModifiers())) {
            problems.add(ProblemCode.TWIN_CONSTRUCTOR, constructor, twin("the constructor is private"),
                    "make it public");
        }
        checkExceptions(constructor);
    }

    private void checkMethods(ScenarioMethods methods) {
        List<Method> called = new ArrayList<>(methods.actors());
        methods.arbiter().ifPresent(called::add);
        for (Method method : called) {
            checkExceptions(method);
            if (method.getDeclaringClass() != type) {
                problems.add(ProblemCode.TWIN_INHERITED, method,
                        twin("it is inherited, and jcstress sees only the class's own methods"),
                        "override it in " + Problems.displayName(type) + ", with its annotation");
            }
            if (Modifier.isPrivate(method.getModifiers())) {
                problems.add(ProblemCode.TWIN_NOT_PUBLIC, method, twin("it is private"), "make it public");
            }
        }
        if (!called.isEmpty() && called.stream().allMatch(m -> ScenarioMethods.resultTaken(m).isEmpty())) {
            add(ProblemCode.TWIN_NO_RESULT, "no method takes a result",
                    "let the actors or an arbiter take one, such as I_Result");
        }
        Stream.of(methods.beforeWorker(), methods.beforeSample(), methods.afterSample())
                .flatMap(List::stream)
                .forEach(
                        method -> problems.add(ProblemCode.TWIN_LIFECYCLE, method, twin("jcstress would never call it"),
                                "do in the constructor what it does, or remove @JCStressTest"));
    }

    private void checkExceptions(Executable member) {
        String checked = Arrays.stream(member.getExceptionTypes())
                .filter(e -> !RuntimeException.class.isAssignableFrom(e) && !Error.class.isAssignableFrom(e))
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        if (!checked.isEmpty()) {
            problems.add(ProblemCode.TWIN_CHECKED_EXCEPTION, member, twin("it declares " + checked),
                    "catch it and throw an unchecked one");
        }
    }

    private void checkLaunch(ScenarioMethods methods) {
        boolean onClass = hasLaunchOptions(type.getAnnotations());
        boolean onActor = methods.actors().stream().anyMatch(m -> hasLaunchOptions(m.getAnnotations()));
        if (onClass || onActor) {
            add(ProblemCode.TWIN_LAUNCH, "jcstress starts one JVM for all actors, with options of its own",
                    "remove @JvmArgs, @Env and @ClassPath, or @JCStressTest");
        }
    }

    private static boolean hasLaunchOptions(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .anyMatch(a -> a instanceof JvmArgs || a instanceof Env || a instanceof ClassPath);
    }

    private void checkIds(List<OutcomeRule> rules) {
        for (OutcomeRule rule : rules) {
            IdCheck.syntaxError(rule.id())
                    .ifPresent(error -> add(ProblemCode.TWIN_PATTERN,
                            "@Outcome(id = \"" + rule.id() + "\") is no valid pattern (" + error
                                    + "), and jcstress compiles every id as one, for all tests of a run at once",
                            "escape it as a pattern, such as \"\\\\[]\" for \"[]\""));
        }
    }

    private void add(ProblemCode code, String wrong, String remedy) {
        problems.add(code, twin(wrong), remedy);
    }

    private static String twin(String wrong) {
        return "as a jcstress test (@JCStressTest): " + wrong;
    }
}
