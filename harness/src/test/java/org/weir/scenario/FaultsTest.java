package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class FaultsTest {
    @Test
    @SuppressWarnings("try")
    void shouldTellTheListenerOfPointsAsLongAsItIsInstalled() {
        List<String> reached = new ArrayList<>();
        Faults.point("before");
        try (FaultPoints.Installation installation = FaultPoints.install(reached::add)) {
            Faults.point("one");
            Faults.point("two");
            assertThrows(IllegalStateException.class, () -> FaultPoints.install(reached::add));
            installation.close();
            Faults.point("closed");
        }
        Faults.point("after");
        assertEquals(List.of("one", "two"), reached);
    }

    @Test
    @SuppressWarnings("try")
    void shouldNotRemoveTheListenerOfAnotherInstallation() {
        List<String> reached = new ArrayList<>();
        FaultPoints.Installation first = FaultPoints.install(_ -> {});
        first.close();
        try (FaultPoints.Installation second = FaultPoints.install(reached::add)) {
            first.close();
            Faults.point("still");
            second.close();
        }
        assertEquals(List.of("still"), reached);
    }
}
