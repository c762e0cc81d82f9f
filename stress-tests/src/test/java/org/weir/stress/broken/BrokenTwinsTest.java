package org.weir.stress.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.engine.RunListener;
import org.weir.engine.RunOptions;
import org.weir.engine.Runner;
import org.weir.outcome.Verdict;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

class BrokenTwinsTest {
    /** Long, for some are not wrong in every sample; but the first that is wrong ends it. */
    private static final Duration BUDGET = Duration.ofSeconds(60);

    /** Which configuration of a scenario with parameters can show it. */
    private static final Map<Class<?>, String> PARAMS = Map.of(BrokenTwins.WritersWithoutTheLock.class, "size=4097",
            BrokenTwins.LosesWhatItHasNoRoomFor.class, "size=65537", BrokenTwins.ReadAndWriteInTwoSteps.class,
            "how=update",
            BrokenTwins.TaskTakenForGood.class, "moment=TASK_TAKEN");

    @ParameterizedTest
    @MethodSource("twins")
    void shouldFailTheTwinAndNameWhatItDid(Class<?> twin, String param, @TempDir Path directory) throws Exception {
        ScenarioConfiguration configuration = configuration(twin, param);
        RunOptions options = RunOptions.of(directory, 1)
                .withTimeBudget(BUDGET)
                .withLaunches(1);
        AtomicReference<@Nullable Runner> running = new AtomicReference<>();
        RunListener stopper = new RunListener() {
            @Override
            public void progress(Progress progress) {
                if (progress.forbidden() > 0) {
                    Optional.ofNullable(running.get()).ifPresent(Runner::stop);
                }
            }
        };

        ScenarioResult result;
        try (Runner runner = Runner.open(options, stopper, 1)) {
            running.set(runner);
            result = runner.run(configuration);
        }

        assertEquals(Verdict.FAIL, result.verdict(), () -> result.outcomes() + " " + result.reasons());
    }

    static Stream<Arguments> twins() {
        return Stream.of(BrokenTwins.class.getDeclaredClasses())
                .sorted(Comparator.comparing(Class::getName))
                .map(twin -> Arguments.of(twin, param(twin)));
    }

    private static String param(Class<?> twin) {
        return PARAMS.getOrDefault(twin, "");
    }

    /** The scenario's own model, rules and faults, with the twin's class in the place of the scenario's. */
    private static ScenarioConfiguration configuration(Class<?> twin, String param) throws NoSuchMethodException {
        Reading reading = ScenarioReader.read(twin.getSuperclass());
        ScenarioModel of = assertInstanceOf(Reading.Valid.class, reading, reading::toString).model();
        Constructor<?> constructor = twin.getConstructor(of.constructor().getParameterTypes());
        ScenarioModel broken = new ScenarioModel(twin, constructor, of.params(), of.description(), of.refs(),
                of.actors(),
                of.arbiter(), of.resultType(), of.resultFields(), of.grading(), of.mustObserve(), of.minSamples(),
                of.deadline(), of.speed(), of.faults(), of.beforeWorker(), of.beforeSample(), of.afterSample(),
                of.jvmArgs(), of.env(), of.classPath(), of.twin());
        return broken.configurations()
                .stream()
                .filter(with -> param.isEmpty() || with.params().toString().contains(param))
                .findFirst()
                .orElseThrow();
    }
}
