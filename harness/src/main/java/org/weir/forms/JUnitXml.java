package org.weir.forms;

import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.OutcomeTable;
import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results as a test suite in the XML that Surefire writes and build servers read: a test case for each configuration, and
 * for each that did not pass what was seen and the command that runs it again. An inconclusive configuration is a failure,
 * never a skipped test: those are green.
 */
public final class JUnitXml {
    private static final double NANOS_PER_SECOND = 1e9;

    private JUnitXml() {}

    /**
     * The document. Characters that XML cannot hold are written as {@code \}{@code uXXXX}.
     *
     * @param results all of them become test cases, in order
     */
    public static String of(ResultsReader.Results results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            suite(results, xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return text + "\n";
    }

    private static void suite(ResultsReader.Results results, XMLStreamWriter xml) throws XMLStreamException {
        List<ScenarioResult> all = results.results();
        long incomplete = missing(results);
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "weir");
        attribute(xml, "time", seconds(all.stream().mapToLong(ScenarioResult::elapsedNanos).sum()));
        attribute(xml, "tests", String.valueOf(all.size() + incomplete));
        attribute(xml, "errors", String.valueOf(count(all, Verdict.ERROR) + incomplete));
        attribute(xml, "skipped", "0");
        attribute(xml, "failures", String.valueOf(count(all, Verdict.FAIL) + count(all, Verdict.INCONCLUSIVE)));
        xml.writeCharacters("\n");
        if (results.summary().isPresent()) {
            var summary = results.summary().get();
            xml.writeStartElement("properties");
            property(xml, "weir.seed", String.valueOf(summary.seed()));
            property(xml, "weir.version", summary.weirVersion());
            property(xml, "weir.commit", summary.environment().gitCommit());
            property(xml, "weir.shard", summary.shard().toString());
            property(xml, "weir.command", summary.command());
            xml.writeEndElement();
            xml.writeCharacters("\n");
        }
        for (ScenarioResult result : all) {
            testCase(result, xml);
        }
        if (incomplete > 0) {
            incomplete(results, xml);
        }
        xml.writeEndElement();
    }

    /** One test case stands for all that has no result: a suite that lacks them would look green. */
    private static long missing(ResultsReader.Results results) {
        return results.summary().map(s -> results.results().size() < s.planned()).orElse(true) ? 1 : 0;
    }

    private static void incomplete(ResultsReader.Results results, XMLStreamWriter xml) throws XMLStreamException {
        String message = results.summary()
                .map(summary -> "Only " + results.results().size() + " of " + summary.planned()
                        + " planned configurations have a result.")
                .orElse("There is no summary.json: the run did not come to its end.");
        xml.writeStartElement("testcase");
        attribute(xml, "name", "all planned configurations");
        attribute(xml, "classname", "weir");
        attribute(xml, "time", seconds(0));
        xml.writeStartElement("error");
        attribute(xml, "message", message);
        attribute(xml, "type", Verdict.ERROR.name());
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void testCase(ScenarioResult result, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "name", result.displayName()
                + (result.harness().equals("processes") ? "" : " (" + result.harness() + ")"));
        attribute(xml, "classname", result.scenario());
        attribute(xml, "time", seconds(result.elapsedNanos()));
        if (result.verdict() != Verdict.PASS) {
            xml.writeStartElement(result.verdict() == Verdict.ERROR ? "error" : "failure");
            attribute(xml, "message", result.reasons().isEmpty() ? result.verdict().name()
                    : OutcomeTable.printable(result.reasons().getFirst()));
            attribute(xml, "type", result.verdict().name());
            xml.writeCharacters(valid(new TextReport(false).of(result)));
            xml.writeEndElement();
        } else {
            xml.writeStartElement("system-out");
            xml.writeCharacters(valid(Figures.count(result.samples(), "sample", "samples") + "\n"
                    + OutcomeTable.of(result.outcomes()) + "\n"));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, valid(OutcomeTable.printable(value)));
    }

    private static long count(List<ScenarioResult> results, Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
    }

    /** XML 1.0, production 2: characters. */
    static String valid(String text) {
        StringBuilder valid = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean holds = c == '\t' || c == '\n' || (c >= ' ' && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000;
            if (holds) {
                valid.appendCodePoint(c);
            } else {
                valid.append(String.format("\\u%04x", c));
            }
        });
        return valid.toString();
    }
}
