package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

/** Assertions on the mistakes of scenario classes. */
final class Mistakes {
    private Mistakes() {}

    static List<Problem> of(Class<?> type) {
        return assertInstanceOf(Reading.Invalid.class, ScenarioReader.read(type)).problems();
    }

    /** The class has this mistake and no other; the place is the class's name without package, plus the suffix given. */
    static void assertOnly(Class<?> type, ProblemCode code, String placeSuffix, String... fragments) {
        assertAll(type, code, placeSuffix, fragments);
        assertEquals(1, of(type).size(), () -> of(type).toString());
    }

    /** The class has mistakes of one code only, among them one with this text. */
    static void assertAll(Class<?> type, ProblemCode code, String placeSuffix, String... fragments) {
        List<Problem> problems = of(type);
        assertTrue(problems.stream().allMatch(p -> p.code() == code), problems::toString);
        String name = type.getName().substring(type.getPackageName().length() + 1);
        Problem first = problems.stream()
                .filter(p -> p.place().equals(name + placeSuffix))
                .filter(p -> Arrays.stream(fragments).allMatch(p.toString()::contains))
                .findFirst()
                .orElseThrow(() -> new AssertionError(problems.toString()));
        assertTrue(!first.wrong().isBlank() && !first.remedy().isBlank());
    }

    static void assertValid(Class<?> type) {
        Reading reading = ScenarioReader.read(type);
        assertInstanceOf(Reading.Valid.class, reading,
                () -> reading instanceof Reading.Invalid invalid ? invalid.message() : "");
    }
}
