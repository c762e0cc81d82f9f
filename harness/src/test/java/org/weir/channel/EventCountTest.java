package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.SharedBlock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EventCountTest {

    private static final int ROUNDS = 20_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MOST_OF_A_SLICE = TimeUnit.MILLISECONDS.toNanos(40);

    private final AtomicInteger done = new AtomicInteger();
    private volatile long finished;

    /** Who falls asleep while a signal finds nobody to wake is there for the next one. */
    @Test
    void shouldWakeWhoFellAsleepDuringASignalThatWasNotForIt() throws Exception {
        long event = SharedBlock.allocate("Event", 8).address();
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture<Void> signaller = CompletableFuture.runAsync(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                EventCount.announce(event);
                meet(start);
                EventCount.signal(event, 1);
                done.set(round);
                EventCount.signalAll(event);
                finished = System.nanoTime();
                meet(start);
            }
        }, task -> Thread.ofPlatform().daemon().start(task));
        int overslept = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            meet(start);
            for (int pause = round % 64; pause > 0; pause--) {
                Thread.onSpinWait();
            }
            int announced = EventCount.announce(event);
            long asleep = System.nanoTime();
            boolean timedOut = done.get() != round && !EventCount.await(event, announced, NEVER);
            meet(start);
            overslept += timedOut && finished - asleep < MOST_OF_A_SLICE ? 1 : 0;
        }
        signaller.get(30, TimeUnit.SECONDS);
        assertEquals(0, overslept, "sleeps that a signal after them did not end");
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
