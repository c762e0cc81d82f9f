package org.weir.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What runs at the same time, as litmus tests are written: a column for each actor with the lines of its method.
 *
 * @param columns the actors, in the order of the source, then the arbiter
 */
public record ActorsView(List<Column> columns) {
    /** Nothing to show. */
    public static final ActorsView NONE = new ActorsView(List.of());

    private static final Pattern METHOD = Pattern.compile("^ *@(?:Actor|Arbiter)\\b.*");
    private static final Pattern NAME = Pattern.compile("([A-Za-z_$][\\w$]*)\\s*\\(");
    private static final int MOST_LINES = 24;
    private static final int MOST_COLUMNS = 6;
    private static final Set<String> NO_NAMES = Set.of("Actor", "Arbiter");

    /** Copies the list. */
    public ActorsView {
        columns = List.copyOf(columns);
    }

    /** A method, with its lines in coloured pieces. */
    public record Column(String name, List<SourceView.Part> parts) {}

    /**
     * The methods of a class that run at the same time.
     *
     * @param text the source, possibly cut; a method that does not end in it is left out
     */
    static ActorsView of(String text) {
        List<String> lines = text.lines().toList();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (METHOD.matcher(lines.get(i)).matches()) {
                List<String> method = method(lines.subList(i, lines.size()));
                if (method.isEmpty() || method.size() > MOST_LINES) {
                    return NONE;
                }
                String code = dedented(method);
                columns.add(new Column(name(code), SourceView.parts(code, 2)));
            }
        }
        return columns.size() > MOST_COLUMNS ? NONE : new ActorsView(columns);
    }

    private static List<String> method(List<String> lines) {
        List<String> method = new ArrayList<>();
        int depth = 0;
        boolean begun = false;
        for (String line : lines) {
            method.add(line);
            depth += (int) line.chars().filter(c -> c == '{').count()
                    - (int) line.chars().filter(c -> c == '}').count();
            begun |= line.contains("{") && !line.strip().startsWith("@Actor({");
            if (begun && depth <= 0) {
                return method;
            }
        }
        return List.of();
    }

    private static String dedented(List<String> method) {
        int indent = method.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return method.stream()
                .map(line -> line.isBlank() ? "" : halved(line.substring(indent)))
                .collect(Collectors.joining("\n"));
    }

    /** Columns are narrow. */
    private static String halved(String line) {
        int indent = line.length() - line.stripLeading().length();
        return " ".repeat(indent / 2) + line.stripLeading();
    }

    private static String name(String code) {
        Matcher names = NAME.matcher(code);
        while (names.find()) {
            if (!NO_NAMES.contains(names.group(1))) {
                return Words.line(names.group(1));
            }
        }
        return "actor";
    }

    /** Whether there is nothing to show. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }
}
