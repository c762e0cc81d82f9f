package org.weir.process;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Waitable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Becomes ready when a process has ended, and stays so; can be waited for together with connections, by
 * {@link org.weir.channel.Channels#waitAny}. All sentinels of one process are equal. Safe for use by several threads.
 */
public final class Sentinel implements Waitable {

    private final ChildJvm process;
    private final CompletableFuture<ExitStatus> exit;

    Sentinel(ChildJvm process) {
        this.process = process;
        this.exit = process.onExit();
    }

    /** Whether the process has ended. */
    @Override
    public boolean isReady() {
        return exit.isDone();
    }

    /**
     * Waits until the process has ended.
     *
     * @param timeout the most to wait; zero or less is a look
     * @return whether it has
     */
    public boolean await(Duration timeout) throws InterruptedException {
        try {
            exit.get(Math.max(0, Times.nanos(timeout)), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("A sentinel does not fail", e);
        }
    }

    /** Has {@code action} run once the process has ended: at once if it has, else by the thread that notices. */
    public void onReady(Runnable action) {
        CompletableFuture<Void> _ = exit.thenRun(action);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sentinel sentinel && sentinel.process == process;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(process);
    }

    @Override
    public String toString() {
        return "sentinel of process " + process.pid() + (isReady() ? ", ended" : "");
    }
}
