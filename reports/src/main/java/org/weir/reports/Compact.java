package org.weir.reports;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a page in fewer bytes, which a browser reads as the same: without end tags that HTML implies, quotes around
 * values that need none, line ends between blocks, and definitions that nothing refers to. The page has to be one of
 * ours, in which templates have escaped whatever is not markup.
 */
final class Compact {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]++)((?:[^>\"]++|\"[^\"]*+\")*+)>");
    private static final Pattern QUOTED = Pattern.compile("=\"([A-Za-z0-9_#.%:-]++)\"(/?$)?");
    private static final Pattern DEFINITION = Pattern.compile("<g id=\"(g[0-9]+)\".*?</g>");

    private static final Set<String> INLINE = Set.of("a", "b", "br", "button", "code", "em", "i", "input", "label",
            "output", "small", "span", "strong", "svg", "u");
    private static final Set<String> ENDS_PARAGRAPH = Set.of("article", "blockquote", "details", "div", "dl", "figure",
            "footer", "form", "h2", "h3", "h4", "header", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
            "/article", "/blockquote", "/body", "/details", "/div", "/figure", "/footer", "/header", "/li", "/main",
            "/section");
    private static final Map<String, Set<String>> IMPLIED = Map.of("td", Set.of("td", "th", "/tr"), "th",
            Set.of("td", "th", "/tr"), "tr", Set.of("tr", "/tbody", "/thead", "/table"), "thead", Set.of("tbody"),
            "tbody", Set.of("tbody", "/table"), "li", Set.of("li", "/ul", "/ol"), "dt", Set.of("dt", "dd"), "dd",
            Set.of("dt", "dd", "/dl", "/div"), "p", ENDS_PARAGRAPH, "caption", Set.of("thead", "tbody", "tr"));

    private Compact() {}

    /** The page that says the same in fewer bytes. */
    static String html(String page) {
        int body = page.indexOf("<body");
        return body < 0 ? page : page.substring(0, body) + body(defined(page.substring(body)));
    }

    private static String defined(String body) {
        return DEFINITION.matcher(body)
                .replaceAll(definition -> body.contains("href=\"#" + definition.group(1) + "\"")
                        ? Matcher.quoteReplacement(definition.group())
                        : "");
    }

    private static String body(String body) {
        StringBuilder out = new StringBuilder(body.length());
        Matcher tags = TAG.matcher(body);
        Optional<String> ended = Optional.empty();
        String before = "";
        boolean verbatim = false;
        int at = 0;
        while (tags.find()) {
            String name = tags.group(2);
            String text = body.substring(at, tags.start());
            if (!verbatim && !text.isEmpty() && text.isBlank()) {
                text = INLINE.contains(before) && INLINE.contains(name) ? text.substring(0, 1) : "";
            }
            boolean implied = text.isEmpty()
                    && ended.map(IMPLIED::get).filter(next -> next.contains(tags.group(1) + name)).isPresent();
            if (!implied) {
                ended.ifPresent(end -> out.append("</").append(end).append('>'));
            }
            out.append(text);
            boolean end = !tags.group(1).isEmpty();
            ended = end && IMPLIED.containsKey(name) ? Optional.of(name) : Optional.empty();
            if (ended.isEmpty()) {
                out.append('<').append(tags.group(1)).append(name).append(unquoted(tags.group(3))).append('>');
            }
            verbatim = name.equals("pre") ? !end : verbatim;
            before = name;
            at = tags.end();
        }
        ended.ifPresent(end -> out.append("</").append(end).append('>'));
        return out.append(body, at, body.length()).toString();
    }

    /** A slash right behind a value without quotes would be taken for a part of it. */
    private static String unquoted(String attributes) {
        return attributes.isEmpty() ? attributes
                : QUOTED.matcher(attributes)
                        .replaceAll(value -> Matcher.quoteReplacement(
                                "=" + value.group(1) + (value.group(2) == null || value.group(2).isEmpty() ? ""
                                        : " /")));
    }
}
