package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.weir.results.ResultsFormatException;
import org.weir.results.ResultsReader;
import org.weir.results.ResultsWriter;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Domain(ScenarioResults.class)
@Domain(DomainContext.Global.class)
class ResultsProperties {
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Set<String> FREE_KEYS = Set.of("params", "counts", "jvmArgs");

    @Property(tries = 100)
    void resultsSurviveWritingAndReading(@ForAll @Size(max = 3) List<ScenarioResult> results) throws IOException {
        withWritten(results, (directory, file) -> {
            assertEquals(results, ResultsReader.readLines(file));
            assertEquals(new ResultsReader.Results(results, Optional.empty(), false),
                    ResultsReader.read(directory));
            assertEquals(results.size(), Files.readAllLines(file).size(), "one record a line");
        });
    }

    @Property(tries = 100)
    void aTruncatedLineIsRefusedWithItsNumber(@ForAll @Size(min = 1, max = 3) List<ScenarioResult> results,
            @ForAll @IntRange(min = 0, max = 2) int which, @ForAll @IntRange(min = 0) int where) throws IOException {
        int index = which % results.size();
        withWritten(results, (directory, file) -> {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(index, lines.get(index).substring(0, where % lines.get(index).length()));
            Files.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));

            ResultsFormatException refusal = assertThrows(ResultsFormatException.class,
                    () -> ResultsReader.read(directory));
            assertEquals(index + 1, refusal.line());
            assertTrue(String.valueOf(refusal.getMessage()).contains("line " + (index + 1) + ": "), refusal::toString);
        });
    }

    @Property(tries = 100)
    void whatACrashLeavesCostsOnlyTheLastRecord(@ForAll @Size(min = 1, max = 3) List<ScenarioResult> results,
            @ForAll @IntRange(min = 0) int where) throws IOException {
        withWritten(results, (directory, file) -> {
            byte[] whole = Files.readAllBytes(file);
            int last = Files.readAllLines(file).getLast().getBytes(StandardCharsets.UTF_8).length + 1;
            int left = where % last;
            Files.write(file, Arrays.copyOf(whole, whole.length - last + left));

            ResultsReader.Results read = ResultsReader.read(directory);
            assertEquals(results.subList(0, results.size() - 1), read.results());
            assertEquals(left > 0, read.cutOff());
        });
    }

    @Property(tries = 200)
    void aLineWithAFieldMissingRenamedOrOfAnotherTypeIsRefused(
            @ForAll @Size(min = 1, max = 2) List<ScenarioResult> results,
            @ForAll @IntRange(min = 0) int which, @ForAll Damage damage) throws IOException {
        withWritten(results, (directory, file) -> {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            int index = which % lines.size();
            JsonNode tree = JSON.readTree(lines.get(index));
            List<ObjectNode> objects = new ArrayList<>();
            collect(tree, objects);
            ObjectNode object = objects.get(which % objects.size());
            List<String> names = List.copyOf(object.propertyNames());
            Assume.that(!names.isEmpty());
            damage.apply(object, names.get(which % names.size()));
            lines.set(index, JSON.writeValueAsString(tree));
            Files.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));

            assertEquals(index + 1,
                    assertThrows(ResultsFormatException.class, () -> ResultsReader.readLines(file)).line());
        });
    }

    @Property(tries = 300)
    void anyByteMayBeDamagedWithoutAnythingButARefusal(@ForAll @Size(min = 1, max = 2) List<ScenarioResult> results,
            @ForAll @IntRange(min = 0) int where, @ForAll byte with) throws IOException {
        withWritten(results, (directory, file) -> {
            byte[] content = Files.readAllBytes(file);
            content[where % content.length] = with;
            Files.write(file, content);
            try {
                assertTrue(ResultsReader.readLines(file).size() <= results.size());
            } catch (ResultsFormatException e) {
                assertTrue(e.line() >= 1 && e.line() <= results.size() + 1, e::toString);
            }
        });
    }

    /** What is done to a field. */
    enum Damage {
        MISSING, RENAMED, NULL, ANOTHER_TYPE;

        void apply(ObjectNode object, String name) {
            JsonNode old = object.get(name);
            switch (this) {
                case MISSING -> object.remove(name);
                case RENAMED -> object.remove(List.of(name));
                case NULL -> object.putNull(name);
                case ANOTHER_TYPE -> {
                    if (old.isObject() || old.isArray()) {
                        object.put(name, true);
                    } else {
                        object.putObject(name);
                    }
                }
            }
            if (this == RENAMED) {
                object.set(name + "_", old);
            }
        }
    }

    private interface Check {
        void on(Path directory, Path file) throws IOException;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
            object.propertyStream()
                    .filter(e -> !FREE_KEYS.contains(e.getKey()) || !e.getValue().isObject())
                    .forEach(
                            e -> collect(e.getValue(), objects));
        } else {
            node.forEach(element -> collect(element, objects));
        }
    }

    private static void withWritten(List<ScenarioResult> results, Check check) throws IOException {
        Path directory = Files.createTempDirectory("weir-results");
        try {
            try (ResultsWriter writer = ResultsWriter.create(directory)) {
                for (ScenarioResult result : results) {
                    writer.append(result);
                }
            }
            check.on(directory, directory.resolve("results.jsonl"));
        } finally {
            try (var files = Files.list(directory)) {
                files.forEach(ResultsProperties::delete);
            }
            delete(directory);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
