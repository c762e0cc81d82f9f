package org.weir.reports.picture;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes the elements that pictures are made of. Classes name colours and strokes, which the style sheet has. */
final class Svg {
    private static final int ACROSS = 2000;

    private final Map<String, StringBuilder> paths = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder();

    /** The signs that a place is marked with; the page defines them once, as {@code m-dot} and so on. */
    enum Sign {
        DOT, SQUARE, DIAMOND, BOUND, BELOW;

        String id() {
            return "m-" + name().toLowerCase(Locale.ROOT);
        }
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String rounded(double value, int parts) {
        double rounded = (double) Math.round(value * parts) / parts;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    /** A place on the horizontal axis as it is written, such as {@code 12.5%}. */
    static String percent(double x) {
        return rounded(x, 100) + "%";
    }

    Svg use(String id) {
        out.append("<use href=\"#").append(id).append("\"/>");
        return this;
    }

    /** A straight line; those of one style become one path. */
    Svg line(String style, double x1, double y1, double x2, double y2) {
        return path(style, "M" + across(x1) + " " + down(y1) + (y1 == y2 ? "H" + across(x2)
                : x1 == x2 ? "v" + down(y2 - y1) : "L" + across(x2) + " " + down(y2)));
    }

    Svg box(String style, double x1, double x2, double y, double height) {
        return path(style, "M" + across(x1) + " " + down(y) + "H" + across(x2) + "v" + down(height) + "H" + across(x1)
                + "z");
    }

    /** A piece of the path of a style, in places made by {@link #across} and {@link #down}. */
    Svg path(String style, String piece) {
        paths.computeIfAbsent(style, _ -> new StringBuilder()).append(piece);
        return this;
    }

    /** A place on the horizontal axis, in percent, as paths have it. */
    static String across(double x) {
        return Long.toString(Math.round(x * ACROSS / 100));
    }

    /** A place on the vertical axis, in pixels. */
    static String down(double y) {
        return rounded(y, 2);
    }

    Svg sign(Sign sign, double x, double y) {
        out.append("<use href=\"#").append(sign.id());
        out.append("\" x=\"").append(percent(x)).append("\" y=\"").append(down(y)).append("\"/>");
        return this;
    }

    /** Text; a group around it has the class of where it is anchored, if not at its start. */
    Svg text(String style, double x, double y, String text) {
        out.append("<text");
        if (!style.isEmpty()) {
            out.append(" class=\"").append(style).append('"');
        }
        if (x > 0) {
            out.append(" x=\"").append(percent(x)).append('"');
        }
        out.append(" y=\"").append(down(y)).append("\">").append(escaped(text)).append("</text>");
        return this;
    }

    /** Letters at the left. */
    Svg label(double y, Label label) {
        out.append("<text y=\"").append(down(y)).append("\">").append(escaped(label.name()));
        if (!label.rest().isEmpty()) {
            out.append("<tspan>").append(label.name().isEmpty() ? "" : "\u2003");
            out.append(escaped(label.rest())).append("</tspan>");
        }
        out.append("</text>");
        return this;
    }

    /** Begins a group; of no class if {@code style} is empty. */
    Svg open(String style) {
        out.append(style.isEmpty() ? "<g>" : "<g class=\"" + style + "\">");
        return this;
    }

    Svg close() {
        out.append("</g>");
        return this;
    }

    /** The whole picture: the paths beneath, stretched to its width, and what is not stretched above. */
    String picture(String title, String description, double height) {
        String high = down(height);
        StringBuilder all = new StringBuilder("<svg role=\"img\" height=\"" + high + "\"><title>"
                + escaped(title) + "</title><desc>" + escaped(description) + "</desc>");
        if (!paths.isEmpty()) {
            all.append("<svg viewBox=\"0 0 " + ACROSS + " " + high + "\" preserveAspectRatio=\"none\">");
            paths.forEach((style, d) -> all.append("<path class=\"" + style + "\" d=\"").append(d).append("\"/>"));
            all.append("</svg>");
        }
        return all.append(out).append("</svg>").toString();
    }
}
