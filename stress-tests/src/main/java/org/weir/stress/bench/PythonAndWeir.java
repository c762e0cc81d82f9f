package org.weir.stress.bench;

import org.weir.process.StartMethod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Measures the primitives of Weir and those of CPython's {@code multiprocessing} by turns, and prints a table of medians
 * with ratios, in Markdown. Where there is no {@code python3}, its column says so.
 *
 * <pre>{@code
 * mvn -q -Pbench -pl stress-tests -am verify -DskipTests
 * }</pre>
 */
public final class PythonAndWeir {
    private static final int ROUNDS = Integer.getInteger("weir.bench.rounds", 3);
    private static final double SECONDS = Double.parseDouble(System.getProperty("weir.bench.seconds", "1"));
    private static final long LIMIT_SECONDS = 60;

    private PythonAndWeir() {}

    /** A measurement of Weir. */
    @FunctionalInterface
    private interface Measurement {
        double measure(double seconds) throws Exception;
    }

    /**
     * @param what it is, for people
     * @param python the name of the counterpart in the script
     * @param goal how many times as good Weir is to be
     * @param isRate whether more is better; else it is a time
     */
    private record Row(String what, String python, double goal, boolean isRate, Measurement weir) {}

    private static final List<Row> ROWS = List.of(
            new Row("start + join, SPAWN (`spawn`), ms", "start-spawn", 1, false,
                    seconds -> Primitives.startAndJoin(StartMethod.SPAWN, seconds)),
            new Row("start + join, WARM, a standby ready (`forkserver`), ms", "start-warm", 1, false,
                    Primitives::startAndJoinReady),
            new Row("start + join, WARM, one after the other (`forkserver`), ms", "start-warm", 1, false,
                    seconds -> Primitives.startAndJoin(StartMethod.WARM, seconds)),
            new Row("lock, nobody else, /s", "lock-alone", 5, true, Primitives::lockAlone),
            new Row("lock, two processes in total, /s", "lock-contended", 3, true, Primitives::lockContended),
            new Row("queue, 1 producer, 1 consumer, small objects, /s", "queue", 20, true, Primitives::queue),
            new Row("`Connection`, round trip, us", "round-trip", 2, false, Primitives::roundTrip),
            new Row("pool, map in chunks, /s", "pool-chunked", 2, true,
                    seconds -> Primitives.poolMap(seconds, 0, 200_000)),
            new Row("pool, map one by one, /s", "pool-single", 3, true,
                    seconds -> Primitives.poolMap(seconds, 1, 20_000)),
            new Row("pool, one apply, us", "pool-apply", 4, false, Primitives::poolApply),
            new Row("manager, one map update, us", "manager-update", 2, false, Primitives::managerUpdate));

    /** Measures everything, or what begins with an argument. */
    public static void main(String[] names) throws Exception {
        Path script = Files.createTempFile("weir-primitives", ".py");
        try (InputStream in = Objects.requireNonNull(PythonAndWeir.class.getResourceAsStream("primitives.py"))) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
            System.out.println("| operation | CPython | Weir | times as good | goal |\n|---|---|---|---|---|");
            for (Row row : ROWS) {
                if (names.length == 0 || List.of(names).contains(row.python)) {
                    System.out.println(measured(row, script));
                }
            }
        } finally {
            Files.deleteIfExists(script);
        }
    }

    private static String measured(Row row, Path script) throws Exception {
        List<Double> python = new ArrayList<>();
        List<Double> weir = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            python(script, row.python).ifPresent(python::add);
            weir.add(row.weir.measure(SECONDS));
        }
        Figure ours = new Figure(weir);
        String goal = String.format(Locale.ROOT, "%.0fx", row.goal);
        if (python.isEmpty()) {
            return "| " + row.what + " | no python3 here | " + ours + " | | " + goal + " |";
        }
        Figure theirs = new Figure(python);
        double ratio = row.isRate ? ours.median() / theirs.median() : theirs.median() / ours.median();
        return String.format(Locale.ROOT, "| %s | %s | %s | **%.2fx** | %s |", row.what, theirs, ours, ratio, goal);
    }

    private static Optional<Double> python(Path script, String name) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("python3", script.toString(), name, String.valueOf(SECONDS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noPython) {
            return Optional.empty();
        }
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            return Optional.of(Double.valueOf(new String(process.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8).strip()));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
