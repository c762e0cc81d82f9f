package org.weir.stress.twin;

import org.openjdk.jcstress.infra.collectors.TestResult;
import org.weir.scenario.ScenarioFinder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run of jcstress in a JVM of its own, on the class path of this one: one fork of each test, all its actors compiled
 * alike.
 *
 * @param tests binary names of the tests
 * @param iterations how often a fork samples
 * @param iteration how long each time
 * @param jvmArgs JVM arguments of the forks, besides leave for native access
 * @param options further options of jcstress
 */
public record JcstressRun(List<String> tests, int iterations, Duration iteration, List<String> jvmArgs,
        List<String> options) {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** For C2 from the first compilation on, as in Weir's first launch. */
    public static final List<String> C2 = List.of("-XX:-TieredCompilation");

    /** What jcstress needs besides sampling: it probes the JVM and the machine, and starts a JVM a test. */
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration START_OF_TEST = Duration.ofSeconds(5);
    private static final int SLOWEST = 4;

    /** Copies and checks. */
    public JcstressRun {
        tests = List.copyOf(tests);
        jvmArgs = List.copyOf(jvmArgs);
        options = List.copyOf(options);
        if (tests.isEmpty() || iterations < 1 || !iteration.isPositive()) {
            throw new IllegalArgumentException("nothing to run: " + iterations + " iterations of " + iteration + " of "
                    + tests.size() + " tests");
        }
    }

    /** A run without further options. */
    public JcstressRun(List<String> tests, int iterations, Duration iteration, List<String> jvmArgs) {
        this(tests, iterations, iteration, jvmArgs, List.of());
    }

    /**
     * Runs it and reads what it wrote. It is killed, with the JVMs that it started, if it takes several times as long as it
     * was told to.
     *
     * @param directory for the log, the results and jars; what an earlier run left there is removed
     * @return one result a fork; possibly none, for jcstress ends without an error if it runs no test
     * @throws IOException if it cannot be started, is late, ends with an error, or left no results that can be read
     */
    public List<TestResult> run(Path directory) throws IOException, InterruptedException {
        clear(directory);
        Path log = directory.resolve("jcstress.log");
        Process process = new ProcessBuilder(command(JarredClassPath.of(ScenarioFinder.runningClassPath(), directory)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile())
                .start();
        Thread onShutdown = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(onShutdown);
        try {
            if (!process.waitFor(limit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("jcstress did not end within " + limit().toSeconds() + " s and was killed; see "
                        + log);
            }
        } finally {
            kill(process);
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        }
        if (process.exitValue() != 0) {
            throw new IOException("jcstress ended with exit code " + process.exitValue() + "; see " + log);
        }
        return JcstressResults.read(onlyBlob(directory, log));
    }

    /** How long the forks sample, all tests together, as jcstress is told. */
    public Duration sampling() {
        return iteration.multipliedBy((long) iterations * tests.size());
    }

    private Duration limit() {
        return START.plus(START_OF_TEST.multipliedBy(tests.size())).plus(sampling().multipliedBy(SLOWEST));
    }

    private List<String> command(List<Path> jars) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = jars.stream()
                .map(jar -> jar.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        String selection = tests.stream()
                .map(test -> test.replace(".", "\\.").replace("$", "\\$"))
                .collect(Collectors.joining("|", "^(", ")$"));
        List<String> command = new ArrayList<>(
                List.of(java, NATIVE_ACCESS, "-cp", classPath, "org.openjdk.jcstress.Main", "-t", selection,
                        "-f", "1", "-fsm", "1", "-sc", "false", "-iters", String.valueOf(iterations),
                        "-time", String.valueOf(iteration.toMillis()), "-r", "html",
                        "-jvmArgs",
                        Stream.concat(Stream.of(NATIVE_ACCESS), jvmArgs.stream()).collect(Collectors.joining(" "))));
        command.addAll(options);
        return List.copyOf(command);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Path onlyBlob(Path directory, Path log) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> blobs = files.filter(file -> file.toString().endsWith(".bin.gz")).toList();
            if (blobs.size() != 1) {
                throw new IOException("jcstress left " + blobs.size() + " files of results in " + directory
                        + ", not one; see " + log);
            }
            return blobs.getFirst();
        }
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
    }
}
