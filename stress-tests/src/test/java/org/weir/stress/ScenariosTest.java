package org.weir.stress;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioFinder;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;

import java.util.List;
import java.util.stream.Stream;

class ScenariosTest {
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

    static Stream<String> names() {
        return ScenarioFinder.find(ScenarioFinder.runningClassPath()).stream();
    }
}
