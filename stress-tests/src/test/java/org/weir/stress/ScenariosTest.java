package org.weir.stress;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.scenario.Claim;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioFinder;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class ScenariosTest {
    private static final List<String> SEEDS = IntStream.rangeClosed(1, 30)
            .mapToObj(row -> String.format("SD%02d", row))
            .toList();
    private static final List<String> LITMUS = List.of("C-SB-plain", "C-SB-opaque", "C-SB-ra", "C-SB-volatile",
            "C-MP-plain", "C-MP-opaque", "C-MP-ra", "C-MP-volatile", "C-MP-locked", "C-CORR-opaque", "C-LB-opaque",
            "C-LB-ra", "C-IRIW-volatile", "C-WOA", "C-2W-plain", "C-2W-volatile", "C-TEAR-bytes", "C-ATOM-long",
            "C-ATOM-long-across", "C-ATOM-int-across", "C-LU-plain", "C-LU-volatile", "C-LU-cas", "C-LU-add",
            "C-LU-locked", "C-CTA-plain", "C-CTA-cas", "C-PETERSON-plain", "C-PETERSON-volatile", "C-DEKKER-plain",
            "C-DEKKER-volatile", "C-SPIN-plain", "C-SPIN-cas", "C-PUB-fifo", "C-PUB-filelock", "C-PUB-futex");

    @Test
    void shouldFindTheScenariosOfThisModule() {
        List<String> names = names().toList();

        assertTrue(names.contains("org.weir.stress.counter.UnlockedCounter"), names::toString);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeValidAndSayWhatItClaimsAndWhereTheClaimComesFrom(String name) throws ClassNotFoundException {
        Reading reading = ScenarioReader.read(Class.forName(name));

        ScenarioModel model = assertInstanceOf(Reading.Valid.class, reading, reading::toString).model();
        assertTrue(!model.description().isEmpty(), "@Description is missing");
        assertTrue(!model.refs().isEmpty(), "@Ref is missing");
    }

    @Test
    void shouldHaveAScenarioForEveryRowOfTheCatalogue() throws ClassNotFoundException {
        Set<String> claimed = new HashSet<>();
        for (String name : names().toList()) {
            for (Claim claim : Class.forName(name).getAnnotationsByType(Claim.class)) {
                claimed.add(claim.id());
            }
        }

        List<String> missing = Stream.concat(SEEDS.stream(), LITMUS.stream())
                .filter(id -> !claimed.contains(id))
                .toList();
        assertTrue(missing.isEmpty(), () -> "no scenario claims " + missing);
    }

    static Stream<String> names() {
        return ScenarioFinder.find(ScenarioFinder.runningClassPath()).stream();
    }
}
