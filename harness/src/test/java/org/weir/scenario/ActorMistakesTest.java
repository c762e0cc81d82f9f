package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

import java.lang.reflect.Method;
import java.util.List;

class ActorMistakesTest {
    @MultiJvmTest
    static class Empty {
        void notAnnotated() {}
    }

    @Test
    void shouldRefuseAScenarioWithoutActors() {
        Mistakes.assertOnly(Empty.class, ProblemCode.NO_ACTOR, "", "@Actor");
    }

    static class Eight {
        @Actor
        public void a1() {}

        @Actor
        public void a2() {}

        @Actor
        public void a3() {}

        @Actor
        public void a4() {}

        @Actor
        public void a5() {}

        @Actor
        public void a6() {}

        @Actor
        public void a7() {}

        @Actor
        public void a8() {}
    }

    @MultiJvmTest
    static class ExactlyEight extends Eight {}

    @MultiJvmTest
    static class Nine extends Eight {
        @Actor
        public void a9() {}
    }

    @Test
    void shouldRefuseANinthActor() {
        Mistakes.assertValid(ExactlyEight.class);
        Mistakes.assertOnly(Nine.class, ProblemCode.TOO_MANY_ACTORS, "", "9 actors");
    }

    @MultiJvmTest
    static class Overloaded {
        @Actor
        void twice() {}

        @Actor
        void twice(I_Result r) {
            r.r1 = 1;
        }
    }

    @MultiJvmTest
    static class Overridden extends Eight {
        @Override
        public void a8() {}
    }

    @Test
    void shouldRefuseActorsOfTheSameName() {
        Mistakes.assertAll(Overloaded.class, ProblemCode.ACTOR_OVERLOADED, ".twice", "twice()", "I_Result");
    }

    @Test
    void shouldNotTakeAnOverriddenMethodForAnActor() {
        assertEquals(7, ScenarioReaderTest.model(Overridden.class).actors().size());
    }

    @MultiJvmTest
    static class Static {
        @Actor
        static void only() {}
    }

    @MultiJvmTest
    static class Returning {
        @Actor
        int only() {
            return 1;
        }
    }

    @MultiJvmTest
    static class Both {
        @Actor
        @Arbiter
        void only(I_Result r) {
            r.r1 = 1;
        }
    }

    @SuppressWarnings("UnusedMethod")
    static class PrivateBase {
        @Actor
        private void only() {}
    }

    @MultiJvmTest
    static class OutOfReach extends PrivateBase {
        void only() {}
    }

    interface Taking<R> {
        void only(R result);
    }

