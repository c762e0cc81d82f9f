package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.results.EnvironmentInfo;
import org.weir.results.ScenarioResult;
import org.weir.results.TrendFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the page says of earlier runs, by the command line. */
class EarlierRunsTest {
    @TempDir
    private Path directory;

    private Path history = Path.of("");

    @BeforeEach
    void name() {
        history = directory.resolve("history.jsonl");
    }

    private static ScenarioResult counter(long lost, String commit, String kernel) {
        EnvironmentInfo is = Runs.ENVIRONMENT;
        return Runs.counted(Map.of("2", 10_000 - lost, "1", lost), new EnvironmentInfo(is.cpuModel(), is.cpus(),
                is.topology(), is.architecture(), kernel, is.jdk(), is.jvmFlags(), commit, is.host(),
                is.weirVersion()));
    }

    private Path run(String name, ScenarioResult result) throws IOException {
        Path run = Files.createDirectories(directory.resolve(name));
        return Runs.write(run, List.of(result), 1, false);
    }

    /** The exit code of the command, in a JVM of its own. */
    private int weir(Object... arguments) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-classpath", System.getProperty("java.class.path"),
                        "org.weir.cli.Main"));
        List.of(arguments).forEach(argument -> words.add(argument.toString()));
        Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> words + " does not end");
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private String page(Object... arguments) throws IOException {
        Path page = directory.resolve("page.html");
        Object[] all = new Object[arguments.length + 3];
        all[0] = "report";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--out";
        all[arguments.length + 2] = page;
        assertEquals(0, weir(all));
        return Files.readString(page);
    }

    @Test
    void shouldDrawTheRateFromCommitToCommitAndBreakTheLineWhereTheEnvironmentChanged() throws IOException {
        TrendFile.append(history, List.of(counter(500, "aaaaaaaaaa", "Linux 1")),
                Instant.parse("2026-01-01T00:00:00Z"));
        TrendFile.append(history, List.of(counter(510, "bbbbbbbbbb", "Linux 1")),
                Instant.parse("2026-01-02T00:00:00Z"));
        TrendFile.append(history, List.of(counter(700, "cccccccccc", "Linux 2")),
                Instant.parse("2026-01-03T00:00:00Z"));

        String html = page(run("now", counter(2_000, "dddddddddd", "Linux 2")), "--history", history);

        assertTrue(html.contains("id=trend"));
        assertTrue(html.contains("aaaaaaaa, 2026-01-01 00:00") && html.contains("dddddddd, this run"));
        String curve = html.substring(html.indexOf("class=\"curve c0\" d=\"") + 20);
        assertEquals(2, curve.substring(0, curve.indexOf('"')).chars().filter(c -> c == 'M').count());
        assertTrue(html.contains("2026-01-03 00:00:00 UTC, commit cccccccc"));
        assertTrue(html.contains("2.86 times as often"), html.substring(html.indexOf("id=trend")));
        assertFalse(html.contains("The environment is another"));
    }

    @Test
    void shouldNotCompareARunWithItself() throws IOException {
        ScenarioResult result = counter(500, "aaaaaaaaaa", "Linux 1");
        TrendFile.append(history, List.of(result), Instant.parse("2026-01-01T00:00:00Z"));

        assertFalse(page(run("now", result), "--history", history).contains("id=trend"));
    }

    @Test
    void shouldSayWhatChangedSinceTheBaseline() throws IOException {
        Path before = run("before", counter(500, "aaaaaaaaaa", "Linux 1"));

        String html = page(run("now", counter(2_000, "bbbbbbbbbb", "Linux 1")), "--baseline", before);
        assertTrue(html.contains("Compared with the run in "));
        assertTrue(html.contains("1: 4.00 times as often (3.64"), html.substring(html.indexOf("id=trend")));
        String same = page(run("same", counter(500, "aaaaaaaaaa", "Linux 1")), "--baseline", before);
        assertTrue(same.contains("Nothing changed that the counts could tell."));
    }

    @Test
    void shouldRefuseAHistoryThatIsNone() throws IOException {
        Files.writeString(history, "{}\n");

        assertEquals(64, weir("report", run("now", counter(1, "a", "Linux 1")), "--history", history));
        assertEquals(64, weir("report", run("now", counter(1, "a", "Linux 1")), "--history", directory.resolve("no")));
    }

    @Test
    void shouldLeadToTheOriginalsFromWhereverThePageIs() throws IOException {
        Path results = run("with space", counter(1, "a", "Linux 1"));

        Path page = Files.createDirectories(directory.resolve("a/b")).resolve("page.html");
        assertEquals(0, weir("report", results, "--out", page));
        String html = Files.readString(page);
        assertTrue(html.contains("href=\"../../with%20space/results.jsonl\""));
        assertTrue(Files.isRegularFile(page.resolveSibling("../../with space/results.jsonl")));
        assertFalse(html.contains("href=results.jsonl") || html.contains("href=\"results.jsonl\""));
    }
}
