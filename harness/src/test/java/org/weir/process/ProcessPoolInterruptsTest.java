package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Interrupts of those who use a pool of this process's own children. */
class ProcessPoolInterruptsTest extends PoolInterrupts {

    private static final int TASKS = 200;
    /** So large that most of the time of a submission is that of its sending, and yet one message of the ring. */
    private static final byte[] LARGE = new byte[200_000];

    @Override
    protected Pool open(int workers) throws IOException {
        return ProcessPool.of(workers);
    }

    private static CompletableFuture<Integer> submit(ProcessPool pool, byte[] argument) {
        return pool.submit((byte[] bytes) -> bytes.length, argument).orTimeout(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void shouldRunEveryTaskThoughItsThreadIsInterruptedAgainAndAgainWhileItSends() throws Exception {
        try (ProcessPool pool = ProcessPool.of(1)) {
            assertEquals(LARGE.length, submit(pool, LARGE).join());
            Thread sender = Thread.currentThread();
            AtomicBoolean over = new AtomicBoolean();
            Thread interrupter = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    sender.interrupt();
                }
            });
            try {
                for (int i = 0; i < TASKS; i++) {
                    assertEquals(LARGE.length, submit(pool, LARGE).join());
                }
            } finally {
                over.set(true);
                awaitEnd(interrupter);
                boolean _ = Thread.interrupted();
            }
        }
    }

    /** As {@link Thread#join()}, which an interrupt would end. */
    private static void awaitEnd(Thread thread) {
        while (thread.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
