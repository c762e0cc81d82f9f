package org.weir.reports.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of letters at the left of a picture: a name, what is said of it, or both.
 *
 * <p>
 * A picture cannot wrap its letters, and must be whole on the narrowest phone. How wide letters are is known to the
 * browser alone, so lines are broken by an estimate that is rather too wide.
 *
 * @param name in strong letters; may be empty
 * @param rest behind it; may be empty
 */
record Label(String name, String rest) {
    private static final double ROOM = 250;
    private static final double STRONG = 6.9;
    private static final double PLAIN = 6.1;
    private static final int MOST = 4;
    private static final int WIDE = 0x1100;

    /** As many lines as it takes, {@value #MOST} at the most, after which letters are left out. */
    static List<Label> lines(String name, String rest) {
        if (width(name) * STRONG + (width(rest) + 2) * PLAIN <= ROOM) {
            return List.of(new Label(name, rest));
        }
        List<Label> lines = new ArrayList<>();
        broken(name, (int) (ROOM / STRONG)).forEach(line -> lines.add(new Label(line, "")));
        broken(rest, (int) (ROOM / PLAIN)).forEach(line -> lines.add(new Label("", line)));
        if (lines.isEmpty()) {
            return List.of(new Label("", ""));
        }
        if (lines.size() <= MOST) {
            return lines;
        }
        Label last = lines.get(MOST - 1);
        lines.subList(MOST - 1, lines.size()).clear();
        lines.add(last.name.isEmpty() ? new Label("", last.rest + "\u2026") : new Label(last.name + "\u2026", ""));
        return lines;
    }

    /** Its beginning, if it is wider than {@code most} ordinary letters. */
    static String shortened(String text, int most) {
        int end = end(text, most);
        return end == text.length() ? text : text.substring(0, end(text, most - 1)) + "\u2026";
    }

    private static List<String> broken(String text, int most) {
        List<String> lines = new ArrayList<>();
        String left = text.strip();
        while (!left.isEmpty()) {
            int end = end(left, most);
            if (end < left.length()) {
                int space = left.lastIndexOf(' ', end);
                end = space > 0 ? space : Math.max(end, Character.charCount(left.codePointAt(0)));
            }
            lines.add(left.substring(0, end));
            left = left.substring(end).strip();
        }
        return lines;
    }

    private static int end(String text, int most) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            width += point < WIDE ? 1 : 2;
            if (width > most) {
                return end;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private static int width(String text) {
        return text.codePoints().map(point -> point < WIDE ? 1 : 2).sum();
    }
}
