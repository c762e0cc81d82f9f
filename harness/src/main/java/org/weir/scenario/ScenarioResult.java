package org.weir.scenario;

import org.openjdk.jcstress.annotations.Result;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The result type of a scenario and who writes its fields.
 *
 * @param type the result class; {@link Void} class if no method takes a result
 * @param known whether the type and its fields could be found out; if not, checks that need them are left out
 * @param fields its fields with their writers, in order of declaration
 * @param writes the fields that each actor writes
 */
record ScenarioResult(Class<?> type, boolean known, List<ResultField> fields, Map<Method, Set<String>> writes) {
    /** jcstress's own classes have this field beside the result's. */
    private static final String TRAP = "jcstress_trap";

    static ScenarioResult read(Class<?> scenario, ScenarioMethods methods, Problems problems) {
        Map<Class<?>, List<String>> takers = takers(methods);
        for (Method method : scenario.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Writes.class) && ScenarioMethods.resultTaken(method).isEmpty()
                    && methods.actors().contains(method)) {
                problems.add(ProblemCode.WRITES_INCOMPLETE, method, "it has @Writes but takes no result object",
                        "let it take one, or remove @Writes");
            }
        }
        if (takers.size() > 1) {
            problems.add(ProblemCode.RESULT_TYPE_DIFFERS,
                    "its methods take different result types ("
                            + takers.entrySet()
                                    .stream()
                                    .map(e -> String.join(", ", e.getValue()) + ": " + e.getKey().getSimpleName())
                                    .collect(Collectors.joining("; "))
                            + ")",
                    "let all take the same one, with a field for each value that is observed");
        }
        if (takers.size() != 1) {
            return new ScenarioResult(Void.class, takers.isEmpty(), List.of(), Map.of());
        }
        Class<?> type = takers.keySet().iterator().next();
        List<Field> fields = fieldsOf(type);
        boolean usable = checkType(type, fields, problems);
        Writers writers = Writers.find(scenario, methods, type, fields, problems);
        List<ResultField> resultFields = fields.stream()
                .map(f -> new ResultField(f.getName(), f.getType(), writers.writerOf(f.getName())))
                .toList();
        return new ScenarioResult(type, usable, resultFields, writers.byActor());
    }

    Set<String> writesOf(Method actor) {
        return writes.getOrDefault(actor, Set.of());
    }

    private static Map<Class<?>, List<String>> takers(ScenarioMethods methods) {
        Map<Class<?>, List<String>> takers = new LinkedHashMap<>();
        List<Method> all = new ArrayList<>(methods.actors());
        methods.arbiter().ifPresent(all::add);
        for (Method method : all) {
            ScenarioMethods.resultTaken(method)
                    .ifPresent(type -> takers.computeIfAbsent(type, _ -> new ArrayList<>()).add(method.getName()));
        }
        return takers;
    }

    private static List<Field> fieldsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(f -> !f.isSynthetic() && !Modifier.isStatic(f.getModifiers()) && !f.getName().equals(TRAP))
                .toList();
    }

    private static boolean checkType(Class<?> type, List<Field> fields, Problems problems) {
        List<String> reasons = new ArrayList<>();
        if (!Modifier.isPublic(type.getModifiers())
                || (type.isMemberClass() && !Modifier.isStatic(type.getModifiers()))) {
            reasons.add("it is not a public top-level or static nested class");
        }
        if (Modifier.isAbstract(type.getModifiers()) || type.getSuperclass() != Object.class) {
            reasons.add("it is abstract or has a superclass");
        }
        if (Arrays.stream(type.getConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
            reasons.add("it has no public constructor without parameters");
        }
        if (fields.isEmpty()) {
            reasons.add("it has no fields");
        }
        for (Field field : fields) {
            if (!Modifier.isPublic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
                reasons.add("its field " + field.getName() + " is final or not public");
            }
        }
        if (!reasons.isEmpty()) {
            problems.add(ProblemCode.RESULT_TYPE_UNUSABLE,
                    "its result type @" + Result.class.getSimpleName() + " " + type.getSimpleName()
                            + " cannot be used: "
                            + String.join("; ", reasons),
                    "correct it, or take one of org.openjdk.jcstress.infra.results");
        }
        return reasons.isEmpty();
    }

    /** Who writes which field. */
    private record Writers(Map<Method, Set<String>> byActor, Map<String, Set<String>> byField, List<Method> actors) {
        static Writers find(Class<?> scenario, ScenarioMethods methods, Class<?> type, List<Field> fields,
                Problems problems) {
            Set<String> names = fields.stream()
                    .map(Field::getName)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Map<Method, Set<String>> byActor = new LinkedHashMap<>();
            Map<String, Set<String>> byField = new TreeMap<>();
            boolean complete = true;
            for (Method actor : methods.actors()) {
                if (ScenarioMethods.resultTaken(actor).isPresent()) {
                    WriterScan.Found found = WriterScan.scan(scenario, actor, type);
                    Optional<Writes> stated = Optional.ofNullable(actor.getAnnotation(Writes.class));
                    Set<String> written = new TreeSet<>(found.fields());
                    stated.ifPresent(writes -> checkStated(actor, type, writes, names, found, problems));
                    stated.ifPresent(writes -> written.addAll(List.of(writes.value())));
                    written.retainAll(names);
                    byActor.put(actor, Set.copyOf(written));
                    written.forEach(field -> byField.computeIfAbsent(field, _ -> new TreeSet<>()).add(actor.getName()));
                    complete &= stated.isPresent() || found.escapes().isEmpty();
                    if (stated.isEmpty()) {
                        found.escapes().forEach(escape -> reportEscape(actor, escape, problems));
                    }
                }
            }
            reportTwoWriters(byField, problems);
            Optional<Method> arbiter = methods.arbiter().filter(a -> ScenarioMethods.resultTaken(a).isPresent());
            Optional<WriterScan.Found> last = arbiter.map(a -> WriterScan.scan(scenario, a, type));
            if (complete && last.map(WriterScan.Found::escapes).orElse(List.of()).isEmpty()) {
                Set<String> unwritten = new LinkedHashSet<>(names);
                unwritten.removeAll(byField.keySet());
                unwritten.removeAll(last.map(WriterScan.Found::fields).orElse(Set.of()));
                reportUnwritten(type, unwritten, problems);
            }
            return new Writers(byActor, byField, methods.actors());
        }

        int writerOf(String field) {
            Set<String> writers = byField.getOrDefault(field, Set.of());
            return actors.stream().map(Method::getName).toList().indexOf(writers.stream().findFirst().orElse(""));
        }

        private static void checkStated(Method actor, Class<?> type, Writes stated, Set<String> names,
                WriterScan.Found found, Problems problems) {
            Set<String> fields = new TreeSet<>(List.of(stated.value()));
            Set<String> unknown = new TreeSet<>(fields);
            unknown.removeAll(names);
            if (!unknown.isEmpty()) {
                problems.add(ProblemCode.WRITES_UNKNOWN_FIELD, actor,
                        "@Writes names " + String.join(", ", unknown) + ", which " + type.getSimpleName()
                                + " does not have",
                        "its fields are " + String.join(", ", names));
            }
            Set<String> missing = new TreeSet<>(found.fields());
            missing.retainAll(names);
            missing.removeAll(fields);
            if (!missing.isEmpty()) {
                problems.add(ProblemCode.WRITES_INCOMPLETE, actor,
                        "it writes " + String.join(", ", missing) + ", which @Writes leaves out",
                        "list every field that it writes");
            }
        }

        private static void reportEscape(Method actor, WriterScan.Escape escape, Problems problems) {
            problems.add(ProblemCode.RESULT_ESCAPES, actor,
                    "its result object is " + escape.how() + " (in " + escape.where()
                            + "), where writes to it cannot be followed",
                    "say which fields it writes, such as @Writes(\"r1\"), or set the fields in the scenario's class itself");
        }

        private static void reportTwoWriters(Map<String, Set<String>> byField, Problems problems) {
            Map<Set<String>, List<String>> byWriters = new LinkedHashMap<>();
            byField.forEach((field, writers) -> {
                if (writers.size() > 1) {
                    byWriters.computeIfAbsent(writers, _ -> new ArrayList<>()).add(field);
                }
            });
            byWriters.forEach((writers, fields) -> problems.add(ProblemCode.RESULT_FIELD_TWO_WRITERS,
                    "the actors " + String.join(" and ", writers) + " both write " + String.join(", ", fields)
                            + " of the result, which no merge of their results could keep",
                    "give each field one writing actor, with a larger result type if need be"));
        }

        private static void reportUnwritten(Class<?> type, Set<String> unwritten, Problems problems) {
            if (!unwritten.isEmpty()) {
                problems.add(ProblemCode.RESULT_FIELD_UNWRITTEN,
                        "nobody writes " + String.join(", ", unwritten) + " of " + type.getSimpleName(),
                        "let an actor or the arbiter write what it observes, or take a smaller result type");
            }
        }
    }
}
