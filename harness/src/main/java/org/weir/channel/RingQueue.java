package org.weir.channel;

import org.jspecify.annotations.Nullable;
import org.weir.channel.MessageRing.Claim;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A queue between processes in shared memory, for any number of producers and consumers, which any of them may leave by
 * SIGKILL at any moment: no item is lost for which {@code put} had returned, none is torn, nobody hangs.
 *
 * <p>It is bounded twice: by the bytes of its ring and, if one likes, by a number of items. An item that takes more than
 * a quarter of the ring travels as a file of the realm. {@code put} encodes the item before it returns, and throws if it
 * cannot: what is done to the object afterwards is no part of what was sent.
 *
 * <h2>Taking</h2>
 *
 * {@link #take} claims the next item, decodes it, acknowledges it, and returns it. If the process dies before the
 * acknowledgement, the item is delivered to somebody else; if it dies after, the item was its own. {@link #receive}
 * leaves the acknowledgement to the caller: the item is safe until the work on it is done. An item whose claimant died
 * without acknowledging it is delivered again <em>ahead of all others</em>, and its {@link Delivery} is flagged, because
 * what the dead one did with it is not known. A queue is FIFO except for these. {@code take} returns such items without
 * saying so; where some processes use {@code receive}, those to whom it matters should use it too.
 *
 * <h2>How exact each method is</h2>
 *
 * <ul>
 * <li><b>Exact</b>, one atomic step each: {@code put}, {@code offer}, {@code add}, {@code take}, {@code poll},
 * {@code remove()}, {@code receive}. {@code offer} and {@code poll} without a timeout never wait for room or items.
 * <li><b>Exact a batch at a time</b>: {@code drainTo}, {@link #putAll}, {@code addAll}, {@code clear}: other processes'
 * items may come between the batches.
 * <li><b>A snapshot</b>, true at one moment of the call: {@code size}, {@code isEmpty}, {@code peek}, {@code element},
 * {@code remainingCapacity} (which knows of the bound of items and not of that of bytes), {@code toArray},
 * {@code contains}, {@code iterator} (of the items that were there when it was made).
 * <li><b>Unsupported</b>: {@code remove(Object)}, {@code removeAll}, {@code retainAll}, {@code removeIf} and the
 * iterator's {@code remove}: an item in the middle belongs to nobody.
 * </ul>
 *
 * <h2>The protocol</h2>
 *
 * The ring is a sequence of frames between three positions, each of which only grows:
 *
 * <pre>
 *    FREE ............... HEAD ................ TAIL
 *    claimed, acknowledged     published             unused
 * </pre>
 *
 * A <b>producer</b> holds the tail's lock while it copies its frame behind {@code TAIL} and then moves {@code TAIL} over
 * it. Position and count of items share that word, so that one store publishes the frame and counts it. A producer that
 * dies before the store has done nothing that anybody can see, and the next owner of the lock has nothing to repair, but
 * for a file (see below); one that dies after it has put its item, and at worst its consumer sleeps on for the 50 ms after
 * which everybody looks again.
 *
 * <p>A <b>consumer</b> holds the head's lock while it writes its name into the frame at {@code HEAD}, the claim, and then
 * moves {@code HEAD} over it; it copies and decodes without a lock. The acknowledgement is one store into the frame, of
 * the claimant alone. Claims are acknowledged in any order; {@code FREE} follows when a producer lacks room, or a
 * consumer looks for the dead: under the head's lock it moves over all frames in a row that are acknowledged. That way consumers
 * need one lock each item, and none for the acknowledgement.
 *
 * <p><b>Deaths of consumers</b>, in the order of what they do:
 * <ol>
 * <li>Under the lock, after the claim, before {@code HEAD} moves: whoever gets the lock next is told that its owner
 * died, finds claims at and behind {@code HEAD}, where none can be, and wipes them. Nobody had the item.
 * <li>With a claim, at any time until the acknowledgement: frames between {@code FREE} and {@code HEAD} name a dead
 * claimant. Who waits, for items or for room, looks for such once each 50 ms, and who does not wait at every 256th
 * claim; it marks them as to be delivered again and counts them in {@code RETURNED}, which is what consumers look at
 * before {@code HEAD}. As members of a realm are never confused with their successors, a frame is never taken from a
 * living claimant. It is read again when its claimant is known to be dead: he may have acknowledged it before he died.
 * <li>Under the lock, between a mark and its count: the next owner of the lock counts the marks anew.
 * <li>After the acknowledgement: the item was its own.
 * </ol>
 * An item is delivered again as often as its claimants die; whoever wants to stop an item that kills looks at the flag.
 *
 * <p>Neither lock is held while anybody waits, sleeps, encodes or decodes, so that a stopped process holds up others
 * only in the few hundred nanoseconds in between, or when the ring has gone round to a frame that it has claimed. Calls of
 * the kernel are made under a lock only where a file gets its name, and where one is deleted for somebody who died.
 *
 * <p><b>Files</b> are written without a name. Under the tail's lock, behind {@code TAIL}, the producer writes the frame with
 * the name, then gives it to the file, then moves {@code TAIL}: if it dies in between, the next owner of the lock finds the
 * name there and deletes the file. A consumer, once it has read the item, marks the frame as delivered, which is the
 * moment from which the item is its own; it deletes the file and then acknowledges. Whoever finds a frame that a dead
 * claimant has marked so does the rest in its place. A file stays until the realm goes if nobody uses the queue again after
 * a death, or if the queue is in the state of a sample and is not empty when that is over.
 *
 * @param <E> what it holds
 */
public final class RingQueue<E> extends AbstractQueue<E> implements ProcessQueue<E> {

    /** How many bytes a ring holds unless one says otherwise. */
    public static final int RING_BYTES = RingMemory.USUAL_BYTES;

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long NEVER = Long.MAX_VALUE;

    private final transient Layout layout;
    private final transient RingUse use;
    private final transient RingItems<E> items;

    /** What all objects for a queue agree about, and what travels. */
    private record Layout(RingMemory memory, int maxItems, Codec codec) implements Serializable {

        Layout {
            requireRoom(maxItems);
        }

        @Serial
        private Object readResolve() {
            return new RingQueue<>(this);
        }
    }

    private RingQueue(Layout layout) {
        this.layout = layout;
        this.use = new RingUse("queue", layout.memory, layout.maxItems);
        this.items = new RingItems<>(use, layout.codec);
    }

    /** A queue of {@link Codec#standard()} objects with a ring of {@value #RING_BYTES} bytes. */
    public static <E> RingQueue<E> create() {
        return create(Codec.standard(), RING_BYTES, Integer.MAX_VALUE);
    }

    /** A queue of at most {@code maxItems}, 1 or more, otherwise as {@link #create()}. */
    public static <E> RingQueue<E> bounded(int maxItems) {
        return create(Codec.standard(), RING_BYTES, maxItems);
    }

    /**
     * A queue.
     *
     * @param ringBytes how many bytes of items may wait, 256 to 1 GiB; rounded up to a power of two
     * @param maxItems how many items may wait, 1 or more; {@link Integer#MAX_VALUE} for as many as the ring holds
     */
    public static <E> RingQueue<E> create(Codec codec, int ringBytes, int maxItems) {
        Objects.requireNonNull(codec, "codec");
        requireRoom(maxItems);
        return new RingQueue<>(new Layout(RingMemory.allocate("RingQueue", ringBytes), maxItems, codec));
    }

    private static void requireRoom(int maxItems) {
        if (maxItems < 1) {
            throw new IllegalArgumentException("A queue holds one item or more; asked for " + maxItems + ".");
        }
    }

    // ---- putting

    /**
     * Puts an item, waiting as long as there is no room.
     *
     * @throws UnsendableException if it cannot be encoded; nothing was put
     */
    @Override
    public void put(E item) throws InterruptedException {
        items.offer(item, NEVER);
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        return items.offer(item, Backoff.deadline(unit.toNanos(timeout)));
    }

    /** Puts an item unless there is no room for so long. */
    public boolean offer(E item, Duration timeout) throws InterruptedException {
        return items.offer(item, Backoff.deadline(timeout));
    }

    @Override
    public boolean offer(E item) {
        return items.offer(item);
    }

    /**
     * Puts all of {@code items} in their order, as many at once as there is room for, waiting for more. All are encoded
     * first.
     *
     * @throws UnsendableException if one cannot be encoded; none was put
     * @throws InterruptedException if the thread is interrupted; a first part of the items has been put
     */
    public void putAll(Collection<? extends E> items) throws InterruptedException {
        int ignored = this.items.putAll(items, NEVER);
    }

    /**
     * As {@link #putAll(Collection)}, waiting for room for at most {@code timeout} in all.
     *
     * @return how many were put, from the first on; all of them unless the time was over
     */
    public int putAll(Collection<? extends E> items, Duration timeout) throws InterruptedException {
        return this.items.putAll(items, Backoff.deadline(timeout));
    }

    // ---- taking

    @Override
    public E take() throws InterruptedException {
        return items.open(use.waits.claim(NEVER).orElseThrow());
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return use.waits.claim(Backoff.deadline(unit.toNanos(timeout))).map(items::open).orElse(null);
    }

    @Override
    public @Nullable E poll() {
        use.requireOpen();
        Optional<Claim> claim = use.ring.claim();
        return claim.isPresent() ? items.open(claim.get()) : null;
    }

    /** Waits for an item, which stays the queue's until the delivery is acknowledged. */
    public Delivery<E> receive() throws InterruptedException {
        return delivery(use.waits.claim(NEVER).orElseThrow());
    }

    /** As {@link #receive()}; empty if no item comes for so long. */
    public Optional<Delivery<E>> receive(Duration timeout) throws InterruptedException {
        return use.waits.claim(Backoff.deadline(timeout)).map(this::delivery);
    }

    private Delivery<E> delivery(Claim claim) {
        return new RingDelivery<>(items, claim, items.decoded(claim));
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /**
     * Moves the items that are there, at most {@code max} of them. If one of them cannot be decoded, that one is lost
     * with the exception, those before it are in {@code target}, and those behind it are in the queue.
     */
    @Override
    public int drainTo(Collection<? super E> target, int max) {
        use.requireOpen();
        Objects.requireNonNull(target, "target");
        if (target == this) {
            throw new IllegalArgumentException("A queue cannot be drained to itself.");
        }
        return items.drainTo(target, Math.min(max, size()));
    }

    @Override
    public void clear() {
        use.requireOpen();
        items.discard(size());
    }

    // ---- looking

    @Override
    public @Nullable E peek() {
        List<E> first = items.snapshot(1);
        return first.isEmpty() ? null : first.getFirst();
    }

    @Override
    public Iterator<E> iterator() {
        return Collections.unmodifiableList(items.snapshot(Integer.MAX_VALUE)).iterator();
    }

    @Override
    public int size() {
        return use.size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public int remainingCapacity() {
        int size = size();
        return layout.maxItems == Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(0, layout.maxItems - size);
    }

    @Override
    public boolean isReady() {
        return use.isReady();
    }

    @Override
    public boolean remove(Object item) {
        throw unsupported("remove(Object)");
    }

    @Override
    public boolean removeAll(Collection<?> items) {
        throw unsupported("removeAll");
    }

    @Override
    public boolean retainAll(Collection<?> items) {
        throw unsupported("retainAll");
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        throw unsupported("removeIf");
    }

    private static UnsupportedOperationException unsupported(String method) {
        return new UnsupportedOperationException("A queue between processes has no " + method
                + ": an item in the middle belongs to nobody. Take the items, and put back those to be kept.");
    }

    // ---- the object

    /** The same queue, as one with another codec sees it. */
    RingQueue<E> withCodec(Codec codec) {
        return new RingQueue<>(new Layout(layout.memory, layout.maxItems, codec));
    }

    @Override
    public boolean isClosed() {
        return use.isClosed();
    }

    @Override
    public void close() {
        use.close();
    }

    /**
     * Gives the memory back, and with it the items and their files. Nobody may use the queue any more, in whatever process: they would
     * change other objects.
     *
     * @throws IllegalStateException if this process has not created it, it was freed, or this object is not closed
     */
    public void free() {
        use.free();
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return layout;
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("A queue travels as its handle.");
    }

    /** About the queue, not its items. */
    @Override
    public String toString() {
        return use.toString();
    }
}
