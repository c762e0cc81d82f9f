package org.weir.results;

import org.weir.outcome.Figures;

import java.util.ArrayList;
import java.util.List;

/** The outcomes of a scenario as a table of plain text, for terminals and failure messages. */
public final class OutcomeTable {
    private static final List<String> HEADER = List.of(" ", "outcome", "expect", "count", "rate", "95% interval",
            "description");
    private static final int COUNT = 3;
    private static final int WIDEST = 48;

    private OutcomeTable() {}

    /**
     * The table, without an end of line after its last row; {@code no outcomes} for none. A row that fails the scenario
     * begins with {@code !}, one that has to be seen and was not with {@code ?}. Control characters are escaped.
     */
    public static String of(List<OutcomeResult> outcomes) {
        if (outcomes.isEmpty()) {
            return "no outcomes";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        outcomes.forEach(outcome -> rows.add(row(outcome)));
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], Math.min(WIDEST, row.get(column).length()));
            }
        }
        return String.join("\n", rows.stream().map(row -> aligned(row, widths)).toList());
    }

    /** Text on one line: what cannot be seen or printed, line ends among it, is written as an escape. */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                printable.append("\\n");
            } else if (c == '\t') {
                printable.append("\\t");
            } else if (unprintable(c)) {
                printable.append(String.format("\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    private static boolean unprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static List<String> row(OutcomeResult outcome) {
        String mark = outcome.forbidden() && outcome.count() > 0 ? "!"
                : outcome.mustObserve() && outcome.count() == 0 ? "?" : "";
        return List.of(mark, outcome.id().isEmpty() ? "(empty)" : printable(outcome.id()), outcome.expect().name(),
                Figures.count(outcome.count()), Figures.rate(outcome.rate(), outcome.interval()),
                Figures.interval(outcome.interval()),
                printable(outcome.description()));
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(Math.max(0, widths[column] - row.get(column).length()));
            line.append(column == COUNT ? padding + row.get(column) : row.get(column) + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
