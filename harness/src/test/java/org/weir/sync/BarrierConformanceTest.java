package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.conformance.Row.Mode.PROCESSES;
import static org.weir.conformance.Row.Mode.THREADS;
import static org.weir.sync.Waits.BRIEF;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.takesAtLeast;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What the original's tests say of its barrier. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BarrierConformanceTest {

    private static final int PARTIES = 5;

    private static Peer peer;
    private static Peer other;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
        other = Peer.start("the other");
    }

    @AfterAll
    static void stop() {
        peer.close();
        other.close();
    }

    /** Runs a task in each of so many parties: in two processes, and in threads here. */
    private static <T extends Serializable> List<CompletableFuture<T>> parties(int count, Peer.Task<T> task)
            throws IOException {
        List<CompletableFuture<T>> parties = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parties.add(switch (i % 3) {
                case 0 -> peer.submit(task);
                case 1 -> other.submit(task);
                default -> inThread(task::run);
            });
        }
        return parties;
    }

    private static SharedBlock counters() {
        return SharedBlock.allocate("Counters", 64);
    }

    private static int count(SharedBlock counters, int counter) {
        return Words.getAndAddInt(counters.address() + 4L * counter, 1) + 1;
    }

    private static int counted(SharedBlock counters, int counter) {
        return Words.getIntVolatile(counters.address() + 4L * counter);
    }

    private static void assertAllBroken(List<? extends CompletableFuture<?>> parties) {
        for (CompletableFuture<?> party : parties) {
            assertThrows(BrokenBarrierException.class, () -> Peer.get(party));
        }
    }

    @Test
    @Row(value = {"CV15", "CV25"}, modes = {PROCESSES, THREADS})
    void shouldKeepAllPartiesInStepForAThousandPasses() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(PARTIES);
        SharedBlock counters = counters();
        int passes = 1000;
        List<CompletableFuture<Integer>> parties = parties(PARTIES, () -> {
            int mistakes = 0;
            for (int pass = 0; pass < passes; pass++) {
                count(counters, 0);
                barrier.await();
                mistakes += counted(counters, 0) == PARTIES * (pass + 1) ? 0 : 1;
                barrier.await();
            }
            return mistakes;
        });
        for (CompletableFuture<Integer> party : parties) {
            assertEquals(0, Peer.get(party));
        }
        assertEquals(PARTIES * passes, counted(counters, 0));
        assertFalse(barrier.isBroken());
        assertEquals(0, barrier.getNumberWaiting());
    }

    @Test
    @Row(value = "CV17", modes = {PROCESSES, THREADS})
    void shouldGiveEveryPartyANumberOfItsOwn() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(PARTIES);
        List<Integer> numbers = new ArrayList<>();
        for (CompletableFuture<Integer> party : parties(PARTIES, barrier::await)) {
            numbers.add(Peer.get(party));
        }
        assertEquals(IntStream.range(0, PARTIES).boxed().toList(), numbers.stream().sorted().toList());
    }

    @Test
    @Row(value = "CV18", modes = {PROCESSES, THREADS})
    void shouldRunTheActionOnceBeforeAnybodyGoesOn() throws Exception {
        SharedBlock counters = counters();
        ProcessBarrier barrier = ProcessBarrier.create(PARTIES, () -> count(counters, 0));
        List<CompletableFuture<Integer>> parties = parties(PARTIES, () -> {
            barrier.await();
            return counted(counters, 0);
        });
        for (CompletableFuture<Integer> party : parties) {
            assertEquals(1, Peer.get(party));
        }
    }

    @Test
    void shouldBreakWhenTheActionThrows() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2, () -> {
            throw new IllegalStateException("on purpose");
        });
        CompletableFuture<Integer> first = peer.submit(barrier::await);
        until(() -> barrier.getNumberWaiting() == 1);
        assertThrows(IllegalStateException.class, barrier::await);
        assertThrows(BrokenBarrierException.class, () -> Peer.get(first));
        assertTrue(barrier.isBroken());
    }

    @Test
    @Row(value = "CV19", modes = {PROCESSES, THREADS})
    void shouldLetNobodyPassWhenOneAborts() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(PARTIES);
        List<CompletableFuture<Integer>> parties = parties(PARTIES - 1, barrier::await);
        until(() -> barrier.getNumberWaiting() == PARTIES - 1);
        other.run(barrier::abort);
        assertAllBroken(parties);
        assertTrue(barrier.isBroken());
        assertEquals("ProcessBarrier[broken]", barrier.toString());
        assertThrows(BrokenBarrierException.class, barrier::await);
    }

    @Test
    @Row(value = "CV20", modes = {PROCESSES, THREADS})
    void shouldWorkForAllAfterAReset() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(PARTIES);
        List<CompletableFuture<Integer>> parties = parties(PARTIES - 1, barrier::await);
        until(() -> barrier.getNumberWaiting() == PARTIES - 1);
        assertEquals("ProcessBarrier[4 of 5 wait]", barrier.toString());
        peer.run(barrier::reset);
        assertAllBroken(parties);
        for (CompletableFuture<Integer> party : parties(PARTIES, barrier::await)) {
            Peer.get(party);
        }
        barrier.abort();
        barrier.reset();
        for (CompletableFuture<Integer> party : parties(PARTIES, barrier::await)) {
            Peer.get(party);
        }
    }

    @Test
    @Row(value = {"CV22", "CV23"}, modes = {PROCESSES, THREADS})
    void shouldBreakForAllWhenOneIsLate() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(PARTIES);
        List<CompletableFuture<Integer>> parties = parties(PARTIES - 1, () -> barrier.await(BRIEF));
        assertAllBroken(parties);
        assertThrows(BrokenBarrierException.class, barrier::await, "the late one");
        ProcessBarrier impatient = ProcessBarrier.create(PARTIES, () -> {}, BRIEF);
        assertEquals(true, takesAtLeast(BRIEF, () -> {
            assertAllBroken(parties(PARTIES - 1, impatient::await));
            return impatient.isBroken();
        }));
        assertThrows(BrokenBarrierException.class, () -> ProcessBarrier.create(2).await(Duration.ofSeconds(-1)));
    }

    @Test
    @Row(value = "CV24", modes = THREADS)
    void shouldNeverKeepASinglePartyWaiting() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(1);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, barrier.await());
        }
    }

    @Test
    @Row("CV24")
    void shouldNeverKeepASinglePartyOfAnotherProcessWaiting() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(1);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Integer> alone = peer.submit(barrier::await);
            assertEquals(0, Peer.get(alone));
            assertEquals(0, barrier.await());
        }
    }

    @Test
    void shouldBreakWhenAPartyDiesWhileItWaits() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(3);
        try (Peer mortal = Peer.start("the mortal")) {
            CompletableFuture<Integer> dies = mortal.submit(barrier::await);
            until(() -> barrier.getNumberWaiting() == 1);
            CompletableFuture<Integer> waits = peer.submit(barrier::await);
            until(() -> barrier.getNumberWaiting() == 2);
            mortal.kill();
            assertThrows(Throwable.class, dies::get);
            assertThrows(BrokenBarrierException.class, () -> Peer.get(waits));
        }
    }

    @Test
    void shouldNotTripWithAPartyThatIsDead() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        try (Peer mortal = Peer.start("the mortal")) {
            CompletableFuture<Integer> dies = mortal.submit(barrier::await);
            until(() -> barrier.getNumberWaiting() == 1);
            mortal.kill();
            assertThrows(Throwable.class, dies::get);
        }
        assertThrows(BrokenBarrierException.class, barrier::await);
        barrier.reset();
        CompletableFuture<Integer> first = peer.submit(barrier::await);
        barrier.await();
        Peer.get(first);
    }

    @Test
    void shouldBreakWhenARegisteredPartyDiesAnywhere() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        barrier.register().close();
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(barrier::register);
            CompletableFuture<Integer> waits = peer.submit(barrier::await);
            until(() -> barrier.getNumberWaiting() == 1);
            mortal.kill();
            assertThrows(BrokenBarrierException.class, () -> Peer.get(waits));
        }
        barrier.register();
        barrier.register();
        assertThrows(IllegalStateException.class, barrier::register);
    }

    @Test
    void shouldBreakForTheOthersWhenOneIsInterrupted() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(3);
        CompletableFuture<Integer> waits = peer.submit(barrier::await);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Integer> interrupted = inThread(() -> {
            thread.complete(Thread.currentThread());
            return barrier.await();
        });
        until(() -> barrier.getNumberWaiting() == 2);
        thread.get().interrupt();
        assertInstanceOf(InterruptedException.class, assertThrows(Exception.class, () -> Peer.get(interrupted)));
        assertThrows(BrokenBarrierException.class, () -> Peer.get(waits));
    }

    @Test
    void shouldRefuseNumbersOfPartiesThatAreNone() {
        for (int parties : new int[]{0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, ProcessBarrier.MOST_PARTIES + 1}) {
            assertThrows(IllegalArgumentException.class, () -> ProcessBarrier.create(parties));
        }
    }
}
