package org.weir.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.outcome.Verdict;
import org.weir.results.ScenarioResult;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Who is out of luck in his share of the time goes on, and nobody else does. */
class ReserveTest {
    private static final String FILE = "weir.test.launches";
    private static final int PLANNED = 100;

    @TempDir
    private Path out;

    /** What has to be observed is not there before the third launch. */
    @MultiJvmTest
    @MustObserve("1")
    @Outcome(id = "[01]", expect = ACCEPTABLE, desc = "Whether it is the third launch.")
    static class Late {
        private static int launches;

        final SharedInt cell = SharedInt.create();

        @BeforeWorker
        static void count() throws IOException {
            Path file = Path.of(System.getProperty(FILE, ""));
            Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            launches = Files.readString(file).length();
        }

        @Actor
        public void only(I_Result r) {
            cell.set(1);
            r.r1 = launches >= 3 ? cell.get() : 0;
        }
    }

    private ScenarioResult run(RunOptions options, int planned) throws IOException {
        Reading reading = ScenarioReader.read(Late.class);
        if (!(reading instanceof Reading.Valid valid)) {
            throw new AssertionError(((Reading.Invalid) reading).message());
        }
        try (Runner runner = Runner.open(options, RunListener.NONE, planned)) {
            return runner.run(valid.model().configurations().getFirst());
        }
    }

    private RunOptions options() {
        return new RunOptions(Optional.of(Duration.ofSeconds(PLANNED)), OptionalLong.empty(), 0, 7,
                out, Map.of(), List.of("-D" + FILE + "=" + out.resolve("launches")), List.of(),
                Optional.empty(), false, false);
    }

    @Test
    void shouldGoOnWithFurtherLaunchesWhenItsShareBroughtNoVerdict() throws IOException {
        ScenarioResult result = run(options(), PLANNED);

        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertEquals(3, result.launches().size(), result::toString);
        assertEquals(3, result.launches().stream().map(launch -> launch.seed()).distinct().count());
        assertTrue(result.reproduce().contains(" --launches 3 "), result::reproduce);
        assertTrue(result.notes().stream().anyMatch(note -> note.contains("brought no verdict: it went on")),
                result::toString);
    }

    @Test
    void shouldNotGoOnWhenAllTheTimeWasItsOwn() throws IOException {
        ScenarioResult result = run(options().withTimeBudget(Duration.ofSeconds(1)), 1);

        assertEquals(Verdict.INCONCLUSIVE, result.verdict(), result::toString);
        assertEquals(1, result.launches().size(), result::toString);
    }

    @Test
    void shouldMakeNoMoreLaunchesThanWereAskedFor() throws IOException {
        ScenarioResult result = run(options().withLaunches(1), PLANNED);

        assertEquals(Verdict.INCONCLUSIVE, result.verdict(), result::toString);
        assertEquals(1, result.launches().size(), result::toString);
    }
}
