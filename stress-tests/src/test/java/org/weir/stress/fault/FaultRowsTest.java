package org.weir.stress.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.scenario.Claim;
import org.weir.scenario.Fault;
import org.weir.scenario.MustObserve;
import org.weir.scenario.ScenarioFinder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FaultRowsTest {
    /** Family B of the catalogue; S9, S18 and S23 are no rows. */
    private static final List<String> ROWS = Stream
            .of(IntStream.rangeClosed(1, 8), IntStream.rangeClosed(10, 17), IntStream.rangeClosed(19, 22),
                    IntStream.rangeClosed(24, 30))
            .flatMapToInt(rows -> rows)
            .mapToObj(row -> "S" + row)
            .toList();

    @Test
    void shouldHaveAScenarioForEveryFailureModeOfTheOriginal() throws ClassNotFoundException {
        Map<String, Class<?>> claimed = new HashMap<>();
        for (String name : ScenarioFinder.find(ScenarioFinder.runningClassPath())) {
            Class<?> type = Class.forName(name);
            for (Claim claim : type.getAnnotationsByType(Claim.class)) {
                claimed.put(claim.id(), type);
            }
        }

        assertEquals(List.of(), ROWS.stream().filter(row -> !claimed.containsKey(row)).toList(),
                "rows without a scenario");
    }

    @ParameterizedTest
    @ValueSource(strings = {"S5", "S6", "S7", "S12", "S13", "S14", "S19", "S29"})
    void shouldDemandThatTheFaultWasSeen(String row) throws ClassNotFoundException {
        for (String name : ScenarioFinder.find(ScenarioFinder.runningClassPath())) {
            Class<?> type = Class.forName(name);
            boolean isOfTheRow = Stream.of(type.getAnnotationsByType(Claim.class))
                    .anyMatch(claim -> claim.id().equals(row));
            if (isOfTheRow) {
                assertTrue(type.getAnnotationsByType(Fault.class).length > 0, name + " declares no fault");
                assertTrue(type.getAnnotationsByType(MustObserve.class).length > 0, name + " may pass without one");
            }
        }
    }
}
