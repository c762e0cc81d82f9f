package org.weir.forms;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.OutcomeTable;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Results as markdown, worst first: for a pull request, or the summary of a step of GitHub's, which drops a summary whole
 * if it is longer than {@link #GITHUB_LIMIT}. Text of the results is text in it, whatever characters it has.
 */
public final class MarkdownSummary {
    /** What GitHub takes of a step, in bytes. */
    public static final int GITHUB_LIMIT = 1024 << 10;

    private static final List<Verdict> WORST_FIRST = List.of(Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE,
            Verdict.PASS);
    private static final int RESERVE = 400;
    private static final int MOST_REASON = 400;
    private static final int MOST_DETAIL = 20_000;

    private MarkdownSummary() {}

    /**
     * The text.
     *
     * @param results what to sum up
     * @param limit the most bytes that it may have in UTF-8; rows that do not fit are left out, and that is said. Less
     *              than a kilobyte gives nothing
     */
    public static String of(ResultsReader.Results results, int limit) {
        if (limit < 1024) {
            return "";
        }
        List<ScenarioResult> sorted = results.results()
                .stream()
                .sorted(Comparator.comparingInt(result -> WORST_FIRST.indexOf(result.verdict())))
                .toList();
        Text text = new Text(limit - RESERVE);
        text.add(heading(results) + "\n\n");
        results.summary()
                .filter(summary -> !summary.command().isEmpty())
                .ifPresent(
                        summary -> text.add("Again:\n\n" + fenced(OutcomeTable.printable(summary.command())) + "\n"));
        int left = table(sorted, text);
        left = Math.max(left, details(sorted, text));
        if (left > 0) {
            text.force("\n" + Figures.count(left, "configuration is", "configurations are")
                    + " not shown in full here, for a summary has to be short; the report has all.\n");
        }
        return text.toString();
    }

    private static String heading(ResultsReader.Results results) {
        List<Verdict> verdicts = results.results().stream().map(ScenarioResult::verdict).toList();
        String sentence = results.summary()
                .map(TextReport::sentence)
                .orElse("the run did not come to its end");
        boolean complete = results.summary().map(s -> verdicts.size() >= s.planned()).orElse(false);
        Verdict verdict = Verdict.of(verdicts);
        if (!complete && verdict != Verdict.FAIL) {
            verdict = Verdict.ERROR;
        }
        return "## Weir: " + sign(verdict) + "\n\n" + escape(sentence)
                + results.summary()
                        .map(RunSummary::environment)
                        .map(e -> "; " + escape(e.cpuModel() + ", " + Figures.count(e.cpus(), "CPU", "CPUs") + ", "
                                + e.jdk()
                                + (e.gitCommit().isEmpty() ? "" : ", commit " + e.gitCommit())))
                        .orElse("");
    }

    private static int table(List<ScenarioResult> results, Text text) {
        text.add("| Verdict | Scenario | By | Samples | Why |\n|---|---|---|--:|---|\n");
        for (int i = 0; i < results.size(); i++) {
            ScenarioResult result = results.get(i);
            String why = result.reasons().isEmpty() ? "" : escape(cut(result.reasons().getFirst(), MOST_REASON));
            if (!text.add("| " + sign(result.verdict()) + " | " + escape(cut(result.displayName(), MOST_REASON)) + " | "
                    + escape(cut(result.harness(), MOST_REASON)) + " | " + Figures.count(result.samples()) + " | " + why
                    + " |\n")) {
                return results.size() - i;
            }
        }
        return 0;
    }

    private static int details(List<ScenarioResult> results, Text text) {
        List<ScenarioResult> failed = results.stream().filter(result -> result.verdict() != Verdict.PASS).toList();
        for (int i = 0; i < failed.size(); i++) {
            ScenarioResult result = failed.get(i);
            String body = cutLines(new TextReport(false).of(result));
            if (!text.add("\n<details><summary>" + sign(result.verdict()) + " "
                    + html(cut(result.displayName(), MOST_REASON))
                    + "</summary>\n\n" + fenced(body) + "\n</details>\n")) {
                return failed.size() - i;
            }
        }
        return 0;
    }

    /** Shape, word, and for those who see it colour. */
    private static String sign(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "\u2705 PASS";
            case FAIL -> "\u274c FAIL";
            case INCONCLUSIVE -> "\u2754 INCONCLUSIVE";
            case ERROR -> "\u26a0\ufe0f ERROR";
        };
    }

    private static String cut(String text, int most) {
        String line = OutcomeTable.printable(text);
        return line.length() <= most ? line
                : line.substring(0, Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most) + "\u2026";
    }

    private static String cutLines(String text) {
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (String line : text.lines().toList()) {
            String shown = cut(line, MOST_REASON * 4);
            length += shown.length() + 1;
            if (length > MOST_DETAIL) {
                lines.add("...");
                break;
            }
            lines.add(shown);
        }
        return String.join("\n", lines);
    }

    /** A block of code, whose fence is longer than any run of backticks in it. */
    private static String fenced(String code) {
        int longest = 2;
        int run = 0;
        for (int i = 0; i < code.length(); i++) {
            run = code.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return fence + "text\n" + code + (code.endsWith("\n") ? "" : "\n") + fence + "\n";
    }

    /** Any ASCII punctuation may have a backslash before it in markdown, and means itself then. */
    static String escape(String text) {
        return OutcomeTable.printable(text).replaceAll("([!-,/:-@\\[-`{-~])", "\\\\$1");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Grows up to a number of bytes. */
    private static final class Text {
        private final StringBuilder text = new StringBuilder();
        private int left;

        Text(int limit) {
            this.left = limit;
        }

        boolean add(String more) {
            int bytes = more.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            text.append(more);
            return true;
        }

        void force(String more) {
            text.append(more);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
