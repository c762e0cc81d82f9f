package org.weir.reports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Maven project that knows Weir by its artifacts only, built by a Maven of its own without a network.
 *
 * <p>
 * Its local repository is empty at first. It is filled from two directories, as if they were remote: the local repository
 * of the build that this test belongs to, where all plugins and libraries are, and one with the jars of this build. So
 * nothing of Weir gets into the former.
 */
final class ForeignProject implements AutoCloseable {
    private static final long LIMIT_SECONDS = 300;
    private static final String VERSION = property("weir.it.version");
    private static final Path ROOT = Path.of(property("weir.it.root")).toAbsolutePath().normalize();

    private final Path directory;
    private final Path project;
    private final Path log;
    private final Map<String, String> words = new TreeMap<>();
    private final List<Process> started = new ArrayList<>();

    /** How a build ended. */
    record Build(int exitCode, String output) {
        /** The lines that hold a text. */
        List<String> lines(String text) {
            return output.lines().filter(line -> line.contains(text)).toList();
        }
    }

    private ForeignProject(Path directory) {
        this.directory = directory;
        this.project = directory.resolve("project");
        this.log = directory.resolve("build.log");
    }

    /**
     * Makes the project.
     *
     * @param directory an empty one
     * @param artifact what it depends on
     * @param include the classes that Surefire is to take for tests
     * @param budget Weir's time budget
     * @param samples samples a configuration
     */
    static ForeignProject create(Path directory, String artifact, String include, String budget, long samples)
            throws IOException {
        ForeignProject foreign = new ForeignProject(directory);
        foreign.words.putAll(Map.of("artifact", artifact, "version", VERSION, "include", include, "time-budget", budget,
                "samples", String.valueOf(samples)));
        for (String plugin : List.of("compiler-plugin", "resources-plugin", "surefire-plugin")) {
            foreign.words.put(plugin, property("weir.it." + plugin));
        }
        foreign.copySources(Path.of("src/test/resources/foreign-project"));
        foreign.layOutRepository();
        foreign.writeSettings();
        return foreign;
    }

    /**
     * Makes the project of other files.
     *
     * @param directory an empty one
     * @param files their contents by their paths
     */
    static ForeignProject of(Path directory, Map<String, String> files) throws IOException {
        ForeignProject foreign = new ForeignProject(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = foreign.project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        foreign.layOutRepository();
        foreign.writeSettings();
        return foreign;
    }

    Path path() {
        return project;
    }

    /** Runs Maven to its end. */
    Build maven(String... arguments) throws IOException, InterruptedException {
        Process maven = start(arguments);
        if (!maven.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the build does not end:\n" + Files.readString(log));
        }
        return new Build(maven.exitValue(), Files.readString(log));
    }

    /** Starts Maven. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(property("weir.it.maven") + "/bin/mvn", "-B", "-o", "-s",
                directory.resolve("settings.xml").toString(), "-Daether.offline.protocols=file",
                "-Dmaven.repo.local=" + directory.resolve("local")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS", "JAVA_TOOL_OPTIONS"));
        Process maven = builder.start();
        started.add(maven);
        return maven;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Process maven : started) {
            List<ProcessHandle> family = maven.descendants().toList();
            maven.destroyForcibly();
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void copySources(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = project.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                String text = Files.readString(file);
                for (Map.Entry<String, String> word : words.entrySet()) {
                    text = text.replace("@" + word.getKey() + "@", word.getValue());
                }
                Files.writeString(copy, text);
            }
        }
    }

    private void layOutRepository() throws IOException {
        layOut("weir-parent", ROOT.resolve("pom.xml"), "pom");
        for (String module : List.of("harness", "reports")) {
            layOut("weir-" + module, ROOT.resolve(module).resolve("pom.xml"), "pom");
            layOut("weir-" + module,
                    ROOT.resolve(module).resolve("target/weir-" + module + "-" + VERSION + ".jar"), "jar");
        }
    }

    private void layOut(String artifact, Path file, String extension) throws IOException {
        Path target = directory.resolve("weir/org/weir").resolve(artifact).resolve(VERSION);
        Files.createDirectories(target);
        Files.copy(file, target.resolve(artifact + "-" + VERSION + "." + extension),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void writeSettings() throws IOException {
        Path libraries = localRepositoryOfThisBuild();
        Files.writeString(directory.resolve("settings.xml"), """
                <settings>
                  <profiles>
                    <profile>
                      <id>files</id>
                      <repositories>
                %s%s      </repositories>
                      <pluginRepositories>
                %s      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>files</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(repository("central", "repository", libraries, false),
                repository("weir", "repository", directory.resolve("weir"), true),
                repository("central", "pluginRepository", libraries, false)));
    }

    private static String repository(String id, String element, Path path, boolean snapshots) {
        return """
                        <%2$s>
                          <id>%1$s</id>
                          <url>%3$s</url>
                          <releases><checksumPolicy>ignore</checksumPolicy></releases>
                          <snapshots><enabled>%4$s</enabled><checksumPolicy>ignore</checksumPolicy></snapshots>
                        </%2$s>
                """.formatted(id, element, path.toUri(), snapshots);
    }

    /** Found from a jar that came out of it: {@code org/junit/jupiter/<artifact>/<version>/<jar>}. */
    private static Path localRepositoryOfThisBuild() {
        try {
            Path jar = Path.of(Test.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.resolve("../../../../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the system property " + name
                    + " is not set: this test is run by `mvn verify`, which knows where the jars are");
        }
        return value;
    }
}
