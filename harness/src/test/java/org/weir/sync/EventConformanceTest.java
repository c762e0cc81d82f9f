package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.conformance.Row.Mode.PROCESSES;
import static org.weir.conformance.Row.Mode.THREADS;
import static org.weir.sync.Waits.BRIEF;
import static org.weir.sync.Waits.SOON;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.takesAtLeast;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the original's tests say of its events. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EventConformanceTest {

    private static Peer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    @Test
    @Row(value = {"CV12", "CV14"}, modes = {PROCESSES, THREADS})
    void shouldLetEverybodyThroughWhileTheEventIsSet() throws Exception {
        ProcessEvent event = ProcessEvent.create();
        assertEquals("ProcessEvent[unset]", event.toString());
        assertFalse(takesAtLeast(BRIEF, () -> event.await(BRIEF)));
        assertFalse(event.await(Duration.ofSeconds(-1)));
        peer.run(event::set);
        event.set();
        assertTrue(event.isSet());
        assertEquals("ProcessEvent[set]", event.toString());
        event.await();
        assertTrue(event.await(Duration.ZERO));
        assertTrue(peer.call(() -> event.await(SOON)));
        event.clear();
        assertEquals(false, peer.call(event::isSet));
    }

    @Test
    @Row(value = "CV13", modes = {PROCESSES, THREADS})
    void shouldReleaseThoseWhoWaitForAnEventEvenIfItIsClearedAtOnce() throws Exception {
        ProcessEvent event = ProcessEvent.create();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> here = inThread(() -> {
            thread.complete(Thread.currentThread());
            event.await();
            return true;
        });
        until(() -> thread.get().getState() == Thread.State.RUNNABLE);
        CompletableFuture<Boolean> there = peer.begin(event::await);
        peer.run(() -> {});
        assertFalse(here.isDone() || there.isDone());
        while (!here.isDone() || !there.isDone()) {
            event.set();
            event.clear();
        }
        assertTrue(Peer.get(here) && Peer.get(there));
    }

    @Test
    void shouldEndAWaitForAnEventByInterruption() throws Exception {
        ProcessEvent event = ProcessEvent.create();
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        CompletableFuture<Boolean> waits = inThread(() -> {
            waiter.complete(Thread.currentThread());
            event.await();
            return true;
        });
        waiter.get().interrupt();
        assertInstanceOf(InterruptedException.class,
                assertThrows(Exception.class, () -> Peer.get(waits)));
    }
}
