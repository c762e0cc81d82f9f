package org.weir.forms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.annotations.Expect;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

class FormsTest {
    private static final EnvironmentInfo ENVIRONMENT = new EnvironmentInfo("CPU", 2, "", "amd64", "Linux", "JDK",
            List.of(), "", "host", "1");
    private static final String MARKUP = "</testcase><script>alert(1)</script>&amp;]]> | `x` **b** \u0000\u001b[31m"
            + "\u202e\ufffe\ud800 \n# head\n```\nend";

    private static ScenarioResult result(String scenario, Verdict verdict, String text) {
        return new ScenarioResult(1, scenario, Map.of("p", text), "processes", text, List.of(), List.of(text), verdict,
                verdict == Verdict.PASS ? List.of() : List.of(text), 10, 1_234_567_890_123L, 1,
                List.of(new OutcomeResult(text, Expect.ACCEPTABLE, 10, 1, 0.7, 1, text, false)),
                List.of(new LaunchResult(0, List.of(), Map.of(text, 10L), 10, 1, List.of(), Map.of(), 1, List.of())),
                1, "MEMORY", text, List.of(text), List.of(), Study.NONE, Evidence.NONE, "weir run " + text,
                ENVIRONMENT);
    }

    private static ResultsReader.Results run(int planned, List<ScenarioResult> results) {
        return new ResultsReader.Results(results, Optional.of(RunSummary.of(results, planned, Instant.EPOCH,
                Instant.EPOCH.plusSeconds(3), 7, Duration.ofSeconds(9), false, "weir run --seed 7", ENVIRONMENT)),
                false);
    }

    private static ResultsReader.Results mixed(String text) {
        return run(4, List.of(result("a.Passes", Verdict.PASS, text), result("a.Fails", Verdict.FAIL, text),
                result("a.Unsure", Verdict.INCONCLUSIVE, text), result("a.Broken", Verdict.ERROR, text)));
    }

    private static Document parse(String xml) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    /** By rules of our own for the elements, attributes and times that Surefire's reports have. */
    private static void validate(String xml) throws IOException, SAXException {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(FormsTest.class.getResource("test-report.xsd")))
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", MARKUP})
    void shouldWriteATestCaseForEachConfiguration(String text) throws Exception {
        String xml = JUnitXml.of(mixed(text));

        validate(xml);
        Element suite = parse(xml).getDocumentElement();
        assertEquals("4", suite.getAttribute("tests"));
        assertEquals("2", suite.getAttribute("failures"), "an inconclusive one is no success");
        assertEquals("1", suite.getAttribute("errors"));
        assertEquals("0", suite.getAttribute("skipped"));
        NodeList cases = suite.getElementsByTagName("testcase");
        assertEquals(4, cases.getLength());
        Element failed = (Element) cases.item(1);
        assertEquals("a.Fails", failed.getAttribute("classname"));
        Element failure = (Element) failed.getElementsByTagName("failure").item(0);
        assertEquals("FAIL", failure.getAttribute("type"));
        assertTrue(failure.getTextContent().contains("95% interval"), failure.getTextContent());
        assertTrue(failure.getTextContent().contains("again: weir run "), failure.getTextContent());
    }

    @Test
    void shouldHaveATestCaseInErrorForWhatWasNotRun() throws Exception {
        String xml = JUnitXml.of(run(2, List.of(result("a.Passes", Verdict.PASS, "x"))));
        validate(xml);
        assertEquals("1", parse(xml).getDocumentElement().getAttribute("errors"));
        assertEquals("2", parse(xml).getDocumentElement().getAttribute("tests"));
    }

    @Test
    void shouldCheckWithRulesThatRefuseOtherStructures() {
        String xml = JUnitXml.of(mixed("x"));
        for (String wrong : List.of(xml.replace(" classname=", " class="), xml.replace("testcase", "test"),
                xml.replaceFirst(" tests=\"4\"", ""), xml.replaceFirst(" time=\"[0-9.]+\"", " time=\"soon\""))) {
            assertThrows(SAXException.class, () -> validate(wrong), wrong);
        }
    }

    @Test
    void shouldWriteMarkdownInWhichTextOfResultsStaysText() {
        String markdown = MarkdownSummary.of(mixed(MARKUP), MarkdownSummary.GITHUB_LIMIT);
        assertFalse(markdown.contains("<script>alert(1)</script>&amp;]]> | `x`\n"), markdown);
        String outsideOfCode = markdown.replaceAll("(?s)(`{3,})text\n.*?\n\\1\n", "");
        assertFalse(outsideOfCode.contains("<script>"), outsideOfCode);
        assertTrue(outsideOfCode.lines()
                .filter(line -> line.contains("**b**"))
                .allMatch(line -> line.startsWith("<details><summary>")), outsideOfCode);
        assertFalse(markdown.contains("\u001b"), "no escape sequence");
        assertTrue(markdown.indexOf("FAIL |") < markdown.indexOf("PASS |"), "worst first");
    }

    @Test
    void shouldKeepMarkdownUnderItsLimitAndSayWhatIsLeftOut() {
        List<ScenarioResult> many = new ArrayList<>(
                Collections.nCopies(9_000, result("a.Fails", Verdict.FAIL, "\u00e4".repeat(300))));
        String markdown = MarkdownSummary.of(run(9_000, many), MarkdownSummary.GITHUB_LIMIT);
        int bytes = markdown.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= 1024 * 1024 && bytes > 900_000, "bytes: " + bytes);
        assertTrue(markdown.contains("not shown in full here"), "said");
        assertEquals("", MarkdownSummary.of(run(9_000, many), 100));
    }

    @Test
    void shouldDrawABadgeThatSaysTheVerdictInWords() throws Exception {
        assertEquals("weir: 1 of 4 failed",
                parse(Badge.of(mixed(MARKUP))).getDocumentElement().getAttribute("aria-label"));
        assertTrue(Badge.of(run(1, List.of(result("a", Verdict.PASS, "x")))).contains("1 passed"));
        assertTrue(Badge.of(run(2, List.of(result("a", Verdict.PASS, "x")))).contains("incomplete"));
    }

    @Test
    void shouldSendNoControlCharactersOfResultsToATerminal() {
        String text = new TextReport(false).of(mixed(MARKUP));
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' '), text);
        assertFalse(text.contains("\u202e"), "no change of direction");
        assertTrue(text.endsWith("7\n") && text.contains("4 configurations: "), text);
        assertTrue(new TextReport(true).of(mixed("x")).contains("\033[1;31mFAIL\033[0m"));
    }
}