    /** The compiler adds an only(Object) with the same annotation. */
    @MultiJvmTest
    static class Bridged implements Taking<I_Result> {
        @Override
        @Actor
        public void only(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseAnActorOfTheWrongShape() {
        Mistakes.assertOnly(Static.class, ProblemCode.ACTOR_SHAPE, ".only", "static", "instance method");
        Mistakes.assertOnly(Returning.class, ProblemCode.ACTOR_SHAPE, ".only", "returns nothing", "int", "void");
        Mistakes.assertOnly(Both.class, ProblemCode.ACTOR_SHAPE, ".only", "both actor and arbiter");
        Problem reach = Mistakes.of(OutOfReach.class).getFirst();
        assertEquals(ProblemCode.ACTOR_SHAPE, reach.code());
        assertEquals("ActorMistakesTest$PrivateBase.only", reach.place());
        Mistakes.assertValid(Bridged.class);
    }

    @MultiJvmTest
    static class TakesText {
        @Actor
        void only(String text) {}
    }

    @MultiJvmTest
    static class TakesTwo {
        @Actor
        void only(I_Result r, II_Result s) {
            r.r1 = 1;
            s.r2 = 1;
        }
    }

    @Test
    void shouldRefuseAnActorThatTakesSomethingElseThanAResult() {
        Mistakes.assertOnly(TakesText.class, ProblemCode.ACTOR_PARAMETERS, ".only", "java.lang.String", "@Result");
        Mistakes.assertOnly(TakesTwo.class, ProblemCode.ACTOR_PARAMETERS, ".only", "II_Result");
    }

    @MultiJvmTest
    static class TwoArbiters {
        @Actor
        void only() {}

        @Arbiter
        void first(I_Result r) {
            r.r1 = 1;
        }

        @Arbiter
        void second(I_Result r) {
            r.r1 = 1;
        }
    }

    @MultiJvmTest
    static class BlindArbiter {
        @Actor
        void only() {}

        @Arbiter
        void last() {}
    }

    @MultiJvmTest
    static class StaticArbiter {
        @Actor
        void only() {}

        @Arbiter
        static void last(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseASecondArbiterAndOneOfTheWrongShape() {
        Mistakes.assertOnly(TwoArbiters.class, ProblemCode.SEVERAL_ARBITERS, "", "2 arbiters", "first", "second");
        Mistakes.assertOnly(BlindArbiter.class, ProblemCode.ARBITER_SHAPE, ".last", "takes the result object");
        Mistakes.assertAll(StaticArbiter.class, ProblemCode.ARBITER_SHAPE, ".last", "instance method");
    }

    @MultiJvmTest
    static class Lifecycle {
        @BeforeWorker
        void notStatic() {}

        @BeforeSample
        static void notInstance() {}

        @AfterSample
        void taking(int n) {}

        @Actor
        @AfterSample
        void only() {}
    }

    @Test
    void shouldRefuseLifecycleMethodsOfTheWrongShape() {
        Mistakes.assertAll(Lifecycle.class, ProblemCode.LIFECYCLE_SHAPE, ".notStatic", "@BeforeWorker", "static void");
        Mistakes.assertAll(Lifecycle.class, ProblemCode.LIFECYCLE_SHAPE, ".notInstance", "@BeforeSample",
                "instance method");
        Mistakes.assertAll(Lifecycle.class, ProblemCode.LIFECYCLE_SHAPE, ".taking", "@AfterSample", "takes nothing");
        Mistakes.assertAll(Lifecycle.class, ProblemCode.LIFECYCLE_SHAPE, ".only", "cannot be actor");
        assertEquals(4, Mistakes.of(Lifecycle.class).size());
    }

    static class EarlyAndLate {
        @BeforeSample
        void z() {}

        @AfterSample
        void y() {}
    }

    @MultiJvmTest
    static class Ordered extends EarlyAndLate {
        @BeforeSample
        void b() {}

        @BeforeSample
        void a() {}

        @AfterSample
        void d() {}

        @AfterSample
        void c() {}

        @Actor
        void only() {}
    }

    @Test
    void shouldPrepareFromTheTopAndCleanUpFromTheBottom() {
        ScenarioModel model = ScenarioReaderTest.model(Ordered.class);
        assertEquals(List.of("z", "a", "b"), model.beforeSample().stream().map(Method::getName).toList());
        assertEquals(List.of("c", "d", "y"), model.afterSample().stream().map(Method::getName).toList());
    }

    @MultiJvmTest
    static class Signalled {
        @Actor
        void only() {}

        @Signal
        void now() {}
    }

    @MultiJvmTest
    @JCStressTest(Mode.Termination)
    @State
    public static class Termination {
        @Actor
        public void only(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseTerminationTests() {
        Mistakes.assertOnly(Signalled.class, ProblemCode.TERMINATION_TEST, ".now", "@Signal");
        Mistakes.assertOnly(Termination.class, ProblemCode.TERMINATION_TEST, "", "Mode.Termination");
    }

    @MultiJvmTest
    static class Misplaced {
        @Actor
        void first(I_Result r) {
            r.r1 = 1;
        }

        @JvmArgs("-Xint")
        @Env("A=b")
        @ClassPath(".")
        @Writes("r1")
        void helper() {}

        @Arbiter
        @Writes("r1")
        void last(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseOptionsOnAMethodThatIsNoActor() {
        Mistakes.assertAll(Misplaced.class, ProblemCode.NOT_AN_ACTOR, ".helper", "@JvmArgs", "(first)");
        Mistakes.assertAll(Misplaced.class, ProblemCode.NOT_AN_ACTOR, ".helper", "@Env");
        Mistakes.assertAll(Misplaced.class, ProblemCode.NOT_AN_ACTOR, ".helper", "@ClassPath");
        Mistakes.assertAll(Misplaced.class, ProblemCode.NOT_AN_ACTOR, ".helper", "@Writes");
        Mistakes.assertAll(Misplaced.class, ProblemCode.NOT_AN_ACTOR, ".last", "is the arbiter");
        assertEquals(5, Mistakes.of(Misplaced.class).size());
    }
}
