package org.weir.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names scenarios: by simple name ({@code UnlockedCounter}, for a nested class {@code Outer.Inner} or {@code Inner}), by
 * full name, by the id of a claim ({@code SD09}), by package (that includes the packages below it), or by a glob of {@code *} and {@code ?} that the simple
 * or the full name matches.
 *
 * @param text as the user wrote it
 */
record Selector(String text) {
    private static final int MOST_NEAREST = 3;

    private boolean isGlob() {
        return text.contains("*") || text.contains("?");
    }

    /** The names that it means, in their order. */
    List<String> in(List<String> names) {
        if (isGlob()) {
            Pattern glob = Pattern.compile(text.codePoints().mapToObj(c -> switch (c) {
                case '*' -> ".*";
                case '?' -> ".";
                case '$' -> "[.$]";
                default -> Pattern.quote(Character.toString(c));
            }).collect(Collectors.joining()));
            return names.stream()
                    .filter(name -> glob.matcher(dotted(name)).matches() || glob.matcher(simple(name)).matches())
                    .toList();
        }
        return names.stream().filter(name -> names(name) || name.startsWith(text + ".")).toList();
    }

    /** Whether it means this class by a name of its own, not with others by a package or a glob. */
    boolean names(String name) {
        String wanted = dotted(text);
        String simple = simple(name);
        return wanted.equals(dotted(name)) || wanted.equals(simple)
                || wanted.equals(simple.substring(simple.lastIndexOf('.') + 1));
    }

    /** Says that it means nothing, and what is like it. */
    String meansNothing(List<String> names) {
        String wanted = simple(text).toLowerCase(Locale.ROOT);
        List<String> nearest = names.stream()
                .sorted(Comparator.comparingInt((String name) -> distance(wanted, simple(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_NEAREST)
                .toList();
        return "no scenario is called \"" + text + "\", and no package of scenarios is either; the nearest "
                + (nearest.size() == 1 ? "is " : "are ") + String.join(", ", nearest)
                + ". 'weir list' shows all " + names.size();
    }

    private static String dotted(String name) {
        return name.replace('$', '.');
    }

    /** Without the package; a nested class with those around it, separated by dots. */
    private static String simple(String name) {
        return dotted(name.substring(name.lastIndexOf('.') + 1));
    }

    /** How little two names have in common: edits, ignoring case; a name that contains the other is near. */
    private static int distance(String wanted, String name) {
        String other = name.toLowerCase(Locale.ROOT);
        if (other.contains(wanted) || wanted.contains(other)) {
            return 0;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (wanted.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
