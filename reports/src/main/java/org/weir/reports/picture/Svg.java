package org.weir.reports.picture;

import java.util.Locale;

/** Writes the elements that pictures are made of. Classes name colours and strokes, which the style sheet has. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /** The signs that a place is marked with; the page defines them once, as {@code m-dot} and so on. */
    enum Sign {
        DOT, SQUARE, DIAMOND, BOUND, BELOW, TICK;

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

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** A place on the horizontal axis as it is written, such as {@code 12.5%}. */
    static String percent(double x) {
        return number(x) + "%";
    }

    Svg use(String id) {
        out.append("<use href=\"#").append(id).append("\"/>");
        return this;
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        out.append("<line class=\"").append(style);
        out.append("\" x1=\"").append(percent(x1)).append("\" x2=\"").append(percent(x2));
        out.append("\" y1=\"").append(number(y1)).append("\" y2=\"").append(number(y2)).append("\"/>");
        return this;
    }

    Svg box(String style, double x1, double x2, double y, double height) {
        out.append("<rect class=\"").append(style);
        out.append("\" x=\"").append(percent(x1)).append("\" width=\"").append(percent(x2 - x1));
        out.append("\" y=\"").append(number(y)).append("\" height=\"").append(number(height)).append("\"/>");
        return this;
    }

    Svg sign(Sign sign, String style, double x, double y) {
        out.append("<use href=\"#").append(sign.id()).append('"');
        if (!style.isEmpty()) {
            out.append(" class=\"").append(style).append('"');
        }
        out.append(" x=\"").append(percent(x)).append("\" y=\"").append(number(y)).append("\"/>");
        return this;
    }

    /** Text; {@code anchor} is {@code start}, {@code middle} or {@code end}. */
    Svg text(String style, double x, double y, String anchor, String text) {
        out.append("<text");
        if (!style.isEmpty()) {
            out.append(" class=\"").append(style).append('"');
        }
        out.append(" x=\"").append(percent(x)).append("\" y=\"").append(number(y)).append('"');
        if (!anchor.equals("start")) {
            out.append(" text-anchor=\"").append(anchor).append('"');
        }
        out.append('>').append(escaped(text)).append("</text>");
        return this;
    }

    /** Two texts on one line, the first in the style {@code name}. */
    Svg label(double x, double y, String name, String rest) {
        out.append("<text x=\"").append(percent(x)).append("\" y=\"").append(number(y)).append("\">");
        if (!name.isEmpty()) {
            out.append("<tspan class=\"name\">").append(escaped(name)).append("</tspan>");
        }
        if (!rest.isEmpty()) {
            out.append("<tspan").append(name.isEmpty() ? "" : " dx=\"10\"").append('>');
            out.append(escaped(rest)).append("</tspan>");
        }
        out.append("</text>");
        return this;
    }

    Svg open(String style) {
        out.append("<g class=\"").append(style).append("\">");
        return this;
    }

    Svg close() {
        out.append("</g>");
        return this;
    }

    /** The whole picture; {@code id} is a prefix that no other picture of the page has. */
    String picture(String id, String title, String description, double height) {
        return "<svg role=\"img\" aria-labelledby=\"" + id + "-t " + id + "-d\" width=\"100%\" height=\""
                + number(height) + "\"><title id=\"" + id + "-t\">" + escaped(title) + "</title><desc id=\"" + id
                + "-d\">" + escaped(description) + "</desc>" + out + "</svg>";
    }
}
