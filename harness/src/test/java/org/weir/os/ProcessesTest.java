package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.TestJvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

@Timeout(120)
class ProcessesTest {

    private static final int SIGNALLED = 128;

    @Test
    void shouldKnowThisProcessItsParentItsUserAndTheThread() throws Exception {
        assertEquals(ProcessHandle.current().pid(), Processes.pid());
        assertEquals(ProcessHandle.current().parent().orElseThrow().pid(), Processes.parentPid());
        assertEquals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), Processes.userId());
        assertTrue(Files.exists(Path.of("/proc/self/task/" + Processes.threadId())));
    }

    @Test
    void shouldSendASignal() throws Exception {
        try (TestJvm child = TestJvm.start(Waiter.class)) {
            child.expectLine("ready");
            assertTrue(Processes.exists(child.pid()));

            Processes.send(child.pid(), Signal.SIGTERM);

            assertEquals(SIGNALLED + Signal.SIGTERM.number(), child.waitFor());
            assertFalse(Processes.exists(child.pid()));
            OsException gone = assertThrows(OsException.class, () -> Processes.send(child.pid(), Signal.SIGTERM));
            assertEquals(Errno.ESRCH, gone.errno());
            assertTrue(gone.toString().contains("SIGTERM"), gone.toString());
        }
    }

    @Test
    void shouldKillAStoppedProcess() throws Exception {
        try (TestJvm child = TestJvm.start(Waiter.class)) {
            child.expectLine("ready");
            Processes.send(child.pid(), Signal.SIGSTOP);

            Processes.send(child.pid(), Signal.SIGKILL);

            assertEquals(SIGNALLED + Signal.SIGKILL.number(), child.waitFor());
        }
    }

    @Test
    void shouldNeverSignalAGroupOrEverybody() {
        assertThrows(IllegalArgumentException.class, () -> Processes.send(0, Signal.SIGCONT));
        assertThrows(IllegalArgumentException.class, () -> Processes.send(-1, Signal.SIGCONT));
        assertThrows(IllegalArgumentException.class, () -> Processes.send(1L << 32, Signal.SIGCONT));
    }

    @Test
    void shouldDieWithTheThreadThatStartedIt() throws Exception {
        try (TestJvm parent = TestJvm.start(Parent.class)) {
            long orphan = Long.parseLong(parent.readLine());
            assertFalse(TestJvm.hasEnded(orphan));

            parent.kill();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> TestJvm.hasEnded(orphan));
        }
    }

    @Test
    void shouldKnowSignalsByNumber() {
        assertEquals(Signal.SIGKILL, Signal.of(9).orElseThrow());
        assertEquals(Signal.SIGSYS, Signal.of(31).orElseThrow());
        assertTrue(Signal.of(0).isEmpty());
        assertTrue(Signal.of(34).isEmpty());
    }

    @Test
    void shouldBindAThreadAndTheThreadsItStarts() throws Exception {
        Thread[] inner = new Thread[1];
        Object[] seen = new Object[3];
        Thread outer = Thread.ofPlatform().start(() -> {
            try {
                seen[0] = Affinity.current();
                Affinity.set(Set.of(Affinity.current().first()));
                seen[1] = Affinity.current();
                inner[0] = Thread.ofPlatform().start(() -> {
                    try {
                        seen[2] = Affinity.current();
                    } catch (OsException failed) {
                        seen[2] = failed;
                    }
                });
                inner[0].join();
            } catch (OsException | InterruptedException failed) {
                seen[1] = failed;
            }
        });
        outer.join();

        assertEquals(Set.of(((NavigableSet<?>) seen[0]).first()), seen[1]);
        assertEquals(seen[1], seen[2]);
        assertEquals(seen[0], Affinity.current(), "the thread that did not ask stays where it was");
        assertThrows(IllegalArgumentException.class, () -> Affinity.set(Set.of()));
        assertThrows(IllegalArgumentException.class, () -> Affinity.set(Set.of(8192)));
        assertEquals(Errno.EINVAL,
                assertThrows(OsException.class, () -> Affinity.set(Set.of(8191))).errno());
    }

    /** Waits for its death. */
    static final class Waiter {
        public static void main(String[] arguments) throws Exception {
            System.out.println("ready");
            System.in.read();
        }
    }

    /** Starts a {@link Bound} JVM from its main thread, prints its pid and waits for its death. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            TestJvm bound = TestJvm.start(Bound.class);
            bound.expectLine("bound to " + Processes.pid());
            System.out.println(bound.pid());
            System.in.read();
        }
    }

    /** Asks to die with its parent, says so and sleeps. */
    static final class Bound {
        public static void main(String[] arguments) throws Exception {
            Processes.signalOnParentDeath(Signal.SIGKILL);
            System.out.println("bound to " + Processes.parentPid());
            new CountDownLatch(1).await();
        }
    }
}
