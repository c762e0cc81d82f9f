package org.weir.reports;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** Reads what surefire wrote of the tests of a build, and what jqwik printed of its properties. */
final class SurefireReports {
    private static final Path REPORTS = Path.of("target", "surefire-reports");
    private static final Pattern TRIES = Pattern.compile("(?m)^tries = (\\d{1,18})\\b");
    private static final Pattern SEED = Pattern.compile("(?m)^seed = (-?\\d{1,20})\\b");

    private SurefireReports() {}

    /**
     * The test classes of all modules of a build, by module and name.
     *
     * @param root the directory that the modules are in
     * @return none if no module has reports
     * @throws IOException if a report cannot be read
     */
    static List<TestSuite> read(Path root) throws IOException {
        List<TestSuite> suites = new ArrayList<>();
        for (Path module : sorted(root)) {
            Path reports = module.resolve(REPORTS);
            if (Files.isDirectory(reports)) {
                for (Path file : sorted(reports)) {
                    if (String.valueOf(file.getFileName()).matches("TEST-.*\\.xml")) {
                        suites.add(suite(String.valueOf(module.getFileName()), file));
                    }
                }
            }
        }
        return suites;
    }

    private static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.sorted().toList();
        }
    }

    private static TestSuite suite(String module, Path file) throws IOException {
        Element suite = parsed(file);
        return new TestSuite(module, suite.getAttribute("name"), number(suite, "tests"),
                number(suite, "failures") + number(suite, "errors"), number(suite, "skipped"), seconds(suite),
                properties(suite));
    }

    private static Element parsed(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(file.toFile()).getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(file + " is no report of surefire: " + e.getMessage()
                    + "; delete it and run the tests again", e);
        }
    }

    private static int number(Element element, String attribute) {
        String text = element.getAttribute(attribute);
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static double seconds(Element suite) {
        String text = suite.getAttribute("time").replace(",", "");
        return text.matches("\\d{1,9}(\\.\\d+)?") ? Double.parseDouble(text) : 0;
    }

    private static List<TestSuite.Property> properties(Element suite) {
        List<TestSuite.Property> properties = new ArrayList<>();
        NodeList cases = suite.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            if (cases.item(i) instanceof Element test) {
                NodeList outputs = test.getElementsByTagName("system-out");
                for (int j = 0; j < outputs.getLength(); j++) {
                    property(test.getAttribute("name"), outputs.item(j).getTextContent(), properties);
                }
            }
        }
        return properties;
    }

    private static void property(String name, String output, List<TestSuite.Property> properties) {
        Matcher tries = TRIES.matcher(output);
        Matcher seed = SEED.matcher(output);
        if (tries.find() && seed.find()) {
            properties.add(new TestSuite.Property(name, Long.parseLong(tries.group(1)), seed.group(1)));
        }
    }
}
