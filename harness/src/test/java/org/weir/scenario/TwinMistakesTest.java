package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs where jcstress's annotation processor does not: it would refuse to compile these classes. */
class TwinMistakesTest {
    @MultiJvmTest
    @JCStressTest
    @State
    static class NotPublic {
        @Actor
        public void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @SuppressWarnings({"EffectivelyPrivate", "UnusedMethod"})
    private static class Enclosing {
        @MultiJvmTest
        @JCStressTest
        @State
        public static class InPrivate {
            @Actor
            public void first(I_Result r) {
                r.r1 = 1;
            }
        }
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class PrivateActor {
        @Actor
        @SuppressWarnings("UnusedMethod")
        private void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseATwinThatIsNotPublic() {
        Mistakes.assertOnly(NotPublic.class, ProblemCode.TWIN_NOT_PUBLIC, "", "jcstress", "make it public");
        Mistakes.assertOnly(Enclosing.InPrivate.class, ProblemCode.TWIN_NOT_PUBLIC, "", "nested in a private class");
        Mistakes.assertOnly(PrivateActor.class, ProblemCode.TWIN_NOT_PUBLIC, ".first", "private");
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public record Recorded() {
        @Actor
        public void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseAFinalTwin() {
        Mistakes.assertOnly(Recorded.class, ProblemCode.TWIN_FINAL, "", "as all records are", "make it a class");
    }

    @MultiJvmTest
    @JCStressTest
    public static class Stateless {
        @Actor
        public void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseATwinWithoutState() {
        Mistakes.assertOnly(Stateless.class, ProblemCode.TWIN_NO_STATE, "", "@State");
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class Checked {
        public Checked() throws IOException {}

        @Actor
        public void first() throws InterruptedException, IllegalStateException {}

        @Arbiter
        public void last(I_Result r) throws Exception {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseCheckedExceptionsInATwin() {
        Mistakes.assertAll(Checked.class, ProblemCode.TWIN_CHECKED_EXCEPTION, " (constructor)", "IOException");
        Mistakes.assertAll(Checked.class, ProblemCode.TWIN_CHECKED_EXCEPTION, ".first",
                "declares InterruptedException:");
        Mistakes.assertAll(Checked.class, ProblemCode.TWIN_CHECKED_EXCEPTION, ".last", "Exception");
        assertEquals(3, Mistakes.of(Checked.class).size());
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class Parameterised {
        public Parameterised(@Param("1") int n) {}

        @Actor
        public void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class PrivateConstructor {
        private PrivateConstructor() {}

        @Actor
        public void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseATwinThatJcstressCannotConstruct() {
        Mistakes.assertOnly(Parameterised.class, ProblemCode.TWIN_CONSTRUCTOR, " (constructor)", "parameters",
                "@Param");
        Mistakes.assertOnly(PrivateConstructor.class, ProblemCode.TWIN_CONSTRUCTOR, " (constructor)", "private");
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class Inheriting extends Stateless {}

    @Test
    void shouldRefuseInheritedActorsInATwin() {
        assertEquals("TwinMistakesTest$Stateless.first", Mistakes.of(Inheriting.class).getFirst().place());
        assertEquals(ProblemCode.TWIN_INHERITED, Mistakes.of(Inheriting.class).getFirst().code());
        assertEquals(1, Mistakes.of(Inheriting.class).size());
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class Resultless {
        @Actor
        public void first() {}
    }

    @Test
    void shouldRefuseATwinWithoutAResult() {
        Mistakes.assertOnly(Resultless.class, ProblemCode.TWIN_NO_RESULT, "", "I_Result");
    }

    @MultiJvmTest
    @JCStressTest
    @State
    public static class Counter {
        @Actor
        public void first(I_Result r) {
            r.r1 = 1;
        }
    }

    @Test
    void shouldRefuseANameThatJcstressUses() {
        Mistakes.assertOnly(Counter.class, ProblemCode.TWIN_NAME, "", "another Counter");
    }

    @MultiJvmTest
    @JCStressTest
    @State
    @Outcome(id = "[]", expect = Expect.ACCEPTABLE)
    public static class NoPattern {
        @Actor
        public void first(L_Result r) {
            r.r1 = List.of();
        }
    }

    @Test
    void shouldRefuseIdsThatStopJcstress() {
        Mistakes.assertOnly(NoPattern.class, ProblemCode.TWIN_PATTERN, "", "\"[]\"", "\\\\[]");
    }

    @MultiJvmTest(speed = Speed.RESOURCE)
    @JCStressTest
    @State
    @Fault(kind = FaultKind.KILL, actor = "first")
    public static class Processes {
        @Actor
        @JvmArgs("-Xint")
        public void first(I_Result r) {
            r.r1 = 1;
        }

        @BeforeSample
        public void fill() {}
    }

    @Test
    void shouldRefuseInATwinWhatOnlyProcessesHave() {
        assertEquals(
                Set.of(ProblemCode.TWIN_RESOURCE, ProblemCode.TWIN_FAULT, ProblemCode.TWIN_LAUNCH,
                        ProblemCode.TWIN_LIFECYCLE),
                Mistakes.of(Processes.class).stream().map(Problem::code).collect(Collectors.toSet()));
    }
}
