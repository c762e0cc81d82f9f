package org.weir.stress.python;

import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.OutcomeTable;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;
import org.weir.stress.twin.AddedResults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the systems of the catalogue in CPython's {@code multiprocessing} and adds the results to those of the processes.
 * {@code mvn verify} does so after the twins. Where there is no {@code python3}, it says so and adds nothing.
 *
 * <p>
 * Each row is one process of {@code python3} with a deadline; each of its samples is a process group that the script kills
 * whatever became of it. A row that goes wrong is told and left out: it is no part of what is built here.
 */
public final class PythonRun {
    private static final String REPRODUCE = "mvn -pl stress-tests -am verify";
    private static final Duration SAMPLING = Duration.ofMillis(800);
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final String SCRIPT = "rows.py";

    private final Path script;
    private final EnvironmentInfo environment;

    private PythonRun(Path script, EnvironmentInfo environment) {
        this.script = script;
        this.environment = environment;
    }

    /**
     * Runs the rows.
     *
     * @param args a directory for the script, and that of Weir's results
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: PythonRun <directory for the script> <directory of Weir's results>");
            System.exit(64);
        }
        if (!isThere()) {
            System.out.println("There is no python3 with multiprocessing on the PATH: what CPython does is left out.");
            return;
        }
        Instant started = Instant.now();
        EnvironmentInfo environment = EnvironmentProbe.capture();
        Path directory = Files.createDirectories(Path.of(args[0]));
        PythonRun run = new PythonRun(extract(directory), environment);
        List<ScenarioResult> results = new ArrayList<>();
        for (PythonRow row : PythonRow.ALL) {
            run.sample(row).ifPresent(results::add);
        }
        AddedResults.add(results, Path.of(args[1]), started, environment, PythonResult.HARNESS, REPRODUCE);
    }

    /** Whether there is a {@code python3} that has {@code multiprocessing}. */
    static boolean isThere() throws InterruptedException {
        try {
            return output(List.of("python3", "-c", "import multiprocessing.synchronize")).isPresent();
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    /** Copies the script to a place where {@code python3} can read it. */
    static Path extract(Path directory) throws IOException {
        Path script = directory.resolve(SCRIPT);
        try (InputStream in = Objects.requireNonNull(PythonRun.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return script;
    }

    /** Runs one row; empty, after a word on standard error, if the script did not do its part. */
    static Optional<ScenarioResult> sample(PythonRow row, Path script, Duration sampling, EnvironmentInfo environment)
            throws IOException, InterruptedException {
        if (!(ScenarioReader.read(row.scenario()) instanceof Reading.Valid(ScenarioModel model))) {
            throw new IllegalArgumentException(row.scenario().getName() + " is no valid scenario");
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(row.arguments(sampling));
        Optional<String> output = output(command);
        if (output.isEmpty()) {
            System.err.println("CPython left out " + row + ": the script failed or did not end in time.");
        }
        return output.map(lines -> PythonResult.of(row, model, lines.strip(), sampling, environment));
    }

    private Optional<ScenarioResult> sample(PythonRow row) throws IOException, InterruptedException {
        Optional<ScenarioResult> result = sample(row, script, SAMPLING, environment);
        result.ifPresent(found -> {
            System.out.println();
            System.out.println(found.displayName() + ", CPython");
            System.out.println(OutcomeTable.of(found.outcomes()).stripTrailing());
        });
        return result;
    }

    /** What a command prints if it ends well and in time; whatever it started is ended with it. */
    private static Optional<String> output(List<String> command) throws IOException, InterruptedException {
        Path file = Files.createTempFile("weir-python", ".out");
        Process process = new ProcessBuilder(command).redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(Files.readString(file)) : Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(file);
        }
    }
}
