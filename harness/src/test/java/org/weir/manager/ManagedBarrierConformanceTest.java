package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Barriers in a manager. */
@ExtendWith(Fixture.class)
@Timeout(60)
class ManagedBarrierConformanceTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Manager manager;
    private final Helper helper;

    ManagedBarrierConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    private static Class<?> causeOf(CompletableFuture<?> failing) {
        Throwable cause = assertThrows(ExecutionException.class, failing::get).getCause();
        return Objects.requireNonNull(cause).getClass();
    }

    /** A barrier's party: what it got from each pass. */
    private List<CompletableFuture<?>> parties(int count, Helper.Task party) {
        return IntStream.range(0, count)
                .<CompletableFuture<?>>mapToObj(i -> i % 2 == 0 ? helper.begin(party) : Fixture.inThread(party::run))
                .toList();
    }

    @Test
    @Row(value = {"CV15", "CV17", "CV18"}, modes = Mode.MANAGER)
    void shouldLetPartiesPassTogetherAfterTheActionHasRunOnce() throws Exception {
        ManagedList<Integer> passes = manager.list();
        ManagedBarrier barrier = manager.barrier(4, Optional.of((Runnable & Serializable) () -> passes.add(0)), LONG);
        ManagedList<Integer> places = manager.list();
        int rounds = 3;

        List<CompletableFuture<?>> all = parties(4, () -> {
            for (int i = 0; i < rounds; i++) {
                places.add(barrier.await());
                if (passes.size() < i + 1) {
                    throw new IllegalStateException("released before the action");
                }
                int _ = barrier.await(LONG);
            }
            return "through";
        });

        for (CompletableFuture<?> each : all) {
            assertEquals("through", each.get());
        }
        assertEquals(2 * rounds, passes.size());
        assertEquals(rounds, places.count(0));
        assertEquals(rounds, places.count(3));
        assertFalse(barrier.isBroken());
    }

    @Test
    @Row(value = {"CV19", "CV20", "CV24"}, modes = Mode.MANAGER)
    void shouldBreakByAbortAndByResetAndWorkAgain() throws Exception {
        ManagedBarrier barrier = manager.barrier(3);
        for (int round = 0; round < 2; round++) {
            boolean abort = round == 0;
            List<CompletableFuture<?>> waiting = parties(2, barrier::await);
            await().atMost(LONG).until(() -> barrier.waiting() == 2);
            if (abort) {
                barrier.abort();
                assertTrue(barrier.isBroken());
            } else {
                barrier.reset();
            }
            for (CompletableFuture<?> each : waiting) {
                assertEquals(BrokenBarrierException.class,
                        causeOf(each));
            }
            barrier.reset();
            assertFalse(barrier.isBroken());
        }
        for (CompletableFuture<?> each : parties(3, barrier::await)) {
            Object _ = each.get();
        }
        ManagedBarrier single = manager.barrier(1);
        assertEquals(0, single.await());
        assertEquals(0, single.await());
    }

    @Test
    @Row(value = {"CV22", "CV23"}, modes = Mode.MANAGER)
    void shouldBreakWhenAPartyWaitsTooLong() throws Exception {
        ManagedBarrier barrier = manager.barrier(3, Optional.<SerializableRunnable>empty(), SHORT);
        List<CompletableFuture<?>> waiting = parties(1, () -> barrier.await(LONG));
        await().atMost(LONG).until(() -> barrier.waiting() == 1);

        assertThrows(TimeoutException.class, barrier::await);

        assertEquals(BrokenBarrierException.class,
                causeOf(waiting.get(0)));
        assertThrows(BrokenBarrierException.class, () -> barrier.await(SHORT));
        assertTrue(barrier.toString().contains("broken"), barrier.toString());
    }

    private interface SerializableRunnable extends Runnable, Serializable {}
}
