package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LargeReportTest {
    @TempDir
    Path directory;

    private String page(List<ScenarioResult> results) throws IOException {
        return Files.readString(new HtmlReport().render(Runs.write(directory, results, results.size(), false)));
    }

    @Test
    void shouldStayUnderOneMegabyteForAHundredAndFiftyConfigurations() throws IOException {
        String html = page(Runs.many(150, 4));

        assertTrue(html.length() < 1_000_000, () -> html.length() + " characters");
        assertTrue(html.contains("id=\"Scenario49-size-32768\""));
    }

    @Test
    void shouldSayWhatItLeavesOutOfTenThousandOutcomes() throws IOException {
        String html = page(Runs.many(500, 20));

        assertTrue(html.length() < 3_000_000, () -> html.length() + " characters");
        assertTrue(html.contains("further outcomes are not shown here"));
        assertTrue(html.contains("The rest is left out here; results.jsonl has all of it."));
        assertTrue(html.contains("Scenario166[size=4096]"));
    }

    @Test
    void shouldSayWhichScenariosHaveNoSection() throws IOException {
        String html = page(Runs.many(900, 2));

        assertTrue(html.contains("50 further scenarios"));
        assertTrue(html.contains("Scenario299[size=512]"));
    }
}
