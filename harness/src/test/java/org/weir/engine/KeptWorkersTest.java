package org.weir.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.ScenarioResult;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioReader;
import org.weir.scenario.Speed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Which JVMs the configurations of resource scenarios run in. */
@Timeout(120)
class KeptWorkersTest {
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());

    @TempDir
    Path out;

    private List<ScenarioResult> run(Class<?>... scenarios) throws IOException {
        System.out.println("weir.test.seed=" + SEED);
        List<ScenarioConfiguration> configurations = new ArrayList<>();
        for (Class<?> scenario : scenarios) {
            configurations.addAll(((Reading.Valid) ScenarioReader.read(scenario)).model().configurations());
        }
        RunOptions options = RunOptions.of(out, SEED)
                .withTimeBudget(Duration.ofSeconds(60))
                .withLaunches(1)
                .withSamples(3);
        List<ScenarioResult> results = new ArrayList<>();
        try (Runner runner = Runner.open(options, RunListener.NONE, configurations.size())) {
            for (ScenarioConfiguration configuration : configurations) {
                results.add(runner.run(configuration));
            }
        }
        results.forEach(result -> assertEquals(Verdict.PASS, result.verdict(), result::toString));
        results.forEach(result -> assertEquals(3, result.samples(), result::toString));
        return results;
    }

    private static Set<Long> pids(ScenarioResult result) {
        return new HashSet<>(result.launches().getFirst().pids());
    }

    @Test
    void shouldGoOnWithTheSameJvmsInTheNextConfigurationOfAResourceScenario() throws IOException {
        List<ScenarioResult> results = run(Clean.class);

        assertEquals(3, pids(results.getFirst()).size());
        assertEquals(pids(results.getFirst()), pids(results.getLast()));
    }

    @Test
    void shouldGiveAnotherScenarioJvmsOfItsOwn() throws IOException {
        List<ScenarioResult> results = run(Clean.class, Sole.class, Clean.class);

        Set<Long> first = pids(results.getFirst());
        for (ScenarioResult later : results.subList(2, results.size())) {
            Set<Long> both = new HashSet<>(first);
            both.retainAll(pids(later));
            assertTrue(both.isEmpty(), later::toString);
        }
        assertFalse(first.stream().anyMatch(pid -> ProcessHandle.of(pid).isPresent()));
    }

    @Test
    void shouldNotHandOnAJvmInWhichAThreadWasLeft() throws IOException {
        List<ScenarioResult> results = run(LeavesAThread.class);

        Set<Long> both = new HashSet<>(pids(results.getFirst()));
        both.retainAll(pids(results.getLast()));
        assertTrue(both.isEmpty(), results::toString);
    }

    @Test
    void shouldNotHandOnAJvmWhosePropertiesWereChanged() throws IOException {
        List<ScenarioResult> results = run(ChangesAProperty.class);

        assertTrue(pids(results.getFirst()).stream().noneMatch(pids(results.getLast())::contains), results::toString);
    }

    @Test
    void shouldHandOnTheReplacementOfAKilledWorker() throws IOException {
        List<ScenarioResult> results = run(Killed.class);

        Set<Long> both = new HashSet<>(pids(results.getFirst()));
        both.retainAll(pids(results.getLast()));
        assertEquals(2, both.size(), results::toString);
    }

    @Test
    void shouldShowOfAWorkersOutputWhatBelongsToTheConfiguration() throws IOException {
        List<ScenarioResult> results = run(Chatty.class);

        assertEquals(pids(results.getFirst()).iterator().next(), results.getLast()
                .launches()
                .getFirst()
                .pids()
                .getFirst());
        String shown = results.getLast()
                .diagnostics()
                .stream()
                .map(Diagnostic::text)
                .collect(Collectors.joining());
        assertTrue(shown.contains("says 2"), results.getLast()::toString);
        assertFalse(shown.contains("says 1"), results.getLast()::toString);
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "(1|2), 1, 1", expect = ACCEPTABLE, desc = "What runs once in a worker ran once.")
    @Outcome(expect = FORBIDDEN, desc = "The shared state is not that of the configuration, or ran twice.")
    static class Clean {
        private static int prepared;

        final SharedInt number;

        Clean(@Param({"1", "2"}) int initial) {
            number = SharedInt.create(initial);
        }

        @BeforeWorker
        static void prepare() {
            prepared++;
        }

        @Actor
        void a(III_Result r) {
            r.r2 = prepared;
        }

        @Actor
        void b(III_Result r) {
            r.r3 = prepared;
        }

        @Arbiter
        void last(III_Result r) {
            r.r1 = number.get();
        }
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "")
    static class Sole {
        final SharedInt number = SharedInt.create();

        @Actor
        void a(I_Result r) {
            r.r1 = number.get();
        }
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "[12]", expect = ACCEPTABLE, desc = "")
    static class LeavesAThread {
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        final int value;
        final SharedInt number = SharedInt.create();

        LeavesAThread(@Param({"1", "2"}) int value) {
            this.value = value;
        }

        @Actor
        void a(I_Result r) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    NEVER.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            r.r1 = value;
        }
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "[12]", expect = ACCEPTABLE, desc = "")
    static class ChangesAProperty {
        final int value;
        final SharedInt number = SharedInt.create();

        ChangesAProperty(@Param({"1", "2"}) int value) {
            this.value = value;
        }

        @Actor
        void a(I_Result r) {
            System.setProperty("weir.test.left", "" + value);
            r.r1 = value;
        }
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Fault(kind = FaultKind.KILL, actor = "victim")
    @Deadline("10s")
    @Outcome(id = "killed\\(victim,SIGKILL\\): 0, [12]", expect = ACCEPTABLE, desc = "")
    static class Killed {
        final int value;
        final SharedInt gate = SharedInt.create();

        Killed(@Param({"1", "2"}) int value) {
            this.value = value;
        }

        @Actor
        void victim(II_Result r) {
            while (gate.get() == 0) {
                Thread.onSpinWait();
            }
            r.r1 = 1;
        }

        @Actor
        void witness(II_Result r) {
            r.r2 = value;
        }
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Outcome(id = "exited\\(a,3\\): 0", expect = ACCEPTABLE, desc = "")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "")
    static class Chatty {
        final int value;
        final SharedInt number = SharedInt.create();

        Chatty(@Param({"1", "2"}) int value) {
            this.value = value;
        }

        @Actor
        void a(I_Result r) {
            System.out.println("says " + value);
            System.out.flush();
            if (value == 2) {
                Runtime.getRuntime().halt(3);
            }
            r.r1 = 1;
        }
    }
}
