package org.weir.cli;

import java.util.ArrayList;
import java.util.List;

/** Words of a text as a POSIX shell would take them apart, without expansions. */
final class ShellWords {
    private ShellWords() {}

    /**
     * Takes a text apart.
     *
     * @param text words separated by white space; quotes and backslashes keep white space together
     * @throws UsageException if a quote is not closed
     */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < text.length()
                    && (quote == 0 || "\\\"".indexOf(text.charAt(i + 1)) >= 0);
            if (escapes) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (quote != 0) {
            throw new UsageException("a quote " + quote + " is not closed in: " + text);
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
