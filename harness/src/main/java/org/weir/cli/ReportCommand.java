package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.weir.forms.TextReport;
import org.weir.results.ResultsReader;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code weir report}. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Draws the page of results again, from results.jsonl and summary.json alone: nothing is run, and the directory"
                + " may come from another machine. Several directories give one page."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:the page is written, whatever it says",
                        "3:it could not be written",
                        "64:the results cannot be read; file, line and mistake are said"})
final class ReportCommand implements Callable<Integer> {
    private static final String PAGE_OF_SEVERAL = "weir-report.html";

    @Parameters(paramLabel = "DIR", arity = "1..*", description = {"Directories that runs wrote."})
    private List<Path> directories = List.of();

    @Option(names = {"--out", "-o"}, paramLabel = "FILE", description = {
            "The page. Default: index.html in DIR, or " + PAGE_OF_SEVERAL + " here if there are several."
                    + " With --format text: the text, in place of standard output."})
    private Optional<Path> out = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", description = {
            "html, or text: tables for terminals, in colour if standard output is one and NO_COLOR is not set."
                    + " Default: html."})
    private Format format = Format.HTML;

    @Option(names = "--history", paramLabel = "FILE", description = {
            "Draw on the page how rates moved from run to run, by what 'weir run --history FILE' remembered; where the"
                    + " environment changed the line is broken. The file is only read."})
    private Optional<Path> history = Optional.empty();

    @Mixin
    private BaselineOption baseline = new BaselineOption();

    @Mixin
    private FormsOption forms = new FormsOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is made. */
    enum Format {
        HTML, TEXT
    }

    @Override
    public Integer call() throws IOException {
        List<RunDirectory> runs = RunDirectory.read(directories);
        ResultsReader.Results results = runs.size() == 1 ? runs.getFirst().results() : Merge.of(runs).read();
        forms.write(results, Map.of());
        PrintWriter console = spec.commandLine().getOut();
        if (format == Format.TEXT) {
            if (out.isPresent()) {
                FormsOption.put(out.get(), new TextReport(false).of(results));
            } else {
                console.print(new TextReport(Terminal.detect().colours()).of(results));
            }
        } else {
            Path target = out.orElseGet(() -> runs.size() == 1 ? runs.getFirst().path().resolve("index.html")
                    : Path.of(PAGE_OF_SEVERAL));
            console.println(forms.page(results, target, baseline.context(history).from(directories)));
        }
        console.flush();
        return ExitCodes.OK;
    }
}
