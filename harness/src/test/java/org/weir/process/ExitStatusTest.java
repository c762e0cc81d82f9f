package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.awaitEnd;
import static org.weir.process.Children.launch;
import static org.weir.process.Roles.bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ExitStatusTest extends Launching {

    @ParameterizedTest
    @CsvSource({"return 0, 0", "throw 0, 1", "context 3, 3", "context 137, 137", "context 143, 143", "system 0, 0",
            "system 137, 137", "system 143, 143", "system 134, 134", "halt 7, 7", "halt 255, 255"})
    void shouldReportTheCodeThatAProcessEndedWithByItself(String way, int code) throws IOException {
        ChildJvm child = launch(launcher, "ending", Roles.End.class);
        child.send(bytes(way));
        assertEquals(new ExitStatus.Exited(code), awaitEnd(child));
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGALRM", "SIGPROF"})
    void shouldReportTheSignalThatEndedAProcess(Signal ending) throws IOException {
        Signal signal = isIgnoredHere(ending) ? Signal.SIGKILL : ending;
        ChildJvm child = waiting();
        child.signal(signal);
        assertEquals(new ExitStatus.Signaled(signal.number(), signal.name()), awaitEnd(child));
    }

    /** A build in the background of a shell, or below nohup, ignores SIGINT or SIGHUP, and its children inherit that. */
    private static boolean isIgnoredHere(Signal signal) throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status"))
                .stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & (1L << (signal.number() - 1))) != 0;
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGKILL", "SIGTERM"})
    void shouldReportASignalThatSomebodyElseSent(Signal signal) throws IOException {
        ChildJvm child = waiting();
        Processes.send(child.pid(), signal);
        assertEquals(new ExitStatus.Signaled(signal.number(), signal.name()), awaitEnd(child));
    }

    @Test
    void shouldReportTheKillingOfAProcessThatHangsInItsExit() throws IOException {
        ChildJvm child = ending("system-hang 0");
        child.kill();
        assertEquals(new ExitStatus.Signaled(9, "SIGKILL"), awaitEnd(child));
    }

    @Test
    void shouldReportThatSomebodyElseKilledAProcessOnItsWayToAnotherCode() throws IOException {
        ChildJvm child = ending("context-hang 3");
        Processes.send(child.pid(), Signal.SIGKILL);
        assertEquals(new ExitStatus.Signaled(9, "SIGKILL"), awaitEnd(child));
    }

    @Test
    void shouldReportTheEndOfAStoppedProcess() throws IOException {
        ChildJvm child = waiting();
        child.signal(Signal.SIGSTOP);
        child.close();
        assertEquals(new ExitStatus.Signaled(9, "SIGKILL"), child.exit().orElseThrow());
    }

    @Test
    void shouldFindHotSpotsAccountOfACrash() throws IOException {
        ChildJvm child = waiting();
        assertTrue(child.hsErr().isEmpty());
        child.signal(Signal.SIGSEGV);
        assertEquals(new ExitStatus.Signaled(6, "SIGABRT"), awaitEnd(child));
        assertTrue(child.hsErr().isPresent());
    }

    private ChildJvm waiting() throws IOException {
        return ending("wait 0");
    }

    /** A child that has said that it is where this way of ending leads it. */
    private ChildJvm ending(String way) throws IOException {
        ChildJvm child = launch(launcher, "ending", Roles.End.class);
        child.send(bytes(way));
        child.receive(SOON);
        return child;
    }
}
