package org.weir.channel;

import java.io.Serializable;
import java.util.concurrent.BlockingQueue;

/**
 * A queue between processes. It is made in one process and sent to others, in an argument of a process or through
 * another queue or connection; all of them then use the same queue, through objects of their own.
 *
 * <p>An item is a copy: it is encoded with the queue's {@link Codec} and comes out as a new object, equal to the one that
 * was put. Items of one producer thread come out in the order in which it put them.
 *
 * @param <E> what it holds
 */
public sealed interface ProcessQueue<E> extends BlockingQueue<E>, Waitable, Serializable, AutoCloseable
        permits RingQueue, PipeQueue {

    /** The default queue: {@link RingQueue#create()}. */
    static <E> ProcessQueue<E> create() {
        return RingQueue.create();
    }

    /** The default queue for at most {@code maxItems} items: {@link RingQueue#bounded}. */
    static <E> ProcessQueue<E> bounded(int maxItems) {
        return RingQueue.bounded(maxItems);
    }

    /** Whether a take would probably return at once. */
    @Override
    boolean isReady();

    /** Whether this process has closed its object; others may use theirs. */
    boolean isClosed();

    /**
     * Ends the use of this object, after which every operation but this, {@link #isClosed()} and {@code toString} throws
     * a {@link QueueClosedException}. The items stay, for other processes. Closing again does nothing.
     */
    @Override
    void close();
}
