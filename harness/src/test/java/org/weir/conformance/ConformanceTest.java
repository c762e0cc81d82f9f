package org.weir.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps {@code CONFORMANCE.md} true: it is made of the list of behaviours, of the tests that name them, and of the
 * decisions. {@code -Dweir.conformance.write=true} writes it anew.
 */
class ConformanceTest {

    private static final Path DOCUMENT = Path.of("CONFORMANCE.md");
    private static final ClassDesc ROW = ClassDesc.of(Row.class.getName());

    private record Behaviour(String id, String section, String modes, String text, String source) {

        /** The rows of the crash matrix say there what has to come of it; they are about processes. */
        List<Use> uses() {
            return Arrays.stream((modes.matches("[PMT](,[PMT])*") ? modes : "P").split(",", -1))
                    .map(mode -> new Use(id, mode))
                    .toList();
        }
    }

    /** A behaviour in one mode, by the first letter of its name. */
    private record Use(String id, String mode) {}

    /** A test that shows a behaviour, and where the users of the object live in it. */
    private record Evidence(String test, Set<String> modes) {}

    @Test
    void shouldListEveryBehaviourWithTheTestsThatShowItOrTheReasonForAnotherDecision() throws IOException {
        List<Behaviour> behaviours = behaviours();
        Map<String, String> decided = decided();
        Map<String, List<Evidence>> shown = evidence();
        Set<String> known = behaviours.stream().map(Behaviour::id).collect(Collectors.toSet());
        assertEquals(Set.of(), minus(shown.keySet(), known), "rows named by tests and unknown to rows.tsv");
        assertEquals(Set.of(), minus(decided.keySet(), known), "rows of decided.tsv that rows.tsv does not know");
        Map<Use, String> otherwise = modes();
        Set<Use> wanted = behaviours.stream()
                .filter(row -> !decided.containsKey(row.id))
                .flatMap(row -> row.uses().stream())
                .collect(Collectors.toSet());
        Set<Use> seen = shown.entrySet()
                .stream()
                .flatMap(row -> row.getValue()
                        .stream()
                        .flatMap(evidence -> evidence.modes.stream())
                        .map(mode -> new Use(row.getKey(), mode.substring(0, 1))))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), without(otherwise.keySet(), wanted), "modes.tsv decides what nobody asks for");
        otherwise.keySet().forEach(use -> assertFalse(seen.contains(use), () -> use + " is both shown and decided"));
        assertEquals(Set.of(), without(without(wanted, seen), otherwise.keySet()),
                "a row is neither shown in a mode nor decided for it in modes.tsv");

        String document = document(behaviours, decided, shown, otherwise);
        if (Boolean.getBoolean("weir.conformance.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertTrue(Files.exists(DOCUMENT), "run again with -Dweir.conformance.write=true");
        assertEquals(document, Files.readString(DOCUMENT),
                "harness/CONFORMANCE.md is out of date; run this test with -Dweir.conformance.write=true");
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(without);
        return left;
    }

    private static Set<Use> without(Set<Use> all, Set<Use> others) {
        return all.stream().filter(use -> !others.contains(use)).collect(Collectors.toSet());
    }

    /** Why a row does not hold in one of its modes, or is not shown in it. */
    private static Map<Use, String> modes() throws IOException {
        Map<Use, String> modes = new HashMap<>();
        lines("modes.tsv").map(line -> line.split("\t", 3))
                .forEach(field -> Arrays.stream(field[0].split(",", -1))
                        .forEach(id -> modes.put(new Use(id, field[1]), field[2])));
        return modes;
    }

    private static List<Behaviour> behaviours() throws IOException {
        return lines("rows.tsv").map(line -> line.split("\t", -1))
                .map(field -> new Behaviour(field[0], field[1], field[2], field[3], field[4]))
                .toList();
    }

    private static Map<String, String> decided() throws IOException {
        return lines("decided.tsv").map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(ConformanceTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank());
        }
    }

    private static Map<String, List<Evidence>> evidence() throws IOException {
        Path classes = Path.of(ConformanceTest.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Map<String, List<Evidence>> shown = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                ClassModel model = ClassFile.of().parse(file);
                for (MethodModel method : model.methods()) {
                    method.findAttribute(Attributes.runtimeVisibleAnnotations())
                            .stream()
                            .flatMap(annotations -> annotations.annotations().stream())
                            .filter(annotation -> annotation.classSymbol().equals(ROW))
                            .forEach(row -> record(shown, row, model, method));
                }
            }
        }
        return shown;
    }

    private static void record(Map<String, List<Evidence>> shown, Annotation row, ClassModel model,
            MethodModel method) {
        String type = model.thisClass().asInternalName();
        String test = type.substring(type.lastIndexOf('/') + 1) + "." + method.methodName().stringValue();
        Set<String> modes = new TreeSet<>(texts(row, "modes"));
        for (String id : texts(row, "value")) {
            shown.computeIfAbsent(id, _ -> new ArrayList<>())
                    .add(new Evidence(test, modes.isEmpty() ? Set.of(Row.Mode.PROCESSES.name()) : modes));
        }
    }

    private static List<String> texts(Annotation row, String element) {
        return row.elements()
                .stream()
                .filter(candidate -> candidate.name().equalsString(element))
                .map(AnnotationElement::value)
                .flatMap(value -> ((AnnotationValue.OfArray) value).values().stream())
                .map(value -> value instanceof AnnotationValue.OfEnum constant
                        ? constant.constantName().stringValue()
                        : ((AnnotationValue.OfString) value).stringValue())
                .toList();
    }

    private static String document(List<Behaviour> behaviours, Map<String, String> decided,
            Map<String, List<Evidence>> shown, Map<Use, String> otherwise) {
        Set<String> both = new TreeSet<>(shown.keySet());
        both.addAll(decided.keySet());
        StringBuilder text = new StringBuilder("""
                # Conformance to Python's `multiprocessing`

                Each row is a behaviour that CPython's own tests or documents require of `multiprocessing`; the ids are used
                by the tests. Modes: P processes, M an object in a manager, T threads of one JVM.
                This file is made by `ConformanceTest` from the tests that name a row; do not edit it.

                """);
        text.append("**")
                .append(shown.size())
                .append("** rows are shown by tests, **")
                .append(decided.size())
                .append("** are decided otherwise (some of them are tested as decided), **")
                .append(behaviours.size() - both.size())
                .append("** are open, of **")
                .append(behaviours.size())
                .append("** rows.\n\nA row that is shown is shown in each of its modes, but for **")
                .append(otherwise.size())
                .append("** of its modes that are decided otherwise, which the row says.\n");
        Map<String, List<Behaviour>> sections = behaviours.stream()
                .collect(Collectors.groupingBy(Behaviour::section, LinkedHashMap::new, Collectors.toList()));
        sections.forEach((section, rows) -> {
            text.append("\n## ").append(section).append("\n\n| id | behaviour | modes | here |\n|---|---|---|---|\n");
            rows.forEach(row -> text.append("| ")
                    .append(row.id)
                    .append(" | ")
                    .append(escaped(row.text))
                    .append(" | ")
                    .append(row.modes)
                    .append(" | ")
                    .append(here(row, decided, shown, otherwise))
                    .append(" |\n"));
        });
        return text.toString();
    }

    private static String here(Behaviour row, Map<String, String> decided, Map<String, List<Evidence>> shown,
            Map<Use, String> otherwise) {
        List<String> parts = new ArrayList<>();
        if (decided.containsKey(row.id)) {
            parts.add("*decided otherwise:* " + escaped(Objects.requireNonNull(decided.get(row.id))));
        }
        shown.getOrDefault(row.id, List.of())
                .forEach(evidence -> parts.add("`" + evidence.test + "` (" + evidence.modes.stream()
                        .map(mode -> mode.substring(0, 1))
                        .sorted()
                        .collect(Collectors.joining(", ")) + ")"));
        row.uses()
                .stream()
                .filter(otherwise::containsKey)
                .forEach(use -> parts.add("*" + use.mode + " decided otherwise:* " + escaped(otherwise.get(use))));
        return parts.isEmpty() ? "**open**" : String.join("<br>", parts);
    }

    private static String escaped(String text) {
        return Arrays.stream(text.split("(?<!\\\\)\\|", -1)).collect(Collectors.joining("\\|"));
    }
}
