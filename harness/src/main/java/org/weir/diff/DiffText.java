package org.weir.diff;

import org.weir.outcome.Binomial;
import org.weir.outcome.Bootstrap;
import org.weir.outcome.Figures;
import org.weir.results.ConfigurationKey;
import org.weir.results.OutcomeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A difference in words, the size of each effect first. No control character of the results is in them.
 *
 * @param all whether outcomes are shown that neither appeared, vanished nor moved
 */
public record DiffText(boolean all) {
    private static final List<String> HEADER = List.of("after / before (95%)", "outcome", "before", "after",
            "p (Holm)", "test");

    /** For a terminal: tables with aligned columns, each line with its end. */
    public String plain(RunDiff diff) {
        StringBuilder text = new StringBuilder();
        for (RunDiff.ConfigurationDiff each : diff.configurations()) {
            List<List<String>> rows = rows(each);
            if (!rows.isEmpty() || each.before() != each.after()) {
                text.append(title(each.configuration())).append("  ").append(verdicts(each)).append('\n');
                text.append(aligned(rows)).append('\n');
            }
        }
        lone(diff).forEach(line -> text.append(line).append('\n'));
        return text.append(sentence(diff)).append('\n').toString();
    }

    /** For a pull request. */
    public String markdown(RunDiff diff) {
        StringBuilder text = new StringBuilder(escape(sentence(diff))).append("\n\n");
        for (RunDiff.ConfigurationDiff each : diff.configurations()) {
            List<List<String>> rows = rows(each);
            if (!rows.isEmpty() || each.before() != each.after()) {
                text.append("### ").append(escape(title(each.configuration()))).append("\n\n");
                text.append(escape(verdicts(each))).append("\n\n");
                if (!rows.isEmpty()) {
                    text.append(row(HEADER)).append("|---|---|--:|--:|--:|---|\n");
                    rows.forEach(row -> text.append(row(row)));
                    text.append('\n');
                }
            }
        }
        lone(diff).forEach(line -> text.append("- ").append(escape(line)).append('\n'));
        return text.toString();
    }

    /** What it comes to. */
    public static String sentence(RunDiff diff) {
        return Figures.count(diff.configurations().size(), "configuration", "configurations") + " compared, "
                + Figures.count(diff.tests(), "rate", "rates") + " tested (p corrected by Holm's method, level "
                + RunDiff.LEVEL + "): "
                + Figures.count(diff.appeared().size(), "new outcome", "new outcomes") + ", "
                + Figures.count(diff.moved().size(), "rate", "rates") + " changed, "
                + Figures.count(diff.becameWorse().size(), "verdict", "verdicts") + " worse, "
                + Figures.count(diff.missing().size()) + " missing, " + Figures.count(diff.added().size()) + " added";
    }

    private static List<String> lone(RunDiff diff) {
        List<String> lines = new ArrayList<>();
        diff.missing().forEach(key -> lines.add("missing after: " + title(key)));
        diff.added().forEach(key -> lines.add("only after: " + title(key)));
        return lines;
    }

    private static String title(ConfigurationKey key) {
        return OutcomeTable.printable(key.displayName() + " (" + key.harness() + ")");
    }

    private static String verdicts(RunDiff.ConfigurationDiff each) {
        return each.before() == each.after() ? each.after().name()
                : each.before() + " -> " + each.after() + (each.becameWorse() ? ", worse" : "");
    }

    private List<List<String>> rows(RunDiff.ConfigurationDiff each) {
        return each.outcomes()
                .stream()
                .filter(outcome -> all || outcome.moved() || outcome.appeared() || outcome.vanished())
                .map(DiffText::cells)
                .toList();
    }

    private static List<String> cells(RunDiff.OutcomeDiff outcome) {
        var change = outcome.change();
        String ratio = outcome.appeared() ? "new, at least " + number(change.low()) + " times"
                : outcome.vanished() ? "gone, at most " + number(change.high()) + " times"
                        : number(change.ratio()) + " (" + number(change.low()) + ".." + number(change.high()) + ")";
        return List.of(ratio, outcome.id().isEmpty() ? "(empty)" : OutcomeTable.printable(outcome.id()),
                counts(change.before()), counts(change.after()),
                outcome.corrected() < 1e-4 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", outcome.corrected()),
                change.test() + (change.degrees() > 0
                        ? String.format(Locale.ROOT, " (%.3g, %d launches' spread)", change.dispersion(),
                                change.degrees())
                        : ""));
    }

    private static String counts(Bootstrap.Launch launch) {
        var interval = Binomial.interval(launch.count(), launch.samples());
        return Figures.count(launch.count()) + " of " + Figures.count(launch.samples()) + " = "
                + (launch.count() == 0 ? Figures.interval(interval)
                        : Figures.rate((double) launch.count() / launch.samples()));
    }

    /** Three digits, whatever the magnitude; infinity in words. */
    static String number(double ratio) {
        if (Double.isInfinite(ratio)) {
            return "any";
        }
        return ratio != 0 && (ratio < 1e-3 || ratio >= 1e5) ? String.format(Locale.ROOT, "%.2e", ratio)
                : String.format(Locale.ROOT, ratio >= 100 ? "%.0f" : ratio >= 10 ? "%.1f" : "%.3g", ratio);
    }

    private static String aligned(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> table = new ArrayList<>(List.of(HEADER));
        table.addAll(rows);
        int[] widths = new int[HEADER.size()];
        table.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return table.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append("  ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
            }
            return line.toString().stripTrailing() + "\n";
        }).collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return cells.stream().map(DiffText::escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Any ASCII punctuation may have a backslash before it in markdown, and means itself then. */
    private static String escape(String text) {
        return text.replaceAll("([!-,/:-@\\[-`{-~])", "\\\\$1");
    }
}
