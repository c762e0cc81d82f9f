package org.weir.reports;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import org.weir.reports.forms.SplitPage;
import org.weir.results.ReportRenderer;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

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
        return write(resultsDirectory.resolve(FILE), ReportInput.of(ResultsReader.read(resultsDirectory)));
    }

    @Override
    public Path render(ResultsReader.Results results, Path target, boolean split) throws IOException {
        Path page = write(target, ReportInput.of(results));
        return split ? SplitPage.split(page) : page;
    }

    /**
     * Writes a page, whole or not at all. It links to {@code results.jsonl} and {@code summary.json} beside it.
     *
     * @param target the file; what was there is replaced
     * @param input what to draw
     * @return {@code target}
     * @throws IOException if the file cannot be written
     */
    public static Path write(Path target, ReportInput input) throws IOException {
        Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file has a directory");
        Path draft = Files.createTempFile(directory, "index", ".tmp");
        try {
            Files.write(draft, html(Page.of(input)).getBytes(StandardCharsets.UTF_8));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        return target;
    }

    private static String html(Page page) {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(null, ContentType.Html, HtmlReport.class.getClassLoader(), TEMPLATES)
                .render("index.jte", page, output);
        return output.toString();
    }
}
