package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.weir.diff.DiffText;
import org.weir.diff.RunDiff;
import org.weir.outcome.RateChange;
import org.weir.results.ConfigurationKey;
import org.weir.results.EnvironmentInfo;
import org.weir.results.OutcomeTable;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code weir diff}. */
@Command(name = "diff", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compares two runs: how far rates moved (their ratio with its 95%% interval), which outcomes are new, which"
                + " verdicts are others.",
        "Rates are tested by Fisher's exact test where counts are small, else by the G-test; where launches of a run"
                + " spread more than independent samples would, the G-test is divided by that dispersion. All"
                + " probabilities are corrected by Holm's method for the number of rates."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:compared, and nothing was found that --fail-on names",
                        "1:something was found that --fail-on names",
                        "64:the results cannot be read"})
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = {"Directory of the earlier run, the baseline."})
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = {"Directory of the later run."})
    private Path after = Path.of("");

    @Option(names = "--format", paramLabel = "FORMAT", description = {"text, markdown or json. Default: text."})
    private Format format = Format.TEXT;

    @Option(names = "--fail-on", paramLabel = "WHAT", split = ",", converter = FailureConverter.class, description = {
            "End with exit code 1 on: new-outcome (an outcome that only B saw), rate-change (a rate that"
                    + " moved more than chance explains), verdict (one that became worse), missing (a configuration"
                    + " that B lacks). Several with commas."})
    private List<Failure> failOn = List.of();

    @Option(names = "--all", description = {"Show rates that did not change, too."})
    private boolean all;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How the difference is written. */
    enum Format {
        TEXT, MARKDOWN, JSON
    }

    /** What can fail a comparison. */
    enum Failure {
        NEW_OUTCOME, RATE_CHANGE, VERDICT, MISSING;

        boolean isIn(RunDiff diff) {
            return switch (this) {
                case NEW_OUTCOME -> !diff.appeared().isEmpty();
                case RATE_CHANGE -> !diff.moved().isEmpty();
                case VERDICT -> !diff.becameWorse().isEmpty();
                case MISSING -> !diff.missing().isEmpty();
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory a = RunDirectory.read(before);
        RunDirectory b = RunDirectory.read(after);
        RunDiff diff = RunDiff.of(a.results().results(), b.results().results());
        List<String> notes = notes(a, b);
        List<Failure> failures = failOn.stream().distinct().filter(failure -> failure.isIn(diff)).toList();
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TEXT -> {
                notes.forEach(note -> out.println("note: " + note));
                out.print(new DiffText(all).plain(diff));
                failures.forEach(failure -> out.println("fails on: " + failure));
            }
            case MARKDOWN -> {
                out.println("## Weir: B compared with A\n");
                notes.forEach(note -> out.println("- note: `" + note.replace("`", "'") + "`"));
                out.println();
                out.print(new DiffText(all).markdown(diff));
                failures.forEach(failure -> out.println("\n**fails on: " + failure + "**"));
            }
            case JSON -> out.println(json(diff, notes, failures));
        }
        out.flush();
        return failures.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private static List<String> notes(RunDirectory a, RunDirectory b) {
        List<String> notes = new ArrayList<>();
        for (RunDirectory run : List.of(a, b)) {
            if (run.results().summary().isEmpty() || run.results().cutOff()) {
                notes.add(run.path() + " is of a run that did not come to its end");
            }
        }
        differ("the CPU", a, b, environment -> environment.cpuModel() + ", " + environment.cpus() + " allowed", notes);
        differ("the kernel", a, b, EnvironmentInfo::kernel, notes);
        differ("the JDK", a, b, EnvironmentInfo::jdk, notes);
        differ("the commit", a, b, EnvironmentInfo::gitCommit, notes);
        return notes;
    }

    private static void differ(String what, RunDirectory a, RunDirectory b, Function<EnvironmentInfo, String> property,
            List<String> notes) {
        String then = all(a, property);
        String now = all(b, property);
        if (!then.equals(now)) {
            notes.add(OutcomeTable.printable(what + " differs: " + then + " in A, " + now + " in B"));
        }
    }

    private static String all(RunDirectory run, Function<EnvironmentInfo, String> property) {
        return run.results()
                .results()
                .stream()
                .map(ScenarioResult::environment)
                .map(property)
                .map(value -> value.isEmpty() ? "none" : value)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private static String json(RunDiff diff, List<String> notes, List<Failure> failures) {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode root = mapper.createObjectNode();
        root.put("correction", "holm").put("level", RunDiff.LEVEL).put("tests", diff.tests());
        ArrayNode configurations = root.putArray("configurations");
        for (RunDiff.ConfigurationDiff each : diff.configurations()) {
            ObjectNode node = key(configurations.addObject(), each.configuration());
            node.put("before", each.before().name()).put("after", each.after().name());
            node.put("worse", each.becameWorse());
            ArrayNode outcomes = node.putArray("outcomes");
            each.outcomes().forEach(outcome -> outcome(outcomes.addObject(), outcome));
        }
        diff.missing().forEach(missing -> key(root.withArray("missing").addObject(), missing));
        diff.added().forEach(added -> key(root.withArray("added").addObject(), added));
        notes.forEach(root.withArray("notes")::add);
        failures.forEach(failure -> root.withArray("failsOn").add(failure.toString()));
        return mapper.writeValueAsString(root);
    }

    private static ObjectNode key(ObjectNode node, ConfigurationKey key) {
        node.put("scenario", key.scenario()).put("harness", key.harness());
        ObjectNode params = node.putObject("params");
        key.params().forEach(params::put);
        return node;
    }

    /** A bound that is infinite is null: JSON has no infinity. */
    private static void outcome(ObjectNode node, RunDiff.OutcomeDiff outcome) {
        RateChange change = outcome.change();
        node.put("id", outcome.id());
        finite(node, "ratio", change.ratio());
        finite(node, "low", change.low());
        finite(node, "high", change.high());
        node.put("p", change.p()).put("corrected", outcome.corrected()).put("test", change.test().toString());
        node.put("dispersion", change.dispersion()).put("degrees", change.degrees());
        node.put("new", outcome.appeared()).put("gone", outcome.vanished()).put("changed", outcome.moved());
        node.putObject("before").put("count", change.before().count()).put("samples", change.before().samples());
        node.putObject("after").put("count", change.after().count()).put("samples", change.after().samples());
    }

    private static void finite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    /** Words with hyphens. */
    static final class FailureConverter implements ITypeConverter<Failure> {
        @Override
        public Failure convert(String text) {
            return Arrays.stream(Failure.values())
                    .filter(failure -> failure.toString().equals(text.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is nothing to fail on; there are "
                            + Arrays.stream(Failure.values())
                                    .map(Failure::toString)
                                    .collect(
                                            Collectors.joining(", "))));
        }
    }
}
