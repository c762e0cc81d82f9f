package org.weir.channel;

import org.weir.memory.Words;

import java.io.Serial;
import java.time.Duration;

/**
 * A {@link FeederQueue} that one can wait for: every item that was put is unfinished until somebody has called
 * {@link #taskDone()} for it. A consumer that dies before that leaves its item unfinished for ever.
 *
 * @param <E> what it holds
 */
public final class JoinableQueue<E> extends FeederQueue<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    JoinableQueue(Handle handle) {
        super(handle);
    }

    /** A queue of {@link Codec#standard()} objects without a bound. */
    public static <E> JoinableQueue<E> create() {
        return create(Codec.standard(), Integer.MAX_VALUE);
    }

    /** A queue of at most {@code maxItems}, 1 or more. */
    public static <E> JoinableQueue<E> create(Codec codec, int maxItems) {
        return new JoinableQueue<>(handle("JoinableQueue", codec, maxItems, true));
    }

    @Override
    void put() {
        Words.getAndAddInt(pipe().memory() + UNFINISHED, 1);
    }

    /**
     * Says that the work on an item that was taken is done.
     *
     * @throws IllegalStateException if that was said as often as items were put (row Z12)
     */
    public void taskDone() {
        requireOpen();
        long unfinished = pipe().memory() + UNFINISHED;
        while (true) {
            int now = Words.getIntVolatile(unfinished);
            if (now <= 0) {
                throw new IllegalStateException("taskDone() was called more often than items were put.");
            }
            if (Words.compareAndSetInt(unfinished, now, now - 1)) {
                if (now == 1) {
                    Words.getAndAddInt(pipe().memory() + ZEROES, 1);
                    EventCount.signalAll(pipe().memory() + DONE_EVENT);
                }
                return;
            }
        }
    }

    /** How many items were put and are not done. */
    public int unfinished() {
        requireOpen();
        return Words.getIntVolatile(pipe().memory() + UNFINISHED);
    }

    /** Waits until there is a moment at which no item is unfinished; there may be new ones when it returns (row Z13). */
    public void join() throws InterruptedException {
        boolean ignored = join(Long.MAX_VALUE);
    }

    /** As {@link #join()}, for at most {@code timeout}; returns whether there was such a moment. */
    public boolean joinTasks(Duration timeout) throws InterruptedException {
        return join(Backoff.deadline(timeout));
    }

    private boolean join(long deadline) throws InterruptedException {
        long event = pipe().memory() + DONE_EVENT;
        int before = Words.getIntVolatile(pipe().memory() + ZEROES);
        while (true) {
            int announced = EventCount.announce(event);
            if (unfinished() == 0 || Words.getIntVolatile(pipe().memory() + ZEROES) != before) {
                return true;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            EventCount.await(event, announced, deadline);
        }
    }
}
