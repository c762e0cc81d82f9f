package org.weir.cli;

import picocli.CommandLine.Option;

import org.weir.forms.Badge;
import org.weir.forms.JUnitXml;
import org.weir.forms.MarkdownSummary;
import org.weir.results.ReportContext;
import org.weir.results.ReportRenderer;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The options for what is written about results besides the page, and for how the page is written. */
final class FormsOption {
    static final String STEP_SUMMARY = "GITHUB_STEP_SUMMARY";

    private static final String PAGE = "index.html";

    @Option(names = "--junit-xml", paramLabel = "FILE", description = {
            "Also write the results as a test suite in Surefire's XML, a test case for each configuration."})
    private Optional<Path> junitXml = Optional.empty();

    @Option(names = "--summary", paramLabel = "FILE", description = {
            "Also write a summary in markdown, shorter than the 1024 KiB that GitHub takes. Where"
                    + " GITHUB_STEP_SUMMARY is set, it is appended to that file in any case."})
    private Optional<Path> summary = Optional.empty();

    @Option(names = "--badge", paramLabel = "FILE", description = {"Also write a badge with the verdict, as SVG."})
    private Optional<Path> badge = Optional.empty();

    @Option(names = "--split", description = {
            "Put the page's style and scripts into files of their own beside it, for servers whose content"
                    + " security policy forbids them inline."})
    private boolean split;

    /** Writes the files that were asked for, and the summary of a step of GitHub's if this is one. */
    void write(ResultsReader.Results results, Map<String, String> environment) throws IOException {
        for (SideFiles.Step<Path> step : steps(results, environment)) {
            step.run();
        }
    }

    /** What {@link #write} does, file by file. */
    List<SideFiles.Step<Path>> steps(ResultsReader.Results results, Map<String, String> environment) {
        List<SideFiles.Step<Path>> steps = new ArrayList<>();
        junitXml.ifPresent(file -> steps.add(() -> put(file, JUnitXml.of(results))));
        summary.ifPresent(
                file -> steps.add(() -> put(file, MarkdownSummary.of(results, MarkdownSummary.GITHUB_LIMIT))));
        badge.ifPresent(file -> steps.add(() -> put(file, Badge.of(results))));
        stepSummary(environment).ifPresent(file -> steps.add(() -> append(file, results)));
        return steps;
    }

    /**
     * Finds out whether the files can probably be written.
     *
     * @throws UsageException if one cannot
     */
    void check(Map<String, String> environment) {
        Stream.of(junitXml, summary, badge, stepSummary(environment))
                .flatMap(Optional::stream)
                .forEach(FormsOption::requireWritable);
    }

    private static Optional<Path> stepSummary(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(STEP_SUMMARY)).filter(file -> !file.isEmpty()).map(Path::of);
    }

    /** @throws UsageException if it is no place for a file that may be written */
    static void requireWritable(Path file) {
        Path there = file.toAbsolutePath();
        if (Files.isDirectory(there)) {
            throw new UsageException(file + " is a directory; name a file to write to");
        }
        Path up = there.getParent();
        while (!Files.exists(there) && up != null) {
            there = up;
            up = there.getParent();
        }
        boolean isFile = there.equals(file.toAbsolutePath());
        if (!Files.isWritable(there) || !(isFile || Files.isDirectory(there))) {
            throw new UsageException(file + " cannot be written: " + there + " is "
                    + (isFile ? "read-only" : "no directory to write in"));
        }
    }

    /** A step has one file for all its commands, and a limit for the whole of it. */
    private static Path append(Path file, ResultsReader.Results results) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        long there = Files.exists(file) ? Files.size(file) : 0;
        int left = (int) Math.max(0, MarkdownSummary.GITHUB_LIMIT - there - 2);
        return Files.writeString(file, MarkdownSummary.of(results, left) + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static Path put(Path file, String text) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw new UsageException(file + " is a directory; name a file to write to");
        }
        Files.createDirectories(directory);
        return Files.write(absolute, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Draws the page of a directory of results.
     *
     * @return the page; the file of records if there is nothing on the class path that draws, or it failed
     */
    Path page(Path directory, ReportContext context, PrintWriter err) {
        Path page = directory.resolve(ResultsReader.RESULTS_FILE);
        for (ReportRenderer renderer : ServiceLoader.load(ReportRenderer.class, FormsOption.class.getClassLoader())) {
            try {
                page = renderer
                        .render(ResultsReader.read(directory), directory.resolve(PAGE), split,
                                context.from(List.of(directory)))
                        .toAbsolutePath();
            } catch (IOException | RuntimeException e) {
                err.println("weir: the report could not be made from " + directory + ": " + e);
                err.flush();
            }
        }
        return page;
    }

    /**
     * Draws a page of results into a file.
     *
     * @throws UsageException if there is nothing on the class path that draws
     */
    Path page(ResultsReader.Results results, Path target, ReportContext context) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw new UsageException(target + " is a directory; name a file to write to");
        }
        Files.createDirectories(directory);
        for (ReportRenderer renderer : ServiceLoader.load(ReportRenderer.class, FormsOption.class.getClassLoader())) {
            return renderer.render(results, absolute, split, context);
        }
        throw new UsageException("nothing on the class path draws pages: add weir-reports, or use --format text");
    }
}
