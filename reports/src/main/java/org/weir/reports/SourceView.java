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
 */
public record SourceView(String file, int line, List<Part> parts, boolean cut) {
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

    /** A piece of text; {@code style} is the class of its colour, empty for none. */
    public record Part(String style, String text) {}

    static SourceView of(Study.Source source, Allowance allowance) {
        String text = Words.block(source.text());
        String shown = allowance.source(text);
        return new SourceView(source.file().isEmpty() ? "" : Words.line(source.file()), source.line(),
                parts(shown), shown.length() < text.length());
    }

    static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int plain = 0;
        while (matcher.find()) {
            String style = style(matcher);
            if (!style.isEmpty()) {
                if (matcher.start() > plain) {
                    parts.add(new Part("", text.substring(plain, matcher.start())));
                }
                parts.add(new Part(style, matcher.group()));
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
            return KEYWORDS.contains(matcher.group("word")) ? "k" : "";
        }
        return matcher.group("comment") != null ? "o"
                : matcher.group("string") != null ? "s"
                        : matcher.group("annotation") != null ? "a" : "";
    }

    /** Whether there is no source. */
    public boolean isEmpty() {
        return parts.isEmpty() && !cut;
    }
}
