package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class BuildReportTest {
    @TempDir
    Path directory;

    @Test
    void shouldRefuseADirectoryWithoutResultsRatherThanDrawAGreenPage() {
        IOException refused = assertThrows(IOException.class,
                () -> BuildReport.write(directory.resolve("page"), List.of(directory), List.of()));

        assertTrue(String.valueOf(refused.getMessage()).contains("results.jsonl"));
    }

    @Test
    void shouldShowTheTestsOfTheModulesWithTheTriesAndSeedsOfProperties() throws IOException {
        Path results = Runs.write(Files.createDirectory(directory.resolve("results")), Runs.realistic(), 9, false);
        Path reports = Files.createDirectories(directory.resolve("property-tests/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-org.example.Properties.xml"),
                """
                        <testsuite name="org.example.Properties" time="1,010.5" tests="3" errors="1" skipped="0" failures="1">
                          <testcase name="shouldHold"><system-out><![CDATA[Properties:shouldHold =
                        tries = 1000     | # of calls to property
                        seed = -42       | random seed to reproduce generated values
                        ]]></system-out></testcase>
                          <testcase name="an example"/>
                        </testsuite>
                        """);

        List<TestSuite> suites = SurefireReports.read(directory);
        assertEquals(List.of(new TestSuite("property-tests", "org.example.Properties", 3, 2, 0, 1010.5,
                List.of(new TestSuite.Property("shouldHold", 1000, "-42")))), suites);
        String html = Files.readString(BuildReport.write(directory.resolve("page"), List.of(results), suites));
        assertTrue(html.contains("3 tests in 1 class, 2 of them failed."));
        assertTrue(html
                .contains("Properties.shouldHold<td>1,000<td>-42"));
    }

    @Test
    void shouldNameTheReportThatIsNone() throws IOException {
        Path reports = Files.createDirectories(directory.resolve("a/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-x.xml"),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>");

        assertTrue(String.valueOf(assertThrows(IOException.class, () -> SurefireReports.read(directory)).getMessage())
                .contains("TEST-x.xml"));
    }
}
