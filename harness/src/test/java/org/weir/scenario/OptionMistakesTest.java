package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jcstress.annotations.Actor;

import java.time.Duration;

class OptionMistakesTest {
    abstract static class Base {
        @Actor
        public void writer() {}
    }

    @MultiJvmTest
    @Samples(min = 0)
    static class NoSamples extends Base {}

    @Test
    void shouldRefuseToAskForNoSamples() {
        Mistakes.assertOnly(NoSamples.class, ProblemCode.SAMPLES, "", "min = 0", "1 or more");
    }

    @MultiJvmTest
    @Deadline("0s")
    static class NoTime extends Base {}

    @MultiJvmTest
    @Deadline("soon")
    static class Soon extends Base {}

    @Test
    void shouldRefuseADeadlineThatIsNoPositiveDuration() {
        Mistakes.assertOnly(NoTime.class, ProblemCode.DEADLINE, "", "zero", "500ms");
        Mistakes.assertOnly(Soon.class, ProblemCode.DEADLINE, "", "\"soon\"", "250ms");
    }

    @Test
    void shouldHaveADeadlineEvenIfNoneIsStated() {
        assertEquals(Duration.ofSeconds(10), ScenarioReaderTest.model(Plain.class).deadline());
    }

    @MultiJvmTest
    static class Plain extends Base {}

    @MultiJvmTest
    @Fault(kind = FaultKind.KILL, actor = "reader")
    static class FaultToNobody extends Base {}

    @Test
    void shouldRefuseAFaultToAnActorThatDoesNotExist() {
        Mistakes.assertOnly(FaultToNobody.class, ProblemCode.FAULT_UNKNOWN_ACTOR, "", "reader", "actors are writer");
    }

    @MultiJvmTest
    @Fault(kind = FaultKind.KILL, actor = "writer", point = "here", within = "1ms")
    @Fault(kind = FaultKind.KILL, actor = "writer", resumeAfter = "1ms")
    @Fault(kind = FaultKind.KILL, actor = "writer", within = "a while")
    @Fault(kind = FaultKind.STOP, actor = "writer", resumeAfter = "0ms")
    static class BadTimes extends Base {}

    @Test
    void shouldRefuseFaultsWhoseTimesMakeNoSense() {
        Mistakes.assertAll(BadTimes.class, ProblemCode.FAULT_TIMING, "", "both a point and a time");
        Mistakes.assertAll(BadTimes.class, ProblemCode.FAULT_TIMING, "", "resumeAfter", "FaultKind.STOP");
        Mistakes.assertAll(BadTimes.class, ProblemCode.FAULT_TIMING, "", "within", "\"a while\" is not a duration");
        Mistakes.assertAll(BadTimes.class, ProblemCode.FAULT_TIMING, "", "resumeAfter = \"0ms\"");
        assertEquals(4, Mistakes.of(BadTimes.class).size());
    }

    @MultiJvmTest
    @Fault(kind = FaultKind.KILL, actor = "writer", probability = 0)
    static class Never extends Base {}

    @MultiJvmTest
    @Fault(kind = FaultKind.KILL, actor = "writer", probability = 1.01)
    static class TooOften extends Base {}

    @MultiJvmTest
    @Fault(kind = FaultKind.KILL, actor = "writer", probability = Double.NaN)
    static class NoNumber extends Base {}

    @MultiJvmTest
    @Fault(kind = FaultKind.KILL, actor = "writer", sample = -1)
    static class NoSample extends Base {}

    @Test
    void shouldRefuseProbabilitiesAndSamplesOutOfRange() {
        Mistakes.assertOnly(Never.class, ProblemCode.FAULT_PROBABILITY, "", "0.0", "more than 0");
        Mistakes.assertOnly(TooOften.class, ProblemCode.FAULT_PROBABILITY, "", "1.01", "at most 1");
        Mistakes.assertOnly(NoNumber.class, ProblemCode.FAULT_PROBABILITY, "", "NaN");
        Mistakes.assertOnly(NoSample.class, ProblemCode.FAULT_SAMPLE, "", "sample -1", "counted from 1");
    }

    @MultiJvmTest
    @JvmArgs({"-Xint", "Xmx1g"})
    static class NoArgument extends Base {}

    @MultiJvmTest
    static class OtherClassPath {
        @Actor
        @JvmArgs({"-cp", "--class-path=x"})
        void only() {}
    }

    @Test
    void shouldRefuseJvmArgumentsThatAreNoneOrReplaceTheClassPath() {
        Mistakes.assertOnly(NoArgument.class, ProblemCode.JVM_ARGS, "", "\"Xmx1g\"", "starts with -");
        Mistakes.assertAll(OtherClassPath.class, ProblemCode.JVM_ARGS, ".only", "\"-cp\"", "@ClassPath");
        assertEquals(2, Mistakes.of(OtherClassPath.class).size());
    }

    @MultiJvmTest
    @Env({"A=1", "B", "=C", "A=2"})
    static class BadEnv extends Base {}

    @Test
    void shouldRefuseEnvironmentVariablesWithoutNameOrStatedTwice() {
        Mistakes.assertAll(BadEnv.class, ProblemCode.ENV, "", "\"B\"", "NAME=value");
        Mistakes.assertAll(BadEnv.class, ProblemCode.ENV, "", "\"=C\"");
        Mistakes.assertAll(BadEnv.class, ProblemCode.ENV, "", "A twice");
        assertEquals(3, Mistakes.of(BadEnv.class).size());
    }

    @MultiJvmTest
    @ClassPath({"no/such.jar", "${weir.no.such.property}/x.jar", "${java.home}"})
    static class BadClassPath extends Base {}

    @Test
    void shouldRefuseClassPathEntriesThatDoNotExist() {
        Mistakes.assertAll(BadClassPath.class, ProblemCode.CLASS_PATH, "", "\"no/such.jar\"", "does not exist");
        Mistakes.assertAll(BadClassPath.class, ProblemCode.CLASS_PATH, "", "weir.no.such.property",
                "-Dweir.no.such.property");
        assertEquals(2, Mistakes.of(BadClassPath.class).size());
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "10s,PT10S", "2m,PT2M", "1.5s,PT1.5S", "3 us,PT0.000003S", "7ns,PT0.000000007S",
            "1h,PT1H", "0ms,PT0S",
            "999999999h,PT999999999H", "0.5ns,PT0S"})
    void shouldReadDurations(String text, Duration expected) {
        assertEquals(expected, Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1 hour", "1,5s", "1e3ms", "10S"})
    void shouldSayHowADurationIsWritten(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text)).toString();
        assertTrue(message.contains("\"" + text + "\"") && message.contains("250ms"), message);
    }
}
