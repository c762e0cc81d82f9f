package org.weir.reports;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import org.weir.reports.forms.SplitPage;
import org.weir.results.ReportContext;
import org.weir.results.ReportRenderer;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Draws {@code index.html}: one file that holds everything, works from {@code file://}, and says everything without
 * its script. An earlier page there is replaced, whole or not at all.
 */
public final class HtmlReport implements ReportRenderer {
    /** Whatever can be left out is, until a page has no more than this. */
    static final int MOST_BYTES = 999_000;

    private static final String FILE = "index.html";
    private static final String TEMPLATES = "org.weir.reports.templates";

    /** For {@link java.util.ServiceLoader}. */
    public HtmlReport() {}

    @Override
    public Path render(Path resultsDirectory) throws IOException {
        return write(resultsDirectory.resolve(FILE),
                ReportInput.of(ResultsReader.read(resultsDirectory)).from(List.of(resultsDirectory)));
    }

    @Override
    public Path render(ResultsReader.Results results, Path target, boolean split, ReportContext context)
            throws IOException {
        ReportInput input = ReportInput.of(results).from(context.originals());
        Path page = write(target, Trends.of(results.results(), context).map(input::with).orElse(input));
        return split ? SplitPage.split(page) : page;
    }

    /**
     * Writes a page, whole or not at all.
     *
     * @param target the file; what was there is replaced
     * @param input what to draw
     * @return {@code target}
     * @throws IOException if the file cannot be written
     */
    public static Path write(Path target, ReportInput input) throws IOException {
        Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file has a directory");
        // not a temporary file, which only its owner may read
        Path draft = directory.resolve("index" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(draft, html(input, target), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        return target;
    }

    /** The page with as much of everything as keeps it small. */
    private static byte[] html(ReportInput input, Path target) {
        TemplateEngine engine = TemplateEngine.createPrecompiled(null, ContentType.Html,
                HtmlReport.class.getClassLoader(), TEMPLATES);
        byte[] best = {};
        int low = 0;
        int high = Allowance.SHARES.size() - 1;
        while (low <= high) {
            int middle = (low + high) / 2;
            StringOutput output = new StringOutput();
            engine.render("index.jte", Page.of(input, target, new Allowance(Allowance.SHARES.get(middle))), output);
            byte[] html = Compact.html(output.toString()).getBytes(StandardCharsets.UTF_8);
            if (html.length <= MOST_BYTES) {
                best = html;
                high = middle - 1;
            } else {
                best = middle == Allowance.SHARES.size() - 1 ? html : best;
                low = middle + 1;
            }
        }
        return best;
    }
}
