package org.weir.scenario;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Result;
import org.openjdk.jcstress.annotations.Signal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of a scenario that Weir calls, with mistakes in their shapes reported. An actor of a wrong shape is left out
 * of nothing but the search for its writes, so that other checks do not report its absence.
 *
 * @param actors ordered by name, at most one of a name
 * @param arbiter the arbiter
 * @param beforeWorker in order of execution
 * @param beforeSample likewise
 * @param afterSample likewise
 */
record ScenarioMethods(List<Method> actors, Optional<Method> arbiter, List<Method> beforeWorker,
        List<Method> beforeSample,
        List<Method> afterSample) {
    private static final int MOST_ACTORS = 8;

    static ScenarioMethods read(Class<?> type, Problems problems) {
        List<Method> actors = readActors(type, problems);
        for (Method signal : Members.annotated(type, Signal.class)) {
            problems.add(ProblemCode.TERMINATION_TEST, signal,
                    "@Signal belongs to jcstress's termination tests, which Weir does not have",
                    "let a second actor give the signal, and grade an actor that does not see it as hung(" + "name)");
        }
        List<Method> beforeWorker = readLifecycle(type, BeforeWorker.class, true, problems);
        List<Method> beforeSample = readLifecycle(type, BeforeSample.class, false, problems);
        List<Method> afterSample = readLifecycle(type, AfterSample.class, false, problems);
        return new ScenarioMethods(actors, readArbiter(type, problems), beforeWorker, beforeSample,
                afterSample);
    }

    List<String> actorNames() {
        return actors.stream().map(Method::getName).toList();
    }

    /** The names of those whose fates the id of an outcome may tell, in its order: the actors, then the arbiter. */
    List<String> participantNames() {
        return Stream.concat(actors.stream(), arbiter.stream()).map(Method::getName).toList();
    }

    static Optional<Class<?>> resultTaken(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length == 1 && parameters[0].isAnnotationPresent(Result.class) ? Optional.of(parameters[0])
                : Optional.empty();
    }

    private static List<Method> readActors(Class<?> type, Problems problems) {
        TreeMap<String, List<Method>> byName = Members.annotated(type, Actor.class)
                .stream()
                .collect(Collectors.groupingBy(Method::getName, TreeMap::new, Collectors.toList()));
        if (byName.isEmpty()) {
            problems.add(ProblemCode.NO_ACTOR, "it has no actor",
                    "annotate the methods that are to run at the same time with @Actor (org.openjdk.jcstress.annotations)");
        }
        int count = byName.values().stream().mapToInt(List::size).sum();
        if (count > MOST_ACTORS) {
            problems.add(ProblemCode.TOO_MANY_ACTORS, "it has " + count + " actors",
                    "a scenario has one to " + MOST_ACTORS);
        }
        List<Method> actors = new ArrayList<>();
        byName.forEach((name, overloads) -> {
            if (overloads.size() > 1) {
                problems.add(ProblemCode.ACTOR_OVERLOADED, overloads.getFirst(),
                        overloads.size() + " actors have this name ("
                                + overloads.stream().map(Members::signature).sorted().collect(Collectors.joining("; "))
                                + ")",
                        "give each its own: outcomes, faults and options refer to actors by name");
            }
            overloads.forEach(actor -> checkActor(type, actor, problems));
            actors.add(overloads.getFirst());
        });
        return actors;
    }

    private static void checkActor(Class<?> type, Method actor, Problems problems) {
        if (Modifier.isStatic(actor.getModifiers())) {
            problems.add(ProblemCode.ACTOR_SHAPE, actor, "an actor cannot be static",
                    "make it an instance method: it works on the state, and static fields are private to each JVM");
        }
        if (actor.getReturnType() != void.class) {
            problems.add(ProblemCode.ACTOR_SHAPE, actor,
                    "an actor returns nothing, this one " + actor.getReturnType().getSimpleName(),
                    "make it void and put what is to be counted into a field of the result object");
        }
        checkReach(type, actor, ProblemCode.ACTOR_SHAPE, problems);
        if (actor.isAnnotationPresent(Arbiter.class)) {
            problems.add(ProblemCode.ACTOR_SHAPE, actor, "a method cannot be both actor and arbiter",
                    "keep @Actor if it runs beside the others, @Arbiter if it runs after them");
        }
        if (actor.getParameterCount() > 0 && resultTaken(actor).isEmpty()) {
            problems.add(ProblemCode.ACTOR_PARAMETERS, actor,
                    "an actor takes nothing or one result object, this one takes " + parameterList(actor),
                    "let it take a class annotated with @Result, such as org.openjdk.jcstress.infra.results.I_Result; "
                            + "the state is the scenario class itself");
        }
    }

    private static Optional<Method> readArbiter(Class<?> type, Problems problems) {
        List<Method> arbiters = Members.annotated(type, Arbiter.class)
                .stream()
                .sorted(Comparator.comparing(Members::signature))
                .toList();
        if (arbiters.size() > 1) {
            problems.add(ProblemCode.SEVERAL_ARBITERS,
                    "it has " + arbiters.size() + " arbiters ("
                            + arbiters.stream().map(Members::signature).collect(Collectors.joining("; ")) + ")",
                    "keep one: it runs alone, after all actors");
        }
        for (Method arbiter : arbiters) {
            checkReach(type, arbiter, ProblemCode.ARBITER_SHAPE, problems);
            if (Modifier.isStatic(arbiter.getModifiers()) || arbiter.getReturnType() != void.class
                    || resultTaken(arbiter).isEmpty()) {
                problems.add(ProblemCode.ARBITER_SHAPE, arbiter,
                        "an arbiter is an instance method that returns nothing and takes the result object alone",
                        "write it as void " + arbiter.getName() + "(I_Result r), with the result type of the actors");
            }
        }
        return arbiters.stream().findFirst();
    }

    private static List<Method> readLifecycle(Class<?> type, Class<? extends Annotation> annotation, boolean isStatic,
            Problems problems) {
        List<Class<?>> hierarchy = Members.hierarchy(type);
        boolean superFirst = annotation != AfterSample.class;
        List<Method> methods = Members.annotated(type, annotation)
                .stream()
                .sorted(Comparator
                        .<Method>comparingInt(m -> hierarchy.indexOf(m.getDeclaringClass()) * (superFirst ? -1 : 1))
                        .thenComparing(Method::getName))
                .toList();
        for (Method method : methods) {
            checkReach(type, method, ProblemCode.LIFECYCLE_SHAPE, problems);
            if (Modifier.isStatic(method.getModifiers()) != isStatic || method.getReturnType() != void.class
                    || method.getParameterCount() > 0) {
                problems.add(ProblemCode.LIFECYCLE_SHAPE, method,
                        "a @" + annotation.getSimpleName() + " method is "
                                + (isStatic ? "static" : "an instance method")
                                + ", takes nothing and returns nothing",
                        "write it as " + (isStatic ? "static " : "") + "void " + method.getName() + "()"
                                + (isStatic ? ": it runs before there is a state" : ": it works on the state"));
            }
            if (method.isAnnotationPresent(Actor.class) || method.isAnnotationPresent(Arbiter.class)) {
                problems.add(ProblemCode.LIFECYCLE_SHAPE, method,
                        "a @" + annotation.getSimpleName() + " method cannot be actor or arbiter too",
                        "make them two methods");
            }
        }
        return methods;
    }

    /** Generated code in the package and the nest of the scenario calls these methods: what it cannot reach is refused. */
    private static void checkReach(Class<?> type, Method method, ProblemCode code, Problems problems) {
        int modifiers = method.getModifiers();
        Class<?> declaring = method.getDeclaringClass();
        boolean inReach = Modifier.isPublic(modifiers) || declaring == type
                || (!Modifier.isPrivate(modifiers) && declaring.getPackage() == type.getPackage());
        if (!inReach) {
            problems.add(code, method,
                    "it is inherited and " + (Modifier.isPrivate(modifiers) ? "private" : "not public")
                            + ", so that " + Problems.displayName(type) + " cannot reach it",
                    "make it public");
        }
    }

    private static String parameterList(Method method) {
        String signature = Members.signature(method);
        return signature.substring(method.getName().length());
    }
}
