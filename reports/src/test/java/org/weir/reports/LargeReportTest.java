package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

class LargeReportTest {
    @TempDir
    Path directory;

    private String page(List<ScenarioResult> results) throws IOException {
        return Files.readString(new HtmlReport().render(Runs.write(directory, results, results.size(), false)));
    }

    @Test
    void shouldStayUnderOneMegabyteForTheDefaultCatalogueAndShowTheCodeOfEach() throws IOException {
        List<ScenarioResult> results = Runs.catalogue(190);
        String html = page(results);

        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 1_000_000, () -> bytes + " bytes");
        assertFalse(html.contains("sources or ends of them"), () -> html.substring(html.indexOf("id=left-out")));
        for (int i = 0; i < 190; i++) {
            String section = section(html, "Scenario" + i);
            assertTrue(section.contains("queue.poll() == <b>null</b>"), section);
            assertTrue(section.contains("<figure"), section);
            assertTrue(section.contains("whole, " + i), section);
        }
    }

    private static String section(String html, String anchor) {
        int begin = html.indexOf("id=" + anchor + ">");
        return html.substring(begin, html.indexOf("</section>", begin));
    }

    /** 10,000 outcomes; limits of what a browser has to lay out are held here, and its time is measured by hand. */
    @Test
    void shouldStaySmallWithTenThousandOutcomesAndSayWhatItLeavesOut() throws IOException {
        String html = page(Runs.many(500, 20));

        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 1_000_000, () -> bytes + " bytes");
        int elements = html.split("<[a-z]", -1).length;
        assertTrue(elements < 45_000, () -> elements + " elements");
        assertTrue(html.contains("further outcomes are not shown here"));
        assertTrue(html.contains("The picture is left out, so that this page stays small"));
        assertTrue(Pattern.compile("<p id=left-out>[^<]* [\\d,]+ pictures[^<]*results.jsonl").matcher(html).find());
        assertTrue(html.contains("Scenario166[size=4096]"));
    }

    @Test
    void shouldKeepASampleOfWhatIsNotableHoweverLittleRoomThereIs() {
        Allowance small = new Allowance(0.01);

        assertEquals(1, small.witnesses(3, false, true));
        assertEquals(0, small.witnesses(3, false, false));
        assertEquals(List.of("5 recorded samples"), small.left());
    }

    @Test
    void shouldSayWhichScenariosHaveNoSection() throws IOException {
        String html = page(Runs.many(900, 2));

        int bytes = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 1_000_000, () -> bytes + " bytes");
        int sections = html.split("<section class=\"scenario", -1).length - 1;
        assertTrue(sections >= 40, () -> sections + " sections");
        assertTrue(html.contains((300 - sections) + " further scenarios"), () -> sections + " sections");
        assertTrue(html.contains("Scenario299[size=512]"));
    }
}
