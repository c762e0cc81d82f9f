package org.weir.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real process of the command line, in a session of its own, with a root of its own for realms. */
final class Cli implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);
    static final String SCENARIOS = "org.weir.cli.scenarios.";

    private final Process process;
    private final Path realms;
    private final List<Line> err = Collections.synchronizedList(new ArrayList<>());
    private final List<Line> out = Collections.synchronizedList(new ArrayList<>());
    private final long start = System.nanoTime();
    private final List<Thread> readers;

    /** A line with the time from the start of the process to it. */
    record Line(Duration after, String text) {}

    private Cli(Process process, Path realms) {
        this.process = process;
        this.realms = realms;
        this.readers = List.of(read(process.inputReader(), out), read(process.errorReader(), err));
    }

    /** Starts a command in a directory, with the tests' classes on its class path. */
    static Cli start(Path directory, String... arguments) throws IOException {
        return start(directory, classPath(true), arguments);
    }

    /** Starts a command without the tests' classes. */
    static Cli startBare(Path directory, String... arguments) throws IOException {
        return start(directory, classPath(false), arguments);
    }

    private static Cli start(Path directory, String classPath, String... arguments) throws IOException {
        Path realms = Files.createDirectories(directory.resolve("realms"));
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", "-Dweir.realm.root=" + realms, "-cp", classPath, Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
                        FormsOption.STEP_SUMMARY, ShardChoice.SHARD, ShardChoice.COUNT, ShardChoice.COMPLETION_INDEX));
        return new Cli(builder.start(), realms);
    }

    private static String classPath(boolean withTests) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> withTests || !Path.of(entry).equals(testClasses()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where this test's classes are. */
    static Path testClasses() {
        return Path.of(Cli.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private Thread read(BufferedReader reader, List<Line> lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (reader) {
                reader.lines()
                        .forEach(line -> lines.add(new Line(Duration.ofNanos(System.nanoTime() - start), line)));
            } catch (IOException | UncheckedIOException ended) {
                // the stream of a killed process may end in the middle
            }
        });
    }

    /** Sends a signal to the whole process group, as a terminal does. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid()).inheritIO().start().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The command does not end; it printed " + out() + " and " + err());
        }
        for (Thread reader : readers) {
            reader.join(LIMIT);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> out() {
        return texts(out);
    }

    List<String> err() {
        return texts(err);
    }

    List<Line> timedErr() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    String all() {
        return String.join("\n", out()) + "\n" + String.join("\n", err());
    }

    private static List<String> texts(List<Line> lines) {
        synchronized (lines) {
            return lines.stream().map(Line::text).toList();
        }
    }

    /** What is left of its realms. */
    List<Path> realms() throws IOException {
        try (Stream<Path> entries = Files.list(realms)) {
            return entries.toList();
        }
    }

    /** Ids of other living processes whose command names its realms: workers and janitors. */
    List<Long> descendants() throws IOException {
        List<Long> found = new ArrayList<>();
        for (ProcessHandle handle : ProcessHandle.allProcesses().toList()) {
            try {
                String command = Files.readString(Path.of("/proc/" + handle.pid() + "/cmdline"),
                        StandardCharsets.ISO_8859_1);
                if (handle.pid() != process.pid() && command.contains(realms.toString())) {
                    found.add(handle.pid());
                }
            } catch (IOException gone) {
                // ended meanwhile
            }
        }
        return found;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
