package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A barrier in the server. It breaks when a party that waits is interrupted, dies or waits too long.
 */
final class BarrierTarget implements Target {

    private final CyclicBarrier barrier;
    private final long defaultNanos;

    /** @param defaultNanos how long a party waits that does not say; negative for ever */
    BarrierTarget(int parties, Optional<Runnable> action, long defaultNanos) {
        if (parties <= 0) {
            throw new IllegalArgumentException("A barrier has at least one party; got " + parties + ".");
        }
        this.barrier = action.isPresent() ? new CyclicBarrier(parties, action.get()) : new CyclicBarrier(parties);
        this.defaultNanos = defaultNanos;
    }

    @Override
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        switch (operation) {
            case "await" -> {
                return await((long) Objects.requireNonNull(arguments.get(0)));
            }
            case "awaitDefault" -> {
                return await(defaultNanos);
            }
            case "abort" -> abort();
            case "reset" -> barrier.reset();
            case "isBroken" -> {
                return barrier.isBroken();
            }
            case "parties" -> {
                return barrier.getParties();
            }
            case "waiting" -> {
                return barrier.getNumberWaiting();
            }
            default -> throw Target.unexposed(operation, "a barrier");
        }
        return null;
    }

    private int await(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return nanos < 0 ? barrier.await() : barrier.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** A thread that comes interrupted breaks the barrier before it waits, or finds it broken. */
    private void abort() {
        Thread.currentThread().interrupt();
        try {
            int _ = barrier.await();
        } catch (InterruptedException | BrokenBarrierException broken) {
            boolean _ = Thread.interrupted();
        }
    }

    @Override
    public Object snapshot() {
        return text();
    }

    @Override
    public String text() {
        return "Barrier[" + barrier.getNumberWaiting() + " of " + barrier.getParties() + " waiting"
                + (barrier.isBroken() ? ", broken]" : "]");
    }
}
