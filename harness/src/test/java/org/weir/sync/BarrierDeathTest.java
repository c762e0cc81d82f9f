package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.sync.Waits.inThread;
import static org.weir.sync.Waits.until;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.SuddenDeath;
import org.weir.memory.FaultPoint;

import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a barrier does for those that live when a whole generation has died, or a change of it was cut short. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BarrierDeathTest {

    private Peer mortal;

    @BeforeEach
    void start() throws IOException {
        mortal = Peer.start("the mortal");
    }

    @AfterEach
    void stop() {
        mortal.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldBreakForNewcomersWhenAllPartiesDieInTheAction(int parties) throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(parties, SuddenDeath::now);
        CompletableFuture<Integer> dies = mortal.submit(barrier::await);
        if (parties == 2) {
            until(() -> barrier.getNumberWaiting() == 1);
            mortal.submitForEver(barrier::await).exceptionally(_ -> false);
        }
        assertThrows(Throwable.class, dies::get);
        CompletableFuture<Integer> newcomer = inThread(barrier::await);
        assertThrows(BrokenBarrierException.class, () -> Peer.get(newcomer));
        assertTrue(barrier.isBroken());
    }

    /** A party that has arrived and looks for its fate only when {@code looks} is open. */
    private static CompletableFuture<Integer> party(ProcessBarrier barrier, CountDownLatch looks) {
        return inThread(() -> {
            Thread party = Thread.currentThread();
            try (FaultPoint.Installation _ = FaultPoint.install(reached -> {
                if (Thread.currentThread() == party && reached.equals(FaultPoint.BARRIER_ARRIVED)) {
                    open(looks);
                }
            })) {
                return barrier.await();
            }
        });
    }

    private static void open(CountDownLatch looks) {
        try {
            assertTrue(looks.await(Waits.SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void shouldStayBrokenWhenTheLastPartyDiesWhileItLetsTheOthersGo() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2, () -> SuddenDeath.at(FaultPoint.STATE_CHANGING));
        CountDownLatch looks = new CountDownLatch(1);
        CompletableFuture<Integer> first = party(barrier, looks);
        until(() -> barrier.getNumberWaiting() == 1);
        CompletableFuture<Integer> last = mortal.submit(barrier::await);
        assertThrows(Throwable.class, last::get);
        looks.countDown();
        assertThrows(BrokenBarrierException.class, () -> Peer.get(first));
        assertTrue(barrier.isBroken());
        assertEquals(0, barrier.getNumberWaiting());
    }

    @Test
    void shouldWaitOnWhenWhoAbortsItDiesBeforeItHas() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        CountDownLatch looks = new CountDownLatch(1);
        CompletableFuture<Integer> first = party(barrier, looks);
        until(() -> barrier.getNumberWaiting() == 1);
        CompletableFuture<Boolean> aborts = mortal.begin(() -> {
            SuddenDeath.at(FaultPoint.STATE_CHANGED);
            barrier.abort();
        });
        assertThrows(Throwable.class, aborts::get);
        assertTrue(barrier.isBroken(), "nobody has undone the change yet");
        looks.countDown();
        until(() -> !barrier.isBroken());
        CompletableFuture<Integer> second = inThread(barrier::await);
        int toCome = Peer.get(first);
        assertEquals(1, toCome + Peer.get(second));
        assertFalse(barrier.isBroken());
    }

    @Test
    void shouldBreakForTheOthersWhenOneComesInterrupted() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.create(2);
        CompletableFuture<Integer> first = mortal.submit(barrier::await);
        until(() -> barrier.getNumberWaiting() == 1);
        CompletableFuture<Integer> interrupted = inThread(() -> {
            Thread.currentThread().interrupt();
            return barrier.await();
        });
        assertThrows(InterruptedException.class, () -> Peer.get(interrupted));
        assertThrows(BrokenBarrierException.class, () -> Peer.get(first));
        assertTrue(barrier.isBroken());
    }
}
