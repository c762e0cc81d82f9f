package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.weir.engine.Reproduction;
import org.weir.results.ConfigurationKey;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.OutcomeTable;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code weir replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Runs the plan of earlier results again: the same scenarios, seed, flags, launches and time.",
        "It samples anew. The seed repeats what Weir decides beforehand, such as compilers and the faults of each"
                + " sample; how far apart actors start is drawn from it too, but adapts to the outcomes that are seen."
                + " Which interleavings the CPUs and the kernel then make is theirs, so a rare outcome may need several"
                + " replays.",
        "The command is one that the results hold: replay only results that you trust."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0, 1, 2, 3, 130:as 'weir run' has them", "64:there is nothing that could be run again"})
final class ReplayCommand implements Callable<Integer> {
    private static final List<String> CLASS_PATH = List.of("--class-path", "-cp");

    @Parameters(index = "0", paramLabel = "RESULT_DIR", description = {"Directory that a run wrote."})
    private Path directory = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "SCENARIO", description = {
            "Run only this one again: a name as the results have it, with its parameters if it has"
                    + " several configurations, such as 'TornFrames[size=4097]'."})
    private Optional<String> scenario = Optional.empty();

    @Option(names = {"--out", "-o"}, paramLabel = "DIR", description = {
            "Directory for the new results. Default: as 'weir run' has it."})
    private Optional<Path> out = Optional.empty();

    @Option(names = {"--class-path", "-cp"}, paramLabel = "PATH", description = {
            "Where the scenarios are on this machine, in place of what the results say. May be repeated."})
    private List<String> classPath = List.of();

    @Option(names = "--dry-run", description = {"Print the command and run nothing."})
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        RunDirectory run = RunDirectory.read(directory);
        List<String> arguments = arguments(command(run));
        PrintWriter console = dryRun ? spec.commandLine().getOut() : spec.commandLine().getErr();
        String shown = "weir " + arguments.stream().map(Reproduction::quote).collect(Collectors.joining(" "));
        console.println(dryRun ? shown : "weir: replaying by: " + OutcomeTable.printable(shown));
        if (!dryRun) {
            console.println("weir: this samples anew by the same plan; it does not repeat an interleaving");
            differences(run).forEach(difference -> console.println("weir: note: " + difference));
        }
        console.flush();
        if (dryRun) {
            return ExitCodes.OK;
        }
        return Main.commandLine()
                .setOut(spec.commandLine().getOut())
                .setErr(spec.commandLine().getErr())
                .execute(arguments.toArray(String[]::new));
    }

    private String command(RunDirectory run) {
        if (scenario.isEmpty()) {
            return run.summary().command();
        }
        List<ScenarioResult> named = run.results()
                .results()
                .stream()
                .filter(result -> result.displayName().equals(scenario.get())
                        || new Selector(scenario.get()).names(result.scenario()))
                .toList();
        if (named.isEmpty()) {
            throw new UsageException(run.path() + " has no result of \"" + scenario.get() + "\"; it has "
                    + names(run.results().results()));
        }
        List<ScenarioResult> ours = named.stream()
                .filter(result -> result.harness().equals("processes")
                        || result.harness().equals("threads, in one JVM"))
                .toList();
        if (ours.isEmpty()) {
            throw new UsageException(named.getFirst().displayName() + " was sampled by other means (" + named.getFirst()
                    .harness() + "); its own command is: " + OutcomeTable.printable(named.getFirst().reproduce()));
        }
        if (ours.size() > 1) {
            throw new UsageException("\"" + scenario.get() + "\" has several configurations; name one of "
                    + names(ours));
        }
        return ours.getFirst().reproduce();
    }

    private static String names(List<ScenarioResult> results) {
        return results.stream()
                .map(ConfigurationKey::of)
                .map(ConfigurationKey::displayName)
                .distinct()
                .map(
                        OutcomeTable::printable)
                .collect(Collectors.joining(", "));
    }

    private List<String> arguments(String command) {
        List<String> words = ShellWords.split(command);
        if (words.size() < 2 || !Path.of(words.getFirst()).endsWith("weir") || !words.get(1).equals("run")) {
            throw new UsageException(command.isEmpty() ? "the results do not say how they were made"
                    : "these results were not made by 'weir run', but by: " + OutcomeTable.printable(command)
                            + "\nrun that, or name a SCENARIO to run that one again");
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            if (!classPath.isEmpty() && CLASS_PATH.contains(words.get(i))) {
                i++;
            } else {
                arguments.add(words.get(i));
            }
        }
        classPath.forEach(path -> arguments.addAll(List.of("--class-path", path)));
        out.ifPresent(path -> arguments.addAll(List.of("--out", path.toString())));
        return arguments;
    }

    private static List<String> differences(RunDirectory run) {
        if (run.results().results().isEmpty()) {
            return List.of();
        }
        EnvironmentInfo then = run.results().results().getFirst().environment();
        EnvironmentInfo now = EnvironmentProbe.capture();
        List<String> differences = new ArrayList<>();
        differ("the CPU", then.cpuModel() + ", " + then.cpus() + " allowed", now.cpuModel() + ", " + now.cpus()
                + " allowed", differences);
        differ("the kernel", then.kernel(), now.kernel(), differences);
        differ("the JDK", then.jdk(), now.jdk(), differences);
        differ("the commit", then.gitCommit(), now.gitCommit(), differences);
        differ("Weir", then.weirVersion(), now.weirVersion(), differences);
        return differences;
    }

    private static void differ(String what, String then, String now, List<String> differences) {
        if (!then.equals(now)) {
            differences.add(what + " was \"" + OutcomeTable.printable(then) + "\", is \"" + now + "\" now");
        }
    }
}
