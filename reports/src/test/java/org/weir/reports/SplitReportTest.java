package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.results.ReportContext;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page for servers that allow nothing inline. */
class SplitReportTest {
    private static final String HOSTILE = "<style>a</style><script>alert(1)</script>";
    private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>([^<]*)</script>");

    @TempDir
    private Path directory;

    private Path render(boolean split) throws IOException {
        Path run = Runs.write(directory.resolve("run"), Runs.realistic()
                .stream()
                .map(result -> result.withNote(HOSTILE))
                .toList(), Runs.realistic().size(), false);
        return new HtmlReport().render(ResultsReader.read(run), directory.resolve(split ? "split.html" : "one.html"),
                split, ReportContext.NONE);
    }

    @Test
    void shouldHaveStyleAndScriptsInFilesOfTheirOwn() throws IOException {
        String one = Files.readString(render(false));
        String split = Files.readString(render(true));

        assertFalse(split.contains("<style"), "no style inline");
        assertFalse(Pattern.compile("<[^>]* (style|on[a-z]+)=\"").matcher(split).find(), "no style, no handler");
        assertTrue(split.contains("<link rel=\"stylesheet\" href=\"split.css\">"), split.substring(0, 900));
        assertTrue(split.contains("style-src 'self'") && !split.contains("unsafe-inline"), split.substring(0, 900));
        List<String> scripts = SCRIPT.matcher(split)
                .results()
                .filter(script -> !script.group(1).contains("application/json"))
                .map(script -> script.group(1) + "|" + script.group(2))
                .toList();
        Matcher inline = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(one);
        if (inline.find()) {
            assertEquals(List.of(" src=\"split.js\" defer|"), scripts);
            assertEquals(inline.group(1).strip(), Files.readString(directory.resolve("split.js")).strip());
        } else {
            assertEquals(List.of(), scripts);
        }
        String style = Files.readString(directory.resolve("split.css")).strip();
        assertTrue(one.contains(style) && style.length() > 1000, "all of the style");
        assertTrue(split.contains("&lt;style&gt;a&lt;/style&gt;"), "text of results stays where it is");
        assertFalse(style.contains("alert"), style);
    }

    @Test
    void shouldSayTheSameAsTheWholePage() throws IOException {
        Pattern tags = Pattern.compile("<(style|script)>.*?</\\1>|<[^>]*>", Pattern.DOTALL);
        assertEquals(tags.matcher(Files.readString(render(false))).replaceAll("").replaceAll("\\s+", " "),
                tags.matcher(Files.readString(render(true))).replaceAll("").replaceAll("\\s+", " "));
    }
}
