package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.weir.outcome.Binomial;
import org.weir.outcome.Figures;
import org.weir.outcome.Interval;
import org.weir.results.ConfigurationKey;
import org.weir.results.OutcomeTable;
import org.weir.results.TrendEntry;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code weir history}. */
@Command(name = "history", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Shows what 'weir run --history FILE' remembered: for each configuration its runs, oldest first, with the rates"
                + " of its rarest outcomes and their 95%% intervals. Where the environment changed, a line says so:"
                + " rates above and below it are of different machines."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:shown", "64:the file cannot be read; line and mistake are said"})
final class HistoryCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int COMMIT = 8;

    @Parameters(index = "0", paramLabel = "FILE", description = {"The file that --history wrote."})
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "SCENARIO", description = {
            "Only these: names as 'weir run' takes them; all if there is none."})
    private List<String> selectors = List.of();

    @Option(names = "--outcomes", paramLabel = "N", description = {
            "How many outcomes of a configuration to show: of those that most runs saw, the rarest first."
                    + " Default: 3."})
    private int outcomes = 3;

    @Option(names = "--last", paramLabel = "N", description = {"Only the last N runs. Default: 20."})
    private int last = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (outcomes < 1 || last < 1) {
            throw new UsageException("--outcomes and --last take a number from 1");
        }
        Map<ConfigurationKey, List<TrendEntry>> trends = new LinkedHashMap<>();
        BaselineOption.read(file)
                .stream()
                .filter(entry -> selectors.isEmpty() || selectors.stream()
                        .anyMatch(
                                text -> entry.configuration().displayName().equals(text)
                                        || !new Selector(text).in(List.of(entry.scenario())).isEmpty()))
                .forEach(entry -> trends.computeIfAbsent(entry.configuration(), _ -> new ArrayList<>()).add(entry));
        if (trends.isEmpty()) {
            throw new UsageException(file + " has no run of " + (selectors.isEmpty() ? "anything"
                    : String.join(", ", selectors)));
        }
        PrintWriter out = spec.commandLine().getOut();
        trends.forEach((configuration, entries) -> show(configuration, entries, out));
        out.flush();
        return ExitCodes.OK;
    }

    private void show(ConfigurationKey configuration, List<TrendEntry> entries, PrintWriter out) {
        out.println(OutcomeTable.printable(configuration.displayName() + " (" + configuration.harness() + ")"));
        List<String> ids = rarest(entries);
        String environment = "";
        for (TrendEntry entry : entries.subList(Math.max(0, entries.size() - last), entries.size())) {
            if (!entry.fingerprint().equals(environment)) {
                out.println((environment.isEmpty() ? "  environment " : "  ---- environment changed to ")
                        + OutcomeTable.printable(entry.fingerprint() + ": " + entry.environment()));
                environment = entry.fingerprint();
            }
            out.println("  " + TIME.format(entry.time()) + "  " + commit(entry.commit()) + "  "
                    + String.format(Locale.ROOT, "%-12s  %15s  ", entry.verdict(), Figures.count(entry.samples()))
                    + ids.stream().map(id -> rate(id, entry)).collect(Collectors.joining("  ")));
        }
        out.println();
    }

    /** Of those that most runs saw, for an outcome that is a number has other values each time. */
    private List<String> rarest(List<TrendEntry> entries) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Integer> runs = new LinkedHashMap<>();
        entries.forEach(entry -> entry.counts().forEach((id, count) -> {
            counts.merge(id, count, Long::sum);
            runs.merge(id, count > 0 ? 1 : 0, Integer::sum);
        }));
        return counts.keySet()
                .stream()
                .sorted(Comparator.comparingInt((String id) -> -runs.getOrDefault(id, 0))
                        .thenComparingLong(id -> counts.getOrDefault(id, 0L)))
                .limit(outcomes)
                .toList();
    }

    private static String commit(String commit) {
        String shown = commit.length() <= COMMIT ? commit
                : commit.substring(0, COMMIT) + (commit.endsWith("+") ? "+" : " ");
        return String.format(Locale.ROOT, "%-" + (COMMIT + 1) + "s", OutcomeTable.printable(shown));
    }

    private static String rate(String id, TrendEntry entry) {
        long count = entry.counts().getOrDefault(id, 0L);
        Interval interval = Binomial.interval(count, entry.samples());
        return "\"" + OutcomeTable.printable(id) + "\" " + (entry.samples() == 0 ? "-"
                : count == 0 ? Figures.interval(interval)
                        : Figures.rate((double) count / entry.samples(), interval) + " ("
                                + Figures.interval(interval) + ")");
    }
}
