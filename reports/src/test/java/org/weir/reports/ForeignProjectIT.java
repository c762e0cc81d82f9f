package org.weir.reports;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.weir.outcome.Verdict;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/** Weir as its users have it: as a dependency of their own build. */
class ForeignProjectIT {
    private static final String ALL = "**/*";
    private static final String DEFAULT_NAMES = "**/*Test.java";

    @TempDir
    Path directory;

    @Test
    void shouldFailTheBuildAndCountEveryVerdict() throws Exception {
        try (ForeignProject foreign = ForeignProject.create(directory, "weir-reports", ALL, "30s", 1000)) {
            ForeignProject.Build build = foreign.maven("test");
            assertNotEquals(0, build.exitCode(), build::output);
            assertTrue(build.output().contains("Tests run: 6, Failures: 2, Errors: 3, Skipped: 0"), build::output);
            assertAll(
                    () -> assertSuite(foreign, "AtomicCounter", "1 0 0 0", "AtomicCounter[1]"),
                    () -> assertSuite(foreign, "WrongClaim", "1 1 0 0", "WrongClaim[1]"),
                    () -> assertSuite(foreign, "NeverLost", "1 1 0 0", "NeverLost[1]"),
                    () -> assertSuite(foreign, "BrokenState", "2 0 2 0", "BrokenState[size=7][1]",
                            "BrokenState[size=8][2]"),
                    () -> assertSuite(foreign, "Mistaken", "1 0 1 0", "Mistaken[1]"));
            String message = failure(foreign, "WrongClaim");
            assertAll(Stream
                    .of("FAIL: WrongClaim", "One and one are three.",
                            "Run it again: mvn test -Dtest=example.WrongClaim -Dweir")
                    .map(part -> () -> assertTrue(message.contains(part), message)));
            Path results = foreign.path().resolve("target/weir");
            RunSummary summary = ResultsReader.read(results).summary().orElseThrow();
            assertEquals(Map.of(Verdict.PASS, 1, Verdict.FAIL, 1, Verdict.INCONCLUSIVE, 1, Verdict.ERROR, 2),
                    summary.verdicts());
            assertEquals(1, build.lines("Weir: the report is ").size(), build::output);
            assertTrue(Files.readString(results.resolve("index.html")).contains("WrongClaim"));
        }
    }

    @Test
    void shouldFindOnlyWhatSurefireIsToldToInclude() throws Exception {
        try (ForeignProject foreign = ForeignProject.create(directory, "weir-harness", DEFAULT_NAMES, "30s", 1000)) {
            ForeignProject.Build nothing = foreign.maven("test");
            assertEquals(0, nothing.exitCode(), nothing::output);
            assertEquals(List.of(), nothing.lines("Tests run:"));

            ForeignProject.Build named = foreign.maven("test", "-Dtest=AtomicCounter");
            assertEquals(0, named.exitCode(), named::output);
            assertTrue(named.output().contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0"), named::output);
            assertEquals(1, named.lines("Weir: the results are in ").size(), named::output);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItsForkIsKilled() throws Exception {
        Path realms = Files.createDirectory(directory.resolve("realms"));
        Path project = Files.createDirectory(directory.resolve("long"));
        try (ForeignProject foreign = ForeignProject.create(project, "weir-harness", ALL, "100s", Long.MAX_VALUE)) {
            Process maven = foreign.start("test", "-Dtest=AtomicCounter", "-Dweir.realm.root=" + realms);
            await().atMost(120, SECONDS)
                    .failFast("the build has ended", () -> !maven.isAlive())
                    .until(() -> workers(maven).size() >= 2);
            List<ProcessHandle> family = maven.descendants().toList();
            ProcessHandle fork = workers(maven).getFirst().parent().orElseThrow();
            fork.destroyForcibly();
            assertTrue(maven.waitFor(60, SECONDS), foreign::log);
            assertNotEquals(0, maven.exitValue(), foreign::log);
            await().atMost(30, SECONDS).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
            await().atMost(30, SECONDS).until(() -> isEmpty(realms));
        }
    }

    private static List<ProcessHandle> workers(Process maven) {
        return maven.descendants()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains("org.weir.process.ChildMain"))
                        .isPresent())
                .toList();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Counts are tests, failures, errors and skipped. */
    private static void assertSuite(ForeignProject foreign, String scenario, String counts, String... tests)
            throws Exception {
        Element suite = suite(foreign, scenario);
        assertEquals(counts, String.join(" ", suite.getAttribute("tests"), suite.getAttribute("failures"),
                suite.getAttribute("errors"), suite.getAttribute("skipped")), scenario);
        List<String> names = new ArrayList<>();
        for (Element test : children(suite, "testcase")) {
            assertEquals("example." + scenario, test.getAttribute("classname"));
            names.add(test.getAttribute("name"));
        }
        assertEquals(List.of(tests), names);
    }

    private static String failure(ForeignProject foreign, String scenario) throws Exception {
        Element test = children(suite(foreign, scenario), "testcase").getFirst();
        return children(test, "failure").getFirst().getAttribute("message");
    }

    private static Element suite(ForeignProject foreign, String scenario) throws Exception {
        Path file = foreign.path().resolve("target/surefire-reports/TEST-example." + scenario + ".xml");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (int i = 0; i < parent.getElementsByTagName(name).getLength(); i++) {
            children.add((Element) parent.getElementsByTagName(name).item(i));
        }
        return children;
    }
}
