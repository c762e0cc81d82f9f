package org.weir.junit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.weir.outcome.Verdict;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class WeirTestEngineTest {
    @TempDir
    Path directory;
    private Path out;

    @BeforeEach
    void chooseDirectory() {
        out = directory.resolve("results");
    }

    private EngineTestKit.Builder engine(DiscoverySelector... selectors) {
        return EngineTestKit.engine(WeirTestEngine.ID)
                .selectors(selectors)
                .configurationParameter(Settings.OUT, out.toString())
                .configurationParameter(Settings.SEED, "42")
                .configurationParameter(Settings.SAMPLES, "200")
                .configurationParameter(Settings.LAUNCHES, "1");
    }

    private static List<String> trials(EngineTestKit.Builder engine) {
        return engine.discover()
                .getEngineDescriptor()
                .getDescendants()
                .stream()
                .filter(TestDescriptor::isTest)
                .map(TestDescriptor::getDisplayName)
                .sorted()
                .toList();
    }

    private static TestExecutionResult onlyResult(EngineExecutionResults results) {
        List<Event> finished = results.testEvents().finished().list();
        assertEquals(1, finished.size(), finished::toString);
        return finished.getFirst().getRequiredPayload(TestExecutionResult.class);
    }

    private static String message(TestExecutionResult result) {
        return String.valueOf(result.getThrowable().orElseThrow().getMessage());
    }

    private static void assertContains(String text, String... parts) {
        assertAll(List.of(parts)
                .stream()
                .map(part -> () -> assertTrue(text.contains(part), () -> part + " is not in\n"
                        + text)));
    }

    @Test
    void shouldMakeAContainerOfAClassAndATestWithAMethodOfEachConfiguration() {
        TestDescriptor scenario = engine(selectClass(Scenarios.Parameterised.class)).discover()
                .getEngineDescriptor()
                .getChildren()
                .iterator()
                .next();
        assertEquals(ClassSource.from(Scenarios.Parameterised.class), scenario.getSource().orElseThrow());
        assertTrue(scenario.isContainer() && !scenario.isTest());
        assertEquals(List.of("Scenarios$Parameterised[size=10]", "Scenarios$Parameterised[size=20]"),
                scenario.getChildren().stream().map(TestDescriptor::getDisplayName).toList());
        scenario.getChildren().forEach(trial -> {
            MethodSource source = assertInstanceOf(MethodSource.class, trial.getSource().orElseThrow());
            assertEquals("only", source.getMethodName());
            assertEquals(Scenarios.Parameterised.class.getName(), source.getClassName());
        });
    }

    @Test
    void shouldGiveReportsANameThatSurefireKeeps() {
        List<String> names = engine(selectClass(Scenarios.Parameterised.class)).discover()
                .getEngineDescriptor()
                .getDescendants()
                .stream()
                .map(TestDescriptor::getLegacyReportingName)
                .toList();
        assertEquals(List.of(Scenarios.Parameterised.class.getName(), "Scenarios$Parameterised[size=10][1]",
                "Scenarios$Parameterised[size=20][2]"), names);
    }

    @Test
    void shouldKeepTheResultsOfAllRequestsOfASessionAndNoneOfAnEarlierBuild() throws IOException {
        ResultsDirectory.join(out, "an earlier build", 5).writer().close();
        try (LauncherSession session = LauncherFactory.openSession()) {
            for (Class<?> type : List.of(Scenarios.Passing.class, Scenarios.Failing.class)) {
                session.getLauncher()
                        .execute(LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(type))
                                .filters(EngineFilter.includeEngines(WeirTestEngine.ID))
                                .configurationParameter(Settings.OUT, out.toString())
                                .configurationParameter(Settings.SAMPLES, "200")
                                .configurationParameter(Settings.LAUNCHES, "1")
                                .build());
            }
        }
        ResultsReader.Results kept = ResultsReader.read(out);
        assertEquals(List.of(Verdict.PASS, Verdict.FAIL),
                kept.results().stream().map(ScenarioResult::verdict).toList());
        assertEquals(2, kept.summary().orElseThrow().planned());
        assertEquals(Verdict.FAIL.exitCode(), kept.summary().orElseThrow().exitCode());
    }

    @Test
    void shouldFindScenariosByPackageAndByNothingElseInIt() {
        List<String> found = trials(engine(selectPackage("org.weir.junit")));
        assertEquals(List.of("Scenarios$Erroneous", "Scenarios$Failing", "Scenarios$Inconclusive",
                "Scenarios$Mistaken", "Scenarios$Parameterised[size=10]", "Scenarios$Parameterised[size=20]",
                "Scenarios$Passing", "Scenarios$Switched"), found);
    }

    @Test
    void shouldObeyClassNameFilters() {
        assertEquals(List.of("Scenarios$Passing"), trials(engine(selectPackage("org.weir.junit"))
                .filters(ClassNameFilter.includeClassNamePatterns(".*Passing"))));
    }

    @Test
    void shouldIgnoreAClassThatIsNoScenario() {
        assertEquals(List.of(), trials(engine(selectClass(Scenarios.Bystander.class), selectClass(getClass()))));
    }

    @Test
    void shouldRunTheWholeScenarioForAMethodOfIt() {
        assertEquals(List.of("Scenarios$Parameterised[size=10]", "Scenarios$Parameterised[size=20]"),
                trials(engine(selectMethod(Scenarios.Parameterised.class, "only"))));
    }

    @Test
    void shouldFindOneConfigurationByItsUniqueId() {
        TestDescriptor second = engine(selectClass(Scenarios.Parameterised.class)).discover()
                .getEngineDescriptor()
                .getDescendants()
                .stream()
                .filter(descriptor -> descriptor.getDisplayName().endsWith("[size=20]"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("Scenarios$Parameterised[size=20]"), trials(engine(selectUniqueId(second.getUniqueId()))));
    }

    @Test
    void shouldHonourTags() {
        assertEquals(List.of("Scenarios$Parameterised[size=10]", "Scenarios$Parameterised[size=20]"),
                trials(engine(selectPackage("org.weir.junit")).filters(TagFilter.includeTags("slow"))));
    }

    @Test
    void shouldSkipADisabledScenarioWithItsReasonAndItsName() {
        EngineExecutionResults results = engine(selectClass(Scenarios.Switched.class)).execute();
        results.allEvents().assertStatistics(events -> events.skipped(1).finished(1));
        Event skipped = results.containerEvents().skipped().list().getFirst();
        assertEquals("A scenario with a name", skipped.getTestDescriptor().getDisplayName());
        assertEquals("until the machine has two CPUs", skipped.getRequiredPayload(String.class));
        assertTrue(Files.notExists(out), "nothing was run");
    }

    @Test
    void shouldSucceedOnPassAndPublishTheVerdict() throws IOException {
        EngineExecutionResults results = engine(selectClass(Scenarios.Passing.class)).execute();
        assertEquals(Status.SUCCESSFUL, onlyResult(results).getStatus(), () -> onlyResult(results).toString());
        Event entry = results.testEvents().reportingEntryPublished().list().getFirst();
        Map<String, String> values = entry.getRequiredPayload(org.junit.platform.engine.reporting.ReportEntry.class)
                .getKeyValuePairs();
        assertEquals("PASS", values.get("weir.verdict"));
        assertEquals("42", values.get("weir.seed"));
        assertTrue(Long.parseLong(values.getOrDefault("weir.samples", "0")) >= 200, values::toString);
        RunSummary summary = ResultsReader.read(out).summary().orElseThrow();
        assertEquals(0, summary.exitCode());
        assertEquals(1, summary.planned());
    }

    @Test
    void shouldFailWithTableReasonAndCommandOnFail() {
        TestExecutionResult result = onlyResult(engine(selectClass(Scenarios.Failing.class)).execute());
        assertEquals(Status.FAILED, result.getStatus());
        assertInstanceOf(AssertionFailedError.class, result.getThrowable().orElseThrow());
        assertContains(message(result), "FAIL: Scenarios$Failing, ", "What always happens is forbidden.", "FORBIDDEN",
                "Run it again: ", "=42 ", out.toString());
    }

    @Test
    void shouldFailOnInconclusive() {
        TestExecutionResult result = onlyResult(engine(selectClass(Scenarios.Inconclusive.class)).execute());
        assertEquals(Status.FAILED, result.getStatus());
        assertInstanceOf(AssertionFailedError.class, result.getThrowable().orElseThrow());
        assertContains(message(result), "INCONCLUSIVE: Scenarios$Inconclusive", "What never happens.");
    }

    @Test
    void shouldAbortOnInconclusiveOnlyIfAsked() {
        TestExecutionResult result = onlyResult(engine(selectClass(Scenarios.Inconclusive.class))
                .configurationParameter(Settings.INCONCLUSIVE, "abort")
                .execute());
        assertEquals(Status.ABORTED, result.getStatus());
        assertInstanceOf(TestAbortedException.class, result.getThrowable().orElseThrow());
    }

    @Test
    void shouldFailOnErrorEvenIfInconclusiveTestsAreAborted() {
        TestExecutionResult result = onlyResult(engine(selectClass(Scenarios.Erroneous.class))
                .configurationParameter(Settings.INCONCLUSIVE, "abort")
                .execute());
        assertEquals(Status.FAILED, result.getStatus());
        assertInstanceOf(ScenarioError.class, result.getThrowable().orElseThrow());
        assertContains(message(result), "ERROR: Scenarios$Erroneous", "this state cannot be built");
    }

    @Test
    void shouldFailAClassWithMistakesWithAllOfThem() {
        EngineExecutionResults results = engine(selectClass(Scenarios.Mistaken.class)).execute();
        TestExecutionResult result = onlyResult(results);
        assertEquals(Status.FAILED, result.getStatus());
        assertContains(message(result), Scenarios.Mistaken.class.getName(), "returning", "1, 2, 3");
        results.allEvents().assertStatistics(events -> events.skipped(0).aborted(0));
    }

    @Test
    void shouldFailEveryTestIfAParameterCannotBeRead() {
        EngineExecutionResults results = engine(selectClass(Scenarios.Parameterised.class))
                .configurationParameter(Settings.TIME_BUDGET, "soon")
                .execute();
        results.testEvents().assertStatistics(events -> events.started(2).failed(2));
        assertContains(message(results.testEvents()
                .failed()
                .list()
                .getFirst()
                .getRequiredPayload(TestExecutionResult.class)), Settings.TIME_BUDGET, "\"soon\"");
    }

    @Test
    void shouldFailEveryTestIfResultsCannotBeWritten() throws IOException {
        Files.writeString(out, "a file where a directory should be");
        engine(selectClass(Scenarios.Parameterised.class)).execute()
                .testEvents()
                .assertStatistics(events -> events.started(2).failed(2));
    }

    @Test
    void shouldKeepTheResultsOfAllConfigurationsInOrder() throws IOException {
        engine(selectClass(Scenarios.Parameterised.class), selectClass(Scenarios.Passing.class)).execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(3));
        assertEquals(List.of("Scenarios$Parameterised[size=10]", "Scenarios$Parameterised[size=20]",
                "Scenarios$Passing"),
                ResultsReader.read(out).results().stream().map(ScenarioResult::displayName).toList());
        assertEquals(List.of(Verdict.PASS, Verdict.PASS, Verdict.PASS),
                ResultsReader.read(out).results().stream().map(ScenarioResult::verdict).toList());
    }
}
