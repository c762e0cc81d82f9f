package org.weir.channel;

/**
 * An item of a {@link RingQueue} that stays the queue's until it is acknowledged: if this process dies before, it is
 * delivered to another one.
 *
 * <p>Each delivery is ended once, by {@link #ack()}, {@link #giveBack()} or {@link #close()}, from whatever thread.
 * Meanwhile it keeps its place in the queue's memory: when the others have gone round the ring once, producers wait for
 * it.
 */
public sealed interface Delivery<E> extends AutoCloseable permits RingDelivery {

    /** The item; the same object each time. */
    E item();

    /**
     * Whether it was delivered before, to somebody who died without acknowledging it or gave it back. What that one did
     * with it is not known.
     */
    boolean isRedelivered();

    /**
     * Ends the item.
     *
     * @throws IllegalStateException if the delivery has ended already
     */
    void ack();

    /**
     * Returns the item to the queue, ahead of all others and flagged.
     *
     * @throws IllegalStateException if the delivery has ended already
     */
    void giveBack();

    /** Gives the item back unless the delivery has ended. */
    @Override
    void close();
}
