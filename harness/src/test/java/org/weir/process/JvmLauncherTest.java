package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.assertSays;
import static org.weir.process.Children.awaitEnd;
import static org.weir.process.Children.isDead;
import static org.weir.process.Children.launch;
import static org.weir.process.Roles.bytes;
import static org.weir.process.Roles.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.memory.Realm;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JvmLauncherTest extends Launching {

    @Test
    void shouldGiveAChildItsNameItsSlotAndTheRealm() throws IOException {
        ChildJvm child = launch(launcher, "first", Roles.Introduction.class);
        assertEquals("first " + child.slot() + " " + realm.directory() + " " + child.pid(), text(child.receive(SOON)));
        assertEquals(new ExitStatus.Exited(0), awaitEnd(child));
        assertFalse(realm.isSlotHeld(child.slot()), "the slot of the dead child is free again");
    }

    @Test
    void shouldHoldADifferentSlotForEveryLivingChild() throws IOException {
        ChildJvm one = launcher.launch(JvmSpec.of());
        ChildJvm other = launcher.launch(JvmSpec.of());
        assertNotEquals(one.slot(), other.slot());
        assertTrue(realm.isSlotHeld(one.slot()) && realm.isSlotHeld(other.slot()));
    }

    @Test
    void shouldCarryFramesOfAllSizesBothWaysUnchanged() throws IOException {
        ChildJvm child = launch(launcher, "echo", Roles.Echo.class);
        Random random = new Random(7);
        for (int size : new int[]{0, 1, 4095, 65_531, 65_532, 3_000_000, FrameChannel.LIMIT}) {
            byte[] frame = new byte[size];
            random.nextBytes(frame);
            child.send(frame);
            assertArrayEquals(frame, child.receive("the echo of " + size + " bytes", SOON));
        }
    }

    @Test
    void shouldRefuseAFrameAboveItsLimitAndStayUsable() throws IOException {
        ChildJvm child = launch(launcher, "echo", Roles.Echo.class);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> child.send(new byte[FrameChannel.LIMIT + 1]));
        assertSays(refusal, "64 MiB");
        child.send(bytes("still here"));
        assertEquals("still here", text(child.receive(SOON)));
    }

    @Test
    void shouldDeliverWhatAChildSentBeforeItDied() throws IOException {
        ChildJvm child = launch(launcher, "introduced", Roles.Introduction.class);
        awaitEnd(child);
        assertTrue(text(child.receive(SOON)).startsWith("introduced "));
        ChildEndedException ended = assertThrows(ChildEndedException.class,
                () -> child.receive("the next word", SOON));
        assertEquals(new ExitStatus.Exited(0), ended.status());
        assertSays(ended, "'introduced' (pid " + child.pid() + ") ended with exit code 0");
        assertSays(ended, "the next word");
    }

    @Test
    void shouldSayWhoWasSilentForHowLongAndInWhatState() throws IOException {
        ChildJvm child = launch(launcher, "mute", Roles.Idle.class);
        child.receive(SOON);
        long start = System.nanoTime();
        SilentChildException silent = assertThrows(SilentChildException.class,
                () -> child.receive("its vote", Duration.ofMillis(250)));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(250).toNanos());
        assertSays(silent, "'mute'", "pid " + child.pid(), "its vote", "250 ms", "sleeping");
    }

    @Test
    void shouldTellTheWholeTraceOfARoleThatThrew() throws IOException {
        ChildJvm child = launch(launcher, "thrower", Roles.End.class);
        child.send(bytes("throw 0"));
        ChildEndedException ended = assertThrows(ChildEndedException.class, () -> child.receive(SOON));
        assertEquals(new ExitStatus.Exited(1), ended.status());
        assertTrue(child.stderrTail(10_000).contains("IllegalStateException: thrown on purpose"));
        assertTrue(child.stderrTail(10_000).contains("at org.weir.process.Roles$End.run"));
        assertSays(ended, "thrown on purpose");
    }

    @Test
    void shouldRefuseARoleThatAnotherJvmCouldNotMake() throws IOException {
        ChildJvm child = launcher.launch(JvmSpec.of());
        ChildRole lambda = _ -> {};
        for (Class<? extends ChildRole> role : List.of(Roles.Hidden.class, lambda.getClass(), ChildRole.class)) {
            assertThrows(IllegalArgumentException.class, () -> child.assign("none", role));
        }
        child.assign("first", Roles.Introduction.class);
        assertTrue(text(child.receive(SOON)).startsWith("first "));
    }

    @Test
    void shouldSayWhyAJvmDidNotStart() {
        LaunchFailedException failure = assertThrows(LaunchFailedException.class,
                () -> launcher.launch(JvmSpec.of("-XX:+NoSuchOptionAtAll")));
        assertSays(failure, "exit code 1");
        assertSays(failure, "NoSuchOptionAtAll");
        assertTrue(failure.pid() > 0);
    }

    @Test
    void shouldSayThatAClassPathWithoutWeirDoesNotDo(@TempDir Path empty) {
        JvmSpec spec = new JvmSpec(List.of(), List.of(empty), Map.of(), Path.of(""));
        LaunchFailedException failure = assertThrows(LaunchFailedException.class, () -> launcher.launch(spec));
        assertSays(failure, "ChildMain");
    }

    @Test
    void shouldLetTheSpecificationChooseTheCollector() throws IOException {
        assertTrue(launcher.launch(JvmSpec.of("-XX:+UseParallelGC", "-Xshare:off")).pid() > 0);
    }

    @Test
    void shouldGiveAChildNoneOfThisJvmsDescriptorsAndNoForeignOptions(@TempDir Path directory) throws IOException {
        JvmSpec spec = new JvmSpec(List.of(), JvmSpec.ownClassPath(), Map.of("WEIR_TEST", "a b=c"), directory);
        ChildJvm child = launcher.launch(spec);
        child.assign("observer", Roles.Surroundings.class);
        child.send(bytes("WEIR_TEST JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS"));
        assertEquals(List.of("/dev/null", child.stdout().toString(), child.stderr().toString(),
                directory.toRealPath().toString(), "WEIR_TEST=a b=c", "JAVA_TOOL_OPTIONS=null",
                "JDK_JAVA_OPTIONS=null"), text(child.receive(SOON)).lines().toList());
    }

    @Test
    void shouldKeepTheOutputOfAChildApart() throws IOException {
        ChildJvm child = launch(launcher, "chatter", Roles.Chatter.class);
        child.receive(SOON);
        assertEquals("said on stdout", child.stdoutTail(100));
        assertEquals("stderr", child.stderrTail(6));
        child.close();
        assertEquals("said on stderr", child.stderrTail(100), "kept after the end");
    }

    @Test
    void shouldNotLoseTheChannelWhenAnInterruptedThreadSends() throws IOException {
        ChildJvm child = launch(launcher, "interrupted", Roles.InterruptedSender.class);
        assertArrayEquals(Roles.READY, child.receive(SOON));
        assertEquals("true", text(child.receive(SOON)), "the interrupt is still to be seen");
        Thread.currentThread().interrupt();
        try {
            child.send(bytes("from an interrupted parent"));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals("from an interrupted parent", text(child.receive(SOON)));
    }

    @Test
    void shouldLeaveNoDescriptorNoZombieAndNoThreadAfterItsChildren() throws IOException {
        launch(launcher, "warm-up", Roles.Introduction.class).close();
        long descriptors = openDescriptors();
        List<Long> pids = new ArrayList<>();
        for (int i = 0; i < Integer.getInteger("weir.kills", 10); i++) {
            try (ChildJvm child = launcher.launch(JvmSpec.of("-XX:TieredStopAtLevel=1"))) {
                pids.add(child.pid());
            }
        }
        await().atMost(SOON).until(() -> openDescriptors() <= descriptors);
        await().atMost(SOON)
                .untilAsserted(() -> assertEquals(List.of(),
                        pids.stream().filter(pid -> !ProcFs.state(pid).equals("gone")).toList()));
        await().atMost(SOON)
                .until(() -> Thread.getAllStackTraces()
                        .keySet()
                        .stream()
                        .noneMatch(thread -> thread.getName().startsWith("weir-watch-")));
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    @Test
    void shouldKillAllChildrenAndWhatTheyStartedWhenClosed() throws IOException {
        ChildJvm parent = launch(launcher, "parent", Roles.Parent.class);
        ChildJvm standing = launcher.launch(JvmSpec.of());
        long grandchild = Long.parseLong(text(parent.receive(SOON)));
        assertFalse(isDead(grandchild));
        long janitor = launcher.janitor().orElseThrow().pid();
        assertFalse(isDead(janitor));
        launcher.close();
        assertTrue(isDead(parent.pid()) && isDead(standing.pid()) && isDead(janitor));
        await().atMost(SOON).until(() -> isDead(grandchild));
        assertTrue(Files.exists(realm.directory()), "the realm is its owner's to remove");
        assertThrows(IllegalStateException.class, () -> launcher.launch(JvmSpec.of()));
    }

    @Test
    void shouldLaunchInARealmThatItOnlyAttachedTo() throws IOException {
        JvmLauncher other = JvmLauncher.open(Realm.attach(realm.directory()));
        try (other) {
            assertTrue(other.janitor().isEmpty(), "the owner's janitor is enough");
            ChildJvm child = launch(other, "guest", Roles.Introduction.class);
            assertTrue(text(child.receive(SOON)).contains(realm.directory().toString()));
        }
        assertTrue(realm.isSlotHeld(Realm.OWNER_SLOT));
    }

    @Test
    void shouldHandOutAStandbyAndReplaceIt() throws IOException {
        JvmSpec spec = JvmSpec.of("-Dstandby=yes");
        launcher.keepWarm(spec, 1);
        await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
        ChildJvm first = launcher.launch(spec);
        first.assign("first", Roles.Introduction.class);
        assertTrue(text(first.receive(SOON)).startsWith("first "));
        await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
        assertNotEquals(first.pid(), launcher.launch(spec).pid());
    }

    @Test
    void shouldNotHandOutAStandbyOfAnotherSpecification() throws IOException {
        JvmSpec warm = JvmSpec.of("-Dstandby=yes");
        launcher.keepWarm(warm, 1);
        await().atMost(SOON).until(() -> launcher.warm(warm) == 1);
        launcher.launch(JvmSpec.of("-Dstandby=no"));
        assertEquals(1, launcher.warm(warm));
    }

    @Test
    void shouldReplaceAStandbyThatWasKilled() throws IOException {
        JvmSpec spec = JvmSpec.of();
        launcher.keepWarm(spec, 1);
        await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
        long killed = Children.living(realm.directory()).getFirst();
        assertTrue(ProcessHandle.of(killed).orElseThrow().destroyForcibly());
        await().atMost(SOON)
                .until(() -> launcher.warm(spec) == 1 && !Children.living(realm.directory()).contains(killed));
        ChildJvm child = launcher.launch(spec);
        assertNotEquals(killed, child.pid());
        child.assign("first", Roles.Introduction.class);
        assertTrue(text(child.receive(SOON)).startsWith("first "));
    }

    @Test
    void shouldPassOverAStandbyThatDoesNotAnswer() throws IOException {
        JvmSpec spec = JvmSpec.of();
        launcher.keepWarm(spec, 1);
        await().atMost(SOON).until(() -> launcher.warm(spec) == 1);
        long stopped = Children.living(realm.directory()).getFirst();
        Processes.send(stopped, Signal.SIGSTOP);
        Path stat = Path.of("/proc/" + stopped + "/stat");
        await().atMost(SOON).until(() -> Files.readString(stat).contains(") T "));
        ChildJvm child = launcher.launch(spec);
        assertNotEquals(stopped, child.pid());
        assertTrue(isDead(stopped));
    }

    @Test
    void shouldLetGoOfStandbysThatAreNotWantedAnyMore() {
        JvmSpec spec = JvmSpec.of();
        launcher.keepWarm(spec, 2);
        await().atMost(SOON).until(() -> launcher.warm(spec) == 2);
        launcher.keepWarm(spec, 0);
        await().atMost(SOON).untilAsserted(() -> assertEquals(List.of(), Children.living(realm.directory())));
    }

    @Test
    void shouldGiveUpStandbysThatCannotStartAndSayWhyOnLaunch() {
        JvmSpec spec = JvmSpec.of("-XX:+NoSuchOptionAtAll");
        launcher.keepWarm(spec, 2);
        assertThrows(LaunchFailedException.class, () -> launcher.launch(spec));
        assertEquals(0, launcher.warm(spec));
    }
}
