package org.weir.reports;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import org.weir.results.ReportRenderer;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Draws {@code index.html}: one file that holds everything, works from {@code file://}, and has no scripts. An earlier
 * page there is replaced, whole or not at all.
 */
public final class HtmlReport implements ReportRenderer {
    private static final String FILE = "index.html";
    private static final String TEMPLATES = "org.weir.reports.templates";

    /** For {@link java.util.ServiceLoader}. */
    public HtmlReport() {}

    @Override
    public Path render(Path resultsDirectory) throws IOException {
        Page page = Page.of(ResultsReader.read(resultsDirectory));
        Path file = resultsDirectory.resolve(FILE);
        Path draft = Files.createTempFile(resultsDirectory, "index", ".tmp");
        try {
            Files.write(draft, html(page).getBytes(StandardCharsets.UTF_8));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        return file;
    }

    private static String html(Page page) {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(null, ContentType.Html, HtmlReport.class.getClassLoader(), TEMPLATES)
                .render("index.jte", page, output);
        return output.toString();
    }
}
