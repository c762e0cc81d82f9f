package org.weir.reports;

import org.weir.results.Study;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of a scenario, coloured.
 *
 * @param file its name; empty if it is not known
 * @param line the number of its first line in the file
 * @param parts the text in pieces
 * @param cut whether something was left out at the end
 * @param brief whether the annotations are left out whose texts the section shows
 */
public record SourceView(String file, int line, List<Part> parts, boolean cut, boolean brief) {
    private static final Pattern ELSEWHERE = Pattern.compile(
            "(?m)^ *@(?:Outcome|Claim|Ref|Description|Sweep|Comparison|MustObserve)"
                    + "\\((?:[^\"()]++|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"|\\((?:[^\"()]++|\"(?:[^\"\\\\\\n]++|\\\\.)*+\")*+\\))*+\\)"
                    + " *(?://[^\\n]*)?\\n");

    private static final Pattern COMMANDS = Pattern
            .compile("(?m)^ \\*\\n \\* <pre>\\{@code\\n(?: \\*.*\\n)*? \\* \\}</pre>\\n");
    private static final Pattern COMMENT = Pattern.compile("^/\\*\\*.*?\\*/\\n", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("(?<comment>//[^\\n]*|/\\*.*?(?:\\*/|$))"
            + "|(?<string>\"\"\".*?(?:\"\"\"|$)|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"?|'(?:[^'\\\\\\n]++|\\\\.)*+'?)"
            + "|(?<annotation>@(?!interface\\b)[A-Za-z_][A-Za-z0-9_.]*)"
            + "|(?<number>\\b[0-9][0-9_a-fA-FxXlLeE.]*\\b)|(?<word>@?[A-Za-z_$][A-Za-z0-9_$]*)",
            Pattern.DOTALL);
    private static final Set<String> KEYWORDS = Set.of("abstract", "assert", "boolean", "break", "byte", "case",
            "catch",
            "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "false",
            "final",
            "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "@interface",
            "interface", "long", "native", "new", "non-sealed", "null", "package", "permits", "private", "protected",
            "public", "record", "return", "sealed", "short", "static", "strictfp", "super", "switch", "synchronized",
            "this", "throw", "throws", "transient", "true", "try", "var", "void", "volatile", "when", "while", "yield");

    /** Copies the list. */
    public SourceView {
        parts = List.copyOf(parts);
    }

    /** A piece of text; {@code style} is the element of its colour: b, em, i, u, or empty for none. */
    public record Part(String style, String text) {}

    static SourceView of(Study.Source source, Allowance allowance) {
        String text = Words.block(source.text());
        String wanted = wanted(source, allowance);
        String shown = allowance.source(wanted);
        return new SourceView(
                source.file().isEmpty() ? "" : Words.line(source.file().substring(source.file().lastIndexOf('/') + 1)),
                source.line(),
                parts(shown, 4), shown.length() < wanted.length(), wanted.length() < text.length());
    }

    /** The part of a source that is to be shown if there is room for it. */
    static String wanted(Study.Source source, Allowance allowance) {
        String text = Words.block(source.text());
        if (allowance.wholeSources()) {
            return text;
        }
        String code = ELSEWHERE.matcher(text).replaceAll("");
        return allowance.comments() ? COMMANDS.matcher(code).replaceAll("") : COMMENT.matcher(code).replaceFirst("");
    }

    /** The pieces of a text, in which tabs stand for the steps of its indentation, each of {@code step} blanks. */
    static List<Part> parts(String text, int step) {
        return parts(Pattern.compile("(?m)(?:^|\\G) {" + step + "}").matcher(text).replaceAll("\t"));
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int plain = 0;
        while (matcher.find()) {
            String style = style(matcher);
            if (!style.isEmpty()) {
                String between = text.substring(plain, matcher.start());
                if (between.isBlank() && !parts.isEmpty() && parts.getLast().style().equals(style)) {
                    String before = parts.removeLast().text();
                    parts.add(new Part(style, before + between + matcher.group()));
                } else {
                    if (!between.isEmpty()) {
                        parts.add(new Part("", between));
                    }
                    parts.add(new Part(style, matcher.group()));
                }
                plain = matcher.end();
            }
        }
        if (plain < text.length()) {
            parts.add(new Part("", text.substring(plain)));
        }
        return parts;
    }

    private static String style(Matcher matcher) {
        if (matcher.group("word") != null) {
            return KEYWORDS.contains(matcher.group("word")) ? "b" : "";
        }
        return matcher.group("comment") != null ? "i"
                : matcher.group("string") != null ? "em" : matcher.group("annotation") != null ? "u" : "";
    }

    /** Whether there is no source. */
    public boolean isEmpty() {
        return parts.isEmpty() && !cut && !brief;
    }
}
