package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class ScenarioReaderTest {
    private static final List<String> INITIALISED = new ArrayList<>();

    static ScenarioModel model(Class<?> type) {
        Reading reading = ScenarioReader.read(type);
        return reading instanceof Reading.Valid(ScenarioModel model) ? model
                : throwing(((Reading.Invalid) reading).message());
    }

    private static ScenarioModel throwing(String message) {
        throw new AssertionError(message);
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @Description("Everything that can be said.")
    @Ref("https://example.org/a")
    @Ref("https://example.org/b")
    @Outcome(id = {"1, 2, 3", "1, 2, 4"}, expect = Expect.ACCEPTABLE, desc = "Both.")
    @Outcome(id = "killed(writer,SIGKILL): 1, 0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Killed.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Others.")
    @MustObserve(value = "1, 2, .*", minRate = 0.5)
    @MustObserve("killed(writer,SIGKILL): 1, 0, 0")
    @Samples(min = 50)
    @Deadline("1500ms")
    @Fault(kind = FaultKind.KILL, actor = "writer", point = "between", probability = 0.25)
    @Fault(kind = FaultKind.STOP, actor = "reader", within = "2ms", sample = 7, resumeAfter = "1s")
    @JvmArgs({"-Xmx64m", "-Da=b c"})
    @Env({"TZ=UTC", "OPTIONS=a=b"})
    @ClassPath("${java.home}/lib")
    static class Everything {
        static {
            INITIALISED.add("Everything");
        }

        enum Mode {
            SLOW,
            FAST;

            static {
                INITIALISED.add("Mode");
            }
        }

        Everything(@Param({"512", "4096"}) int size, @Param boolean fast, @Param Mode mode) {}

        @BeforeWorker
        static void load() throws IOException {}

        @BeforeSample
        void fill() throws IOException {}

        @AfterSample
        void clean() throws IOException {}

        @Actor
        @JvmArgs("-Xint")
        void writer(III_Result r) throws IOException {
            r.r1 = 1;
        }

        @Actor
        @Env("TZ=Asia/Tokyo")
        void reader(III_Result r) {
            r.r2 = 2;
        }

        @Actor
        @ClassPath("${java.home}")
        void bystander() {}

        @Arbiter
        void last(III_Result r) {
            r.r3 = r.r1 + r.r2;
        }
    }

    @Test
    void shouldReadEverythingThatAScenarioSays() {
        ScenarioModel model = model(Everything.class);
        assertEquals("Everything that can be said.", model.description());
        assertEquals(List.of("https://example.org/a", "https://example.org/b"), model.refs());
        assertEquals(List.of("bystander", "reader", "writer"), model.actors().stream().map(ActorModel::name).toList());
        assertEquals(List.of(false, true, true), model.actors().stream().map(ActorModel::takesResult).toList());
        assertEquals(List.of(Set.of(), Set.of("r2"), Set.of("r1")),
                model.actors().stream().map(ActorModel::writes).toList());
        assertEquals(III_Result.class, model.resultType());
        assertEquals(List.of(new ResultField("r1", int.class, 2), new ResultField("r2", int.class, 1),
                new ResultField("r3", int.class, -1)), model.resultFields());
        assertEquals("last", model.arbiter().orElseThrow().getName());
        assertEquals(List.of(new OutcomeRule("1, 2, 3", Expect.ACCEPTABLE, "Both."),
                new OutcomeRule("1, 2, 4", Expect.ACCEPTABLE, "Both."),
                new OutcomeRule("killed(writer,SIGKILL): 1, 0, 0", Expect.ACCEPTABLE_INTERESTING, "Killed."),
                new OutcomeRule("", Expect.FORBIDDEN, "Others.")), model.grading().rules());
        assertEquals(List.of(new Requirement("1, 2, .*", 0.5), new Requirement("killed(writer,SIGKILL): 1, 0, 0", 0)),
                model.mustObserve());
        assertEquals(50, model.minSamples());
        assertEquals(Duration.ofMillis(1500), model.deadline());
        assertEquals(Speed.RESOURCE, model.speed());
        assertEquals(List.of(
                new FaultModel(FaultKind.KILL, 2, Optional.of("between"), Duration.ofMillis(10), 0, 0.25,
                        Duration.ofMillis(100)),
                new FaultModel(FaultKind.STOP, 1, Optional.empty(), Duration.ofMillis(2), 7, 1, Duration.ofSeconds(1))),
                model.faults());
        assertEquals(List.of("load"), model.beforeWorker().stream().map(m -> m.getName()).toList());
        assertEquals(List.of("fill"), model.beforeSample().stream().map(m -> m.getName()).toList());
        assertEquals(List.of("clean"), model.afterSample().stream().map(m -> m.getName()).toList());
        assertEquals(List.of("-Xmx64m", "-Da=b c"), model.jvmArgs());
        assertEquals(Map.of("TZ", "UTC", "OPTIONS", "a=b"), model.env());
        assertEquals(List.of(Path.of(System.getProperty("java.home"), "lib")), model.classPath());
        assertEquals(List.of("-Xint"), model.actors().get(2).jvmArgs());
        assertEquals(Map.of("TZ", "Asia/Tokyo"), model.actors().get(1).env());
        assertEquals(List.of(Path.of(System.getProperty("java.home"))), model.actors().get(0).classPath());
        assertFalse(model.twin());
    }

    @Test
    void shouldTakeAValueOfEachParameterForAConfiguration() {
        ScenarioModel model = model(Everything.class);
        assertEquals(List.of("size", "fast", "mode"), model.params().stream().map(ParamModel::name).toList());
        assertEquals(List.of("SLOW", "FAST"), model.params().get(2).values());
        assertEquals(8, model.configurations().size());
        assertEquals(Map.of("size", "512", "fast", "false", "mode", "SLOW"),
                model.configurations().getFirst().params());
        assertEquals(4096, model.params().get(0).parse("4096"));
        assertEquals(Everything.Mode.FAST, model.params().get(2).parse("FAST"));
    }

    @Test
    void shouldNotInitialiseTheClassOrItsEnums() {
        assertInstanceOf(Reading.Valid.class, ScenarioReader.read(Uninitialised.class));
        assertEquals(List.of(), INITIALISED.stream().filter(name -> name.startsWith("Uninitialised")).toList());
    }

    @MultiJvmTest
    static class Uninitialised {
        enum Kind {
            ONE;

            static {
                INITIALISED.add("UninitialisedKind");
            }
        }

        static {
            INITIALISED.add("Uninitialised");
        }

        Uninitialised(@Param Kind mode, @Param("ONE") Kind other) {}

        @Actor
        void only(I_Result r) {
            r.r1 = 1;
        }
    }

    @JCStressTest
    @State
    @MultiJvmTest
    @Outcome(expect = Expect.ACCEPTABLE)
    public static class Twin {
        int x;

        @Actor
        void first(II_Result r) {
            r.r1 = x;
        }

        @Actor
        protected void second(II_Result r) {
            r.r2 = x;
        }
    }

    @Test
    void shouldRecogniseATwin() {
        assertTrue(model(Twin.class).twin());
    }
}
