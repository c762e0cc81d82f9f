package org.weir.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.memory.Realm;
import org.weir.outcome.Verdict;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ResultsReader;
import org.weir.results.ScenarioResult;
import org.weir.results.Witness;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioReader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs whole scenarios in real JVMs. */
@Timeout(120)
class EngineTest {
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());

    @TempDir
    Path out;

    private ScenarioResult run(Class<?> scenario, RunOptions options) throws IOException {
        return run(scenario, options, RunListener.NONE);
    }

    private ScenarioResult run(Class<?> scenario, RunOptions options, RunListener listener) throws IOException {
        System.out.println("weir.test.seed=" + options.seed());
        if (!(ScenarioReader.read(scenario) instanceof Reading.Valid valid)) {
            throw new AssertionError(((Reading.Invalid) ScenarioReader.read(scenario)).message());
        }
        ScenarioConfiguration configuration = valid.model().configurations().getFirst();
        try (Runner runner = Runner.open(options, listener, 1)) {
            ScenarioResult result = runner.run(configuration);
            runner.finish("");
            return result;
        }
    }

    private RunOptions brief(int millis) {
        return RunOptions.of(out, SEED).withTimeBudget(Duration.ofMillis(millis)).withLaunches(1);
    }

    private static Map<String, Long> counts(ScenarioResult result) {
        return result.outcomes()
                .stream()
                .filter(outcome -> outcome.count() > 0)
                .collect(Collectors.toMap(OutcomeResult::id, OutcomeResult::count));
    }

    @Test
    void shouldSampleAMemoryScenarioInSeveralJvmsAndCountEverySampleOnce() throws IOException {
        ScenarioResult result = run(Fixtures.StoreBuffering.class, brief(3000).withLaunches(2));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertEquals("MEMORY", result.speed());
        assertTrue(result.samples() > 1000, result::toString);
        assertEquals(result.samples(), counts(result).values().stream().mapToLong(Long::longValue).sum());
        assertEquals(result.samples(), result.launches().stream().mapToLong(LaunchResult::samples).sum());
        for (LaunchResult launch : result.launches()) {
            assertEquals(2, launch.pids().stream().distinct().count());
            assertFalse(launch.pids().contains(ProcessHandle.current().pid()));
        }
        assertEquals(result, ResultsReader.read(out).results().getFirst());
    }

    @Test
    void shouldFailAScenarioWhoseForbiddenOutcomeWasSeen() throws IOException {
        ScenarioResult result = run(Fixtures.Lost.class, brief(20_000).withSamples(20_000_000));

        assertEquals(Verdict.FAIL, result.verdict(), result::toString);
        assertTrue(counts(result).containsKey("1"));
    }

    @Test
    void shouldStopAtTheNumberOfSamplesThatWasAskedFor() throws IOException {
        RunOptions options = new RunOptions(java.util.Optional.of(Duration.ofSeconds(60)),
                java.util.OptionalLong.of(10_000), 1, SEED, out, Map.of(), java.util.List.of(), java.util.List.of(),
                java.util.Optional.empty(), false, false);

        assertTrue(run(Fixtures.NeverTwo.class, options).samples() >= 10_000);
    }

    @Test
    void shouldBeInconclusiveIfWhatMustBeObservedWasNot() throws IOException {
        ScenarioResult result = run(Fixtures.NeverTwo.class, brief(1500));

        assertEquals(Verdict.INCONCLUSIVE, result.verdict(), result::toString);
    }

    @Test
    void shouldNameTheFirstCreationInWhichTwoJvmsDiffer() throws IOException {
        ScenarioResult result = run(Fixtures.Diverging.class, brief(2000));

        assertEquals(Verdict.ERROR, result.verdict());
        assertTrue(result.reasons().getFirst().contains("constructed different states"), result::toString);
        assertTrue(result.reasons().getFirst().contains("more["), result::toString);
    }

    @Test
    void shouldRefuseASharedCellInAStaticField() throws IOException {
        ScenarioResult result = run(Fixtures.StaticCell.class, brief(2000));

        assertEquals(Verdict.ERROR, result.verdict());
        assertTrue(result.diagnostics().toString().contains("static initialiser"), result::toString);
    }

    @Test
    void shouldDiagnoseCountAndReplaceAHungActor() throws IOException {
        ScenarioResult result = run(Fixtures.Hanging.class, brief(5000).withSamples(2));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertEquals(Set.of("hung(a): 0"), counts(result).keySet());
        assertTrue(result.diagnostics()
                .stream()
                .anyMatch(diagnostic -> diagnostic.kind().equals("thread-dump")
                        && diagnostic.text().contains("Fixtures$Hanging.a(")),
                result::toString);
    }

    @Test
    void shouldCountAnExceptionUnderItsActorAndClass() throws IOException {
        ScenarioResult result = run(Fixtures.Throwing.class, brief(5000).withSamples(2000));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertTrue(counts(result).containsKey("threw(a,java.lang.IllegalStateException): 0"), result::toString);
        assertTrue(result.diagnostics().toString().contains("the flag was up"), result::toString);
    }

    @Test
    void shouldNotBeGreenWhenAnActorRunsOutOfMemory() throws IOException {
        ScenarioResult result = run(Fixtures.Greedy.class, brief(5000).withSamples(2));

        assertEquals(Verdict.FAIL, result.verdict(), result::toString);
        assertTrue(counts(result).keySet()
                .stream()
                .allMatch(id -> id.startsWith("threw(a,java.lang.OutOfMemoryError)")), result::toString);
    }

    @Test
    void shouldTellAnExitFromAKillAlsoWhenTheExitCodeLooksLikeOne() throws IOException {
        ScenarioResult result = run(Fixtures.Exiting.class, brief(5000).withSamples(2));

        assertEquals(Verdict.FAIL, result.verdict(), result::toString);
        assertTrue(counts(result).containsKey("exited(a,137): 0"), result::toString);
    }

    /** By all of its command line, of which {@link ProcessHandle} knows the beginning alone. */
    private static boolean isWorker(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("ChildMain");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldSayWhoWasKilledFromOutside() throws IOException {
        AtomicBoolean killed = new AtomicBoolean();
        RunListener killer = new RunListener() {
            @Override
            public void progress(Progress progress) {
                if (progress.samples() > 0 && killed.compareAndSet(false, true)) {
                    ProcessHandle.current()
                            .children()
                            .filter(EngineTest::isWorker)
                            .findFirst()
                            .orElseThrow()
                            .destroyForcibly();
                }
            }
        };
        ScenarioResult result = run(Fixtures.StoreBuffering.class, brief(6000), killer);

        assertTrue(killed.get());
        assertEquals(Verdict.FAIL, result.verdict(), result::toString);
        assertTrue(counts(result).keySet().stream().anyMatch(id -> id.matches("killed\\([ab],SIGKILL\\): 0, 0")),
                result::toString);
        assertTrue(result.launches().getFirst().pids().size() >= 3, "nobody was replaced: " + result);
    }

    @Test
    void shouldCarryEveryKindOfResultFieldFromTheJvmThatWritesIt() throws IOException {
        ScenarioResult result = run(Fixtures.Kinds.class, brief(5000).withSamples(10000));

        assertEquals(Set.of("true, -9223372036854775808, -0.5"), counts(result).keySet());
    }

    @Test
    void shouldGiveTheArbiterTheTextsOfAllActors() throws IOException {
        ScenarioResult result = run(Fixtures.Texts.class, brief(5000).withSamples(10000));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
    }

    @Test
    void shouldKillAnActorExactlyAtItsPointInEverySample() throws IOException {
        ScenarioResult result = run(Fixtures.KilledAtAPoint.class, brief(8000).withSamples(3));

        assertTrue(result.notes()
                .contains(
                        "The fault KILL of writer at \"between\" was done in 3 of the 3 samples in which it was due."),
                result::toString);
        assertEquals("RESOURCE", result.speed());
        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertTrue(result.samples() >= 2, result::toString);
    }

    @Test
    void shouldKeepASampleOfEachOutcomeWithWhatTheProcessesDidInIt() throws IOException {
        ScenarioResult result = run(Fixtures.KilledAtAPoint.class, brief(8000).withSamples(1));

        assertEquals(List.of("killed(writer,SIGKILL): null, saw 1"),
                result.evidence().witnesses().stream().map(Witness::outcome).toList(), result::toString);
        Witness witness = result.evidence().witnesses().getFirst();
        assertEquals(List.of("writer actor ", "writer point between", "writer fault SIGKILL",
                "writer result killed(writer,SIGKILL)", "parent arbiter "),
                witness.events()
                        .stream()
                        .map(event -> event.process() + " " + event.operation() + " " + event.value())
                        .toList());
        assertTrue(witness.events().getFirst().startNanos() >= 0, witness::toString);
        assertTrue(witness.events().getFirst().endNanos() >= witness.events().get(2).startNanos(), witness::toString);
        assertEquals(List.of(new Evidence.FaultCount("KILL", "writer", "between", 1, 1)), result.evidence().faults());
        assertEquals(List.of(new Evidence.Discovery(1, 1)), result.evidence().discoveries());
    }

    @Test
    void shouldBeInconclusiveIfAnActorNeverCameToThePointOfItsFault() throws IOException {
        ScenarioResult result = run(Fixtures.PointNeverReached.class, brief(5000).withSamples(3));

        assertEquals(Verdict.INCONCLUSIVE, result.verdict());
        assertTrue(result.reasons().toString().contains("Faults.point(\"nowhere\")"), result::toString);
    }

    @Test
    void shouldNotTakeATextThatAnActorWroteForItsFate() throws IOException {
        ScenarioResult result = run(Fixtures.LiesAboutItsFate.class, brief(5000).withSamples(3));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertEquals(Set.of(": hung(writer)"), counts(result).keySet());
    }

    @Test
    void shouldContinueAStoppedActorAfterTheDeclaredTime() throws IOException {
        ScenarioResult result = run(Fixtures.StoppedAtAPoint.class, brief(8000).withSamples(3));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
    }

    @Test
    void shouldConstructAStateWithAnOrdinaryFieldAfreshForEverySampleAndSayWhy() throws IOException {
        ScenarioResult result = run(Fixtures.OrdinaryField.class, brief(5000).withSamples(20));

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertEquals("RESOURCE", result.speed());
        assertTrue(result.speedReason().contains("field mine"), result.speedReason());
    }

    @Test
    void shouldRunActorsAsThreadsOfThisJvmWhenAskedTo() throws IOException {
        RunOptions options = new RunOptions(java.util.Optional.of(Duration.ofMillis(500)),
                java.util.OptionalLong.empty(), 1, SEED, out, Map.of(), java.util.List.of(), java.util.List.of(),
                java.util.Optional.empty(), false, true);
        ScenarioResult result = run(Fixtures.StoreBuffering.class, options);

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertTrue(result.samples() > 0);
    }

    @Test
    void shouldLeaveNoProcessAndNoRealm() throws IOException {
        Set<Path> before = ownRealms();
        run(Fixtures.StoreBuffering.class, brief(1500));

        assertEquals(0, ProcessHandle.current()
                .children()
                .filter(EngineTest::isWorker)
                .count());
        assertEquals(before, ownRealms());
    }

    private static Set<Path> ownRealms() throws IOException {
        Path root = Path.of(System.getProperty(Realm.ROOT_PROPERTY, "/dev/shm"));
        String ours = "weir-\\d+-" + ProcessHandle.current().pid() + "-.*";
        try (Stream<Path> realms = Files.list(root)) {
            return realms.filter(realm -> realm.getFileName().toString().matches(ours)).collect(Collectors.toSet());
        }
    }
}
