package org.weir.reports.forms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes style and scripts out of a page into files of their own beside it, so that servers can show it whose content
 * security policy forbids everything inline, as that of Jenkins does. Data in scripts of another type than JavaScript
 * stays: no policy forbids what is not executed.
 *
 * <p>
 * The page has to be one of ours: it is searched for the tags as the templates write them, which text of results cannot
 * contain because the templates escape it.
 */
public final class SplitPage {
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script(| type=\"text/javascript\")>(.*?)</script>",
            Pattern.DOTALL);
    private static final Pattern POLICY = Pattern
            .compile("<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"]*\">");
    private static final String SPLIT_POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src"
            + " 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:\">";

    private SplitPage() {}

    /**
     * Splits a page in place: {@code index.html} gets an {@code index.css} beside it, and an {@code index.js} if it has
     * scripts.
     *
     * @param page a file
     * @return {@code page}
     * @throws IOException if a file cannot be read or written
     */
    public static Path split(Path page) throws IOException {
        String html = Files.readString(page);
        String file = Objects.requireNonNull(page.getFileName(), "a page has a name").toString();
        String name = file.replaceFirst("\\.html?$", "");
        StringBuilder style = new StringBuilder();
        StringBuilder script = new StringBuilder();
        html = takeOut(STYLE, 1, html, style, "<link rel=\"stylesheet\" href=\"" + name + ".css\">");
        html = takeOut(SCRIPT, 2, html, script, "<script src=\"" + name + ".js\" defer></script>");
        html = POLICY.matcher(html).replaceFirst(Matcher.quoteReplacement(SPLIT_POLICY));
        write(page.resolveSibling(name + ".css"), style);
        if (!script.isEmpty()) {
            write(page.resolveSibling(name + ".js"), script);
        }
        Files.writeString(page, html);
        return page;
    }

    private static void write(Path file, CharSequence content) throws IOException {
        Files.write(file, content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The first place gets what replaces them all, the others nothing. */
    private static String takeOut(Pattern pattern, int group, String html, StringBuilder content, String instead) {
        Matcher matcher = pattern.matcher(html);
        StringBuilder rest = new StringBuilder();
        boolean first = true;
        while (matcher.find()) {
            content.append(matcher.group(group)).append('\n');
            matcher.appendReplacement(rest, first ? Matcher.quoteReplacement(instead) : "");
            first = false;
        }
        return matcher.appendTail(rest).toString();
    }
}
