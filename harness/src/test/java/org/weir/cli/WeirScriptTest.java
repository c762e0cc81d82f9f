package org.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The script in a checkout made up for it, with a JDK that prints its arguments and a Maven that prints its own. */
class WeirScriptTest {
    private static final Path SCRIPT = Path.of("..", "weir");

    @TempDir
    private Path directory;
    private Path checkout = Path.of("");
    private Path built = Path.of("");

    private record Ended(int code, List<String> lines) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("a check out"));
        Files.copy(SCRIPT, checkout.resolve("weir"));
        Files.createDirectories(checkout.resolve("harness/src/main"));
        touch(checkout.resolve("pom.xml"), -100);
        touch(checkout.resolve("harness/src/main"), -100);
        built = checkout.resolve("reports/target/weir/class-path");
        Files.createDirectories(built.getParent());
        Files.createFile(checkout.resolve("reports/target/weir-reports-1.jar"));
        jdk("jdk", "25.0.3");
        script(directory.resolve("mvn"), "echo built with \"$@\"; printf lib/new.jar > reports/target/weir/class-path");
    }

    private void jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "for word; do echo \"$word\"; done");
        script(home.resolve("bin/javac"), "exit 1");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private static void touch(Path file, long seconds) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", checkout.resolve("weir").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "WEIR_JAVA_OPTS"));
        builder.environment().put("WEIR_JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().put("WEIR_MVN", directory.resolve("mvn").toString());
        builder.environment().putAll(environment);
        Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
        List<String> lines = process.inputReader().readAllLines();
        assertTrue(process.waitFor(Cli.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        return new Ended(process.exitValue(), lines);
    }

    @Test
    void shouldRunWhatIsBuiltAndPassWordsOnAsTheyAre() throws Exception {
        Files.writeString(built, "lib/a.jar:lib/b.jar");
        Ended ended = run(Map.of("WEIR_JAVA_OPTS", "-Da=1 -Db=2"), "run", "a b", "", "*");
        assertEquals(0, ended.code(), ended::toString);
        Path target = checkout.toRealPath().resolve("reports/target");
        assertEquals(List.of("-Da=1", "-Db=2", "-cp",
                target + "/weir-reports-1.jar:" + target + "/weir/lib/a.jar:" + target + "/weir/lib/b.jar",
                "org.weir.cli.Main", "run", "a b", "", "*"),
                ended.lines().subList(ended.lines().indexOf("-Da=1"), ended.lines().size()));
    }

    @Test
    void shouldBuildOnFirstUseAndSaySo() throws Exception {
        Ended ended = run(Map.of(), "list");
        assertEquals(0, ended.code(), ended::toString);
        assertTrue(ended.lines().getFirst().startsWith("weir: building"), ended::toString);
        assertTrue(ended.lines().get(1).startsWith("built with -q"), ended::toString);
        assertTrue(ended.lines().stream().anyMatch(line -> line.endsWith("/lib/new.jar")), ended::toString);
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws Exception {
        Files.writeString(built, "lib/a.jar");
        touch(built, -50);
        assertFalse(run(Map.of(), "list").lines().toString().contains("building"));
        touch(checkout.resolve("harness/src/main/New.java"), -10);
        assertTrue(run(Map.of(), "list").lines().toString().contains("building"));
    }

    @Test
    void shouldSayThatTheBuildFailed() throws Exception {
        script(directory.resolve("mvn"), "echo no; exit 1");
        Ended ended = run(Map.of(), "list");
        assertEquals(3, ended.code(), ended::toString);
        assertTrue(ended.lines().getLast().startsWith("weir: the build failed, see above"), ended::toString);
    }

    @Test
    void shouldSayInOneSentenceThatMavenIsMissing() throws Exception {
        Ended ended = run(Map.of("WEIR_MVN", "no-such-maven"), "list");
        assertEquals(3, ended.code(), ended::toString);
        assertEquals(1, ended.lines().size(), ended::toString);
        assertTrue(ended.lines().getFirst().contains("no no-such-maven on the PATH"), ended::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.1", "2.5.0", "250.0.1", "24.0.25"})
    void shouldRefuseAnotherJdkInOneSentence(String version) throws Exception {
        Files.writeString(built, "lib/a.jar");
        jdk("other", version);
        Ended ended = run(Map.of("WEIR_JAVA_HOME", directory.resolve("other").toString()), "list");
        assertEquals(3, ended.code(), ended::toString);
        assertEquals(1, ended.lines().size(), ended::toString);
        assertTrue(ended.lines().getFirst().contains("not the home of a JDK 25"), ended::toString);
    }

    @Test
    void shouldPreferJavaHomeIfThatIsAJdk25() throws Exception {
        Files.writeString(built, "lib/a.jar");
        jdk("preferred", "25");
        script(directory.resolve("preferred/bin/java"), "echo preferred");
        Ended preferred = run(Map.of("WEIR_JAVA_HOME", "", "JAVA_HOME",
                directory.resolve("preferred").toString()), "list");
        assertEquals(List.of("preferred"), preferred.lines());
    }
}
