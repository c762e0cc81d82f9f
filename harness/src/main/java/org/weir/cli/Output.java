package org.weir.cli;

import org.weir.forms.TextReport;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run says on standard output: results as they come, then what they come to. Used by one thread at a time. */
final class Output {

    private final RunCommand.Format format;
    private final Path directory;
    private final TextReport text;
    private final PrintStream out = System.out;
    private long copied;

    Output(RunCommand.Format format, Path directory, Terminal terminal) {
        this.format = format;
        this.directory = directory;
        this.text = new TextReport(terminal.colours());
    }

    /** Shows a result that was written just now. */
    void show(ScenarioResult result) throws IOException {
        switch (format) {
            case TEXT -> out.println(text.of(result));
            case JSONL -> copyRecords();
        }
        out.flush();
    }

    /** The records themselves, byte for byte. */
    private void copyRecords() throws IOException {
        try (InputStream records = Files.newInputStream(directory.resolve(ResultsReader.RESULTS_FILE))) {
            records.skipNBytes(copied);
            copied += records.transferTo(out);
        }
    }

    /** Says what the run comes to, and at last the path of its report. */
    void sumUp(RunSummary summary, Path report) {
        PrintStream last = format == RunCommand.Format.TEXT ? out : System.err;
        last.println(TextReport.sentence(summary));
        last.println(report);
        last.flush();
    }
}
