package org.weir.reports;

import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws a page by hand, to look at: of the fixtures, of a directory of results, or of many results. */
final class Rendered {
    private Rendered() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Files.createDirectories(target);
        if (arguments.length == 3) {
            List<ScenarioResult> many = Runs.many(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            Files.deleteIfExists(target.resolve("results.jsonl"));
            new HtmlReport().render(Runs.write(target, many, many.size(), false));
        } else if (arguments.length > 1) {
            long start = System.nanoTime();
            HtmlReport.write(target.resolve("index.html"), ReportInput.of(ResultsReader.read(Path.of(arguments[1]))));
            System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
        } else {
            Files.deleteIfExists(target.resolve("results.jsonl"));
            Runs.write(target, Runs.published(), Runs.published().size(), false);
            HtmlReport.write(target.resolve("index.html"),
                    ReportInput.of(ResultsReader.read(target))
                            .withTests(List.of(new TestSuite("harness", "org.weir.X", 3, 0, 0, 1.5,
                                    List.of(new TestSuite.Property("holds", 1000, "-17"))))));
        }
        System.out.println(target.resolve("index.html") + " " + Files.size(target.resolve("index.html")));
    }
}
