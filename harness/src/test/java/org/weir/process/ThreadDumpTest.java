package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.launch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.os.Signal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ThreadDumpTest extends Launching {

    @Test
    void shouldShowWhoHoldsWhatInADeadlock() throws IOException {
        ChildJvm child = launch(launcher, "deadlocked", Roles.Deadlock.class);
        child.receive(SOON);
        String dump = child.threadDump(SOON.multipliedBy(2)).orElseThrow();
        assertTrue(dump.contains("DEADLOCK"), dump);
        assertTrue(dump.contains("held by \"left-first\""), dump);
        assertTrue(dump.contains("Roles$Deadlock.lockInOrder"), dump);
        assertEquals("", child.stdoutTail(100), "it did not have to ask HotSpot");
    }

    @Test
    void shouldShowWhereALoopSpins() throws IOException {
        ChildJvm child = launch(launcher, "busy", Roles.BusyLoop.class);
        child.receive(SOON);
        String dump = child.threadDump(SOON.multipliedBy(2)).orElseThrow();
        assertTrue(dump.contains("Roles$BusyLoop.run"), dump);
    }

    @Test
    void shouldAskHotSpotWhenTheChannelIsBlocked() throws IOException {
        ChildJvm child = launch(launcher, "flood", Roles.Flood.class);
        await().atMost(SOON).until(child.link()::isFull);
        String dump = await().atMost(SOON)
                .until(() -> child.threadDump(Duration.ofSeconds(5)), Optional::isPresent)
                .orElseThrow();
        assertTrue(dump.startsWith("Full thread dump"), dump);
        assertTrue(dump.contains("Roles$Flood.run"), dump);
        for (int frame = 0; frame < 300; frame++) {
            assertEquals(1 << 20, child.receive(SOON).length, "the flood goes on when there is room");
        }
    }

    @Test
    void shouldComeBackWithNothingFromAStoppedProcess() throws IOException {
        ChildJvm child = launch(launcher, "stopped", Roles.Idle.class);
        child.receive(SOON);
        child.signal(Signal.SIGSTOP);
        assertEquals(Optional.empty(), child.threadDump(Duration.ofMillis(500)));
        child.signal(Signal.SIGCONT);
        assertFalse(child.threadDump(SOON).isEmpty());
    }

    @Test
    void shouldNotKillAProcessThatDoesNotHandleTheSignalOfADump() throws IOException {
        ChildJvm child = launch(launcher, "reduced", Roles.Flood.class, "-Xrs");
        await().atMost(SOON).until(child.link()::isFull);
        assertEquals(Optional.empty(), child.threadDump(Duration.ofMillis(500)));
        assertEquals(Optional.empty(), child.exit());
    }
}
