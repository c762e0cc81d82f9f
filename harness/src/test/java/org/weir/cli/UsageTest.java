package org.weir.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import picocli.CommandLine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What is said to a command line that cannot be understood, and what the other commands show. */
class UsageTest {
    @TempDir
    private Path directory;

    /** How a command within this JVM ended. */
    private record Ended(int code, String out, String err) {}

    private static Ended execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "run --time-budget soon            | \"soon\" is not a duration: write a number and a unit",
            "run --time-budget 0s              | a run takes some time",
            "example NoSuch                    | there is no example \"NoSuch\"; there are",
            "run --samples 0                   | \"0\" is not a whole number from 1 to",
            "run --samples many                | \"many\" is not a whole number from 1 to",
            "run --launches 10001              | \"10001\" is not a whole number from 1 to 10000",
            "run --seed x                      | 'x' is not a long",
            "run --format xml                  | expected one of [TEXT, JSONL]",
            "run --param size Passes           | --param takes a name and a value, such as size=512; got \"size\"",
            "run --param a=1 --param a=2 ShowsHow | --param gives a twice",
            "run --param sice=1 ShowsHow       | no selected scenario has the parameter sice; there are size",
            "run --param size=big ShowsHow     | \"big\" is no value of the parameter size: it is a int",
            "run Passes --jvm-args -Da='b      | a quote ' is not closed in: -Da='b",
            "run --debug nobody Passes         | no selected scenario has an actor called \"nobody\"; there are one, two",
            "run --debug one --in-one-jvm      | leave one of them out",
            "run --class-path nowhere          | --class-path names \"nowhere\", which does not exist",
            "run --out /dev/null/here Passes   | --out names /dev/null/here, which cannot be made a directory",
            "run --fast                        | Unknown option: '--fast'",
            "run --samples                     | Missing required parameter for option '--samples'",
            "run Pases                         | the nearest are org.weir.cli.scenarios.Passes",
            "list Pases                        | the nearest are org.weir.cli.scenarios.Passes",
            "rnu                               | there is no command \"rnu\"; there are run, list",
            "run HasMistakes                   | HasMistakes has 2 mistakes and cannot be run",
    })
    void shouldSayWhatIsWrongAndWhatToDo(String commandLine, String message) {
        Ended ended = execute(commandLine.strip().split(" +"));
        assertEquals(64, ended.code(), ended.err());
        assertTrue(ended.err().contains(message.strip()), ended.err());
        assertEquals("", ended.out());
    }

    @Test
    void shouldSayThatACommandIsMissing() {
        Ended ended = execute();
        assertEquals(64, ended.code());
        assertTrue(ended.err().contains("say what to do: run, list, doctor"), ended.err());
    }

    @Test
    void shouldEndARealProcessWithTheCodeForUsage() throws Exception {
        try (Cli cli = Cli.startBare(directory, "run")) {
            assertEquals(64, cli.exitCode(), cli::all);
            assertTrue(cli.all().contains("there is no scenario on the class path"), cli::all);
            assertTrue(cli.all().contains("--class-path"), cli::all);
        }
    }

    @Test
    void shouldDocumentEveryOption() {
        Ended ended = execute("run", "--help");
        assertEquals(0, ended.code());
        List.of("--time-budget", "--samples", "--launches", "--seed", "--param", "--jvm-args", "--out", "--format",
                "--progress-every",
                "--debug", "--jfr", "--in-one-jvm", "--class-path", "target/weir-results", "130",
                "--shard", "WEIR_SHARDS", "--history", "--junit-xml", "--summary", "--badge", "--split")
                .forEach(word -> assertTrue(ended.out().contains(word), word + " is missing in " + ended.out()));
        assertFalse(ended.out().contains("null"), ended.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "report", "replay", "merge", "diff", "history", "odds", "doctor"})
    void shouldDescribeEachParameterAndOptionAndExitCodeOfACommand(String command) {
        Ended ended = execute(command, "--help");
        assertEquals(0, ended.code());
        assertTrue(ended.out().contains("Exit codes:"), ended.out());
        assertFalse(ended.out().contains("%%") || ended.out().contains("%n"), "formatted");
        assertFalse(ended.out().contains("null"), ended.out());
        CommandLine line = Objects.requireNonNull(Main.commandLine().getSubcommands().get(command));
        line.getCommandSpec()
                .args()
                .forEach(arg -> assertTrue(arg.description().length > 0 && !arg.description()[0].isBlank(),
                        () -> arg + " of " + command));
    }

    @Test
    void shouldListActorsParametersAndDescriptions() {
        Ended ended = execute("list", "ShowsHow");
        assertEquals(0, ended.code(), ended.err());
        assertEquals(List.of("org.weir.cli.scenarios.ShowsHow", "    actors: parameter, property",
                "    param:  size = 1, 2", "    Tells a property and a parameter."), ended.out().lines().toList());
    }

    @Test
    void shouldListAClassWithItsMistakes() {
        Ended ended = execute("list", "HasMistakes");
        assertEquals(0, ended.code(), ended.err());
        assertEquals(2, ended.out().lines().filter(line -> line.startsWith("    mistake: ")).count(), ended.out());
    }

    @Test
    void shouldTellItsVersion() {
        Ended ended = execute("--version");
        assertEquals(0, ended.code());
        assertTrue(ended.out().matches("weir \\d+\\.\\d+\\.\\d+\\S*\\RJDK 25.*\\R"), ended.out());
    }

    @Test
    void shouldPrintACompletionThatAShellUnderstands() throws Exception {
        Ended ended = execute("completion");
        assertEquals(0, ended.code());
        Path script = Files.writeString(directory.resolve("completion"), ended.out());
        Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
        assertTrue(bash.waitFor(Cli.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        assertEquals(0, bash.exitValue());
        assertTrue(ended.out().contains("--time-budget"), ended.out());
        List.of("merge", "diff", "odds", "history", "replay", "report", "--fail-on", "--shard")
                .forEach(word -> assertTrue(ended.out().contains(word), word));
    }

    @Test
    void shouldExamineTheMachineAndRemoveWhatKilledRunsHaveLeft() throws Exception {
        Path marker = directory.resolve("marker");
        try (Cli run = Cli.start(directory, "run", "Dawdles", "--out", "out", "--jvm-args", "-Dmarker=" + marker)) {
            await().atMost(Cli.LIMIT).until(() -> Files.exists(marker) || !run.isAlive());
        }
        try (Cli doctor = Cli.start(directory, "doctor", "--class-path", Cli.testClasses().toString())) {
            assertEquals(0, doctor.exitCode(), doctor::all);
            List.of("JDK", "AOT cache", "affinity", "shared memory", "PIPE_BUF", "0 of running ones", "would pass over",
                    "<include>")
                    .forEach(word -> assertTrue(doctor.all().contains(word), word + " is missing in " + doctor.all()));
            assertEquals(List.of(), doctor.realms());
        }
    }
}
