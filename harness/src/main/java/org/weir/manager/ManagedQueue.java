package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A queue in a manager, first in, first out, for producers and consumers in any processes. Holds no null. See
 * {@link ManagedObject} for copies, equality, errors and threads.
 *
 * <p><b>Death.</b> What {@code put} or {@code offer} has returned for is in the queue, or has been given to one consumer.
 * An item that was on its way to a consumer that died before its {@code take} or {@code poll} returned goes back to the
 * head, even if the queue is full. Over TCP, when the network fails just then, so does an item whose receipt was lost
 * with it, though its {@code take} has returned.
 *
 * <p>All methods are exact, {@code size} and {@code remainingCapacity} too, at the moment of the call; iterators, streams
 * and {@code toArray} are of one moment. {@code addAll} is not atomic and throws where the queue is full.
 *
 * <p>{@link #taskDone} and {@link #join} are those of the original's {@code JoinableQueue}; {@code remove}, {@code clear}
 * and the like do not count as done.
 *
 * @param <E> what it holds
 */
public final class ManagedQueue<E> extends ManagedCollection<E> implements BlockingQueue<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FOREVER = -1;

    ManagedQueue(Remote remote) {
        super(remote);
    }

    @Override
    List<E> elements() {
        return cast(remote().call("elements"));
    }

    @Override
    public List<E> snapshot() {
        return cast(super.snapshot());
    }

    @Override
    public boolean add(E item) {
        if (!offer(item)) {
            throw new IllegalStateException("The queue is full.");
        }
        return true;
    }

    @Override
    public boolean offer(E item) {
        return remote().test("put", 0L, required(item, "item"));
    }

    @Override
    public void put(E item) throws InterruptedException {
        Object _ = remote().callWaiting(FOREVER, "put", FOREVER, required(item, "item"));
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = nanos(timeout, unit);
        return cast(remote().callWaiting(nanos, "put", nanos, required(item, "item")));
    }

    /** As {@link #offer(Object, long, TimeUnit)}. */
    public boolean offer(E item, Duration timeout) throws InterruptedException {
        return offer(item, nanos(timeout), TimeUnit.NANOSECONDS);
    }

    /** Puts as many as there is room for, in one call; {@code IllegalStateException} if that is not all. */
    @Override
    public boolean addAll(Collection<? extends E> items) {
        List<Object> all = sendable(items);
        int added = remote().count("offerAll", all);
        if (added < all.size()) {
            throw new IllegalStateException("The queue was full after " + added + " of " + all.size() + " items.");
        }
        return added > 0;
    }

    @Override
    public E take() throws InterruptedException {
        return cast(remote().callWaiting(FOREVER, "take", FOREVER));
    }

    @Override
    public @Nullable E poll() {
        return cast(remote().call("take", 0L));
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = nanos(timeout, unit);
        return cast(remote().callWaiting(nanos, "take", nanos));
    }

    /** As {@link #poll(long, TimeUnit)}. */
    public @Nullable E poll(Duration timeout) throws InterruptedException {
        return poll(nanos(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public E remove() {
        return present(poll());
    }

    @Override
    public @Nullable E peek() {
        return cast(remote().call("peek"));
    }

    @Override
    public E element() {
        return present(peek());
    }

    private static <E> E present(@Nullable E item) {
        if (item == null) {
            throw new NoSuchElementException("The queue is empty.");
        }
        return item;
    }

    @Override
    public int remainingCapacity() {
        return remote().count("remainingCapacity");
    }

    @Override
    public int drainTo(Collection<? super E> to) {
        return drainTo(to, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> to, int most) {
        required(to, "collection");
        if (to instanceof ManagedQueue<?> queue && remote().equals(queue.remote())) {
            throw new IllegalArgumentException("A queue cannot be drained to itself.");
        }
        List<E> taken = cast(Objects.requireNonNull(remote().call("drain", Math.max(0, most))));
        to.addAll(taken);
        return taken.size();
    }

    /** Not atomic: removes what is in a snapshot and fulfils the condition, and is still there. */
    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        return removeAll(elements().stream().filter(filter).toList());
    }

    @Override
    public boolean containsAll(Collection<?> items) {
        return elements().containsAll(items);
    }

    /** Over a snapshot, which it removes items from one by one. */
    @Override
    public Iterator<E> iterator() {
        return snapshotIterator();
    }

    /**
     * Says that the work on one item that was taken is done.
     *
     * @throws IllegalStateException if that was said of all items already
     */
    public void taskDone() {
        Object _ = remote().call("taskDone");
    }

    /** Waits until the work on all items that were put is done. */
    public void join() throws InterruptedException {
        Object _ = remote().callWaiting(FOREVER, "join", FOREVER);
    }

    /**
     * As {@link #join()}, for at most {@code timeout}.
     *
     * @return whether it is done
     */
    public boolean join(Duration timeout) throws InterruptedException {
        long nanos = nanos(timeout);
        return cast(remote().callWaiting(nanos, "join", nanos));
    }
}
