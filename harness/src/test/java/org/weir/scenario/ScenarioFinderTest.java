package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

class ScenarioFinderTest {
    private static final byte[] RUBBISH = "no class file, but Lorg/weir/scenario/MultiJvmTest;".getBytes(
            StandardCharsets.UTF_8);

    @TempDir
    Path directory;
    private Path classes;

    @BeforeEach
    void makeClasses() throws IOException {
        classes = directory.resolve("classes");
        write(classes, "a/Scenario.class", scenario("a.Scenario", true));
        write(classes, "a/b/Nested$Scenario.class", scenario("a.b.Nested$Scenario", true));
        write(classes, "a/Ordinary.class", scenario("a.Ordinary", false));
        write(classes, "a/Rubbish.class", RUBBISH);
        write(classes, "a/Mentioning.class", mentioning());
        write(classes, "a/Scenario.txt", scenario("a.Text", true));
    }

    private static byte[] scenario(String name, boolean annotated) {
        return ClassFile.of().build(ClassDesc.of(name), builder -> {
            if (annotated) {
                builder.with(RuntimeVisibleAnnotationsAttribute
                        .of(Annotation.of(ClassDesc.of(MultiJvmTest.class.getName()))));
            }
        });
    }

    /** A class with a field of the annotation's type, as a tool that reads scenarios might have. */
    private static byte[] mentioning() {
        return ClassFile.of()
                .build(ClassDesc.of("a.Mentioning"),
                        builder -> builder.withField("f", ClassDesc.of(MultiJvmTest.class.getName()), 0));
    }

    private static void write(Path root, String name, byte[] bytes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Path jar(String name, String classPath, Map<String, byte[]> entries) throws IOException {
        Path jar = directory.resolve(name);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Name.CLASS_PATH, classPath);
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    @Test
    void shouldFindAnnotatedClassesInDirectories() {
        assertEquals(List.of("a.Scenario", "a.b.Nested$Scenario"), ScenarioFinder.find(List.of(classes)));
    }

    @Test
    void shouldFindAnnotatedClassesInJars() throws IOException {
        Path jar = jar("some.jar", "",
                Map.of("c/InJar.class", scenario("c.InJar", true), "c/Plain.class", scenario("c.Plain", false),
                        "META-INF/versions/25/c/Other.class", scenario("c.Other", true)));
        assertEquals(List.of("a.Scenario", "a.b.Nested$Scenario", "c.InJar"),
                ScenarioFinder.find(List.of(jar, classes, classes)));
    }

    @Test
    void shouldFollowTheClassPathOfAManifest() throws IOException {
        jar("second.jar", "first.jar missing.jar http://example.org/x.jar",
                Map.of("c/Second.class", scenario("c.Second", true)));
        Path first = jar("first.jar", "second.jar classes/", Map.of());
        assertEquals(List.of("a.Scenario", "a.b.Nested$Scenario", "c.Second"), ScenarioFinder.find(List.of(first)));
    }

    @Test
    void shouldFollowALinkToADirectory() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), classes);
        assertEquals(2, ScenarioFinder.find(List.of(link)).size());
    }

    @Test
    void shouldPassOverWhatDoesNotExist() {
        assertEquals(List.of(), ScenarioFinder.find(List.of(directory.resolve("missing.jar"))));
    }

    @Test
    void shouldNameAJarThatCannotBeRead() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no archive");
        String message = assertThrows(UncheckedIOException.class, () -> ScenarioFinder.find(List.of(broken)))
                .toString();
        assertTrue(message.contains("broken.jar"), message);
    }

    @Test
    void shouldFindTheScenariosOfTheRunningClassPathWithoutLoadingThem() {
        List<String> found = ScenarioFinder.find(ScenarioFinder.runningClassPath());
        assertTrue(found.contains("org.weir.scenario.ScenarioFinderTest$Unloaded"), found::toString);
        assertFalse(Loaded.flag);
    }

    static final class Loaded {
        static boolean flag;

        private Loaded() {}
    }

    @MultiJvmTest
    static class Unloaded {
        static {
            Loaded.flag = true;
        }
    }

    @Test
    void shouldTellWhatSurefireWouldMiss() {
        assertEquals(List.of("a.UnlockedCounter", "a.SomeTest$Nested", "Plain", "a.Testing$Test", "a.Contest"),
                ScenarioFinder.missedBySurefire(List.of("a.UnlockedCounter", "a.CounterTest", "a.TestCounter",
                        "a.CounterTests",
                        "a.CounterTestCase", "a.SomeTest$Nested", "Plain", "a.Testing$Test", "Test", "a.Contest")));
    }
}
