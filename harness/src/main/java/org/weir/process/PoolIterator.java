package org.weir.process;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Results of a pool as they come. For one thread. {@link #next()} throws what the task threw, unchecked as it is, checked
 * ones in a {@link java.util.concurrent.CompletionException}; the iteration can go on after that. What the iterable of the
 * arguments throws comes after the results of all arguments before.
 */
public final class PoolIterator<R> implements Iterator<R> {

    private final int most;
    private final boolean ordered;
    /** Each call submits one; gives null at the end. */
    private final Supplier<@Nullable CompletableFuture<List<R>>> chunks;
    private final ArrayDeque<CompletableFuture<List<R>>> underWay = new ArrayDeque<>();
    private final LinkedBlockingQueue<CompletableFuture<List<R>>> completed = new LinkedBlockingQueue<>();
    private final ArrayDeque<Optional<R>> ready = new ArrayDeque<>();
    private Optional<RuntimeException> inputFailure = Optional.empty();
    private int count;
    private boolean exhausted;

    private PoolIterator(int most, boolean ordered, Supplier<@Nullable CompletableFuture<List<R>>> chunks) {
        this.most = most;
        this.ordered = ordered;
        this.chunks = chunks;
        fill();
    }

    /**
     * The results of {@code chunks}, of which at most twice as many as there are workers, and one more, are under way.
     *
     * @param ordered whether the results come in the order of the chunks, or as they come
     * @param submit gives the future of a chunk's results
     */
    public static <A, R> PoolIterator<R> of(int workers, boolean ordered, Chunks<A> chunks,
            Function<List<A>, CompletableFuture<List<R>>> submit) {
        return new PoolIterator<>(2 * workers + 1, ordered, () -> chunks.hasNext() ? submit.apply(chunks.next())
                : null);
    }

    private void fill() {
        while (!exhausted && count < most) {
            CompletableFuture<List<R>> next = submitNext();
            if (next == null) {
                exhausted = true;
                return;
            }
            count++;
            if (ordered) {
                underWay.add(next);
            } else {
                CompletableFuture<List<R>> _ = next.whenComplete((_, _) -> completed.add(next));
            }
        }
    }

    private @Nullable CompletableFuture<List<R>> submitNext() {
        try {
            return chunks.get();
        } catch (RuntimeException e) {
            inputFailure = Optional.of(e);
            return null;
        }
    }

    /** Whether there is another result or exception; does not wait for it. */
    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || count > 0 || inputFailure.isPresent();
    }

    /** The next result; waits for it. */
    @Override
    public R next() {
        try {
            return next(Duration.ofNanos(Long.MAX_VALUE));
        } catch (TimeoutException e) {
            throw new AssertionError("292 years are over", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while a result was awaited.");
        }
    }

    /**
     * The next result.
     *
     * @throws TimeoutException if there is none within this time; it can be asked for again
     */
    public R next(Duration timeout) throws TimeoutException, InterruptedException {
        if (ready.isEmpty()) {
            if (count == 0) {
                throw inputFailure.isPresent() ? rethrownInput() : new NoSuchElementException("That was all.");
            }
            CompletableFuture<List<R>> chunk = await(Times.nanos(timeout));
            count--;
            fill();
            chunkResults(chunk).forEach(result -> ready.add(Optional.ofNullable(result)));
        }
        return unwrap(ready.remove());
    }

    @SuppressWarnings("NullAway") // a task may return null
    private R unwrap(Optional<R> result) {
        return result.orElse(null);
    }

    private RuntimeException rethrownInput() {
        RuntimeException failure = inputFailure.orElseThrow();
        inputFailure = Optional.empty();
        return failure;
    }

    private CompletableFuture<List<R>> await(long nanos) throws TimeoutException, InterruptedException {
        if (!ordered) {
            CompletableFuture<List<R>> chunk = completed.poll(nanos, TimeUnit.NANOSECONDS);
            if (chunk == null) {
                throw late();
            }
            return chunk;
        }
        CompletableFuture<List<R>> chunk = underWay.element();
        try {
            chunk.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException _) {
            // It is thrown where the results are asked for.
        } catch (TimeoutException _) {
            throw late();
        }
        return underWay.remove();
    }

    private static TimeoutException late() {
        return new TimeoutException("No result came in time; it can be asked for again.");
    }

    private List<R> chunkResults(CompletableFuture<List<R>> chunk) {
        try {
            return chunk.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
