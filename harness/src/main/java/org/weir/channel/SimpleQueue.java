package org.weir.channel;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * The simplest queue of the original: a kernel pipe with a lock at each end. {@code put} writes into the pipe itself, and
 * waits while that is full. It cannot survive a death in the middle of an item: then it is {@linkplain #isBroken()
 * broken}, and says so in a {@link QueueBrokenException}; never does it hand out garbage.
 *
 * <p><b>Unsupported</b> beside what no pipe can do: {@code offer}, because nobody knows how much room a pipe has,
 * {@code size}, {@code remainingCapacity}.
 *
 * @param <E> what it holds
 */
public final class SimpleQueue<E> extends PipeQueue<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What travels. */
    private record Handle(LockedPipe.Handle pipe, Codec codec) implements Serializable {

        @Serial
        private Object readResolve() {
            return new SimpleQueue<>(new LockedPipe(pipe), codec);
        }
    }

    private SimpleQueue(LockedPipe pipe, Codec codec) {
        super(pipe, codec);
    }

    /** A queue of {@link Codec#standard()} objects. */
    public static <E> SimpleQueue<E> create() {
        return create(Codec.standard());
    }

    /** A queue. */
    public static <E> SimpleQueue<E> create(Codec codec) {
        return new SimpleQueue<>(new LockedPipe(LockedPipe.Handle.create("SimpleQueue", 0)), codec);
    }

    @Override
    public void put(E item) throws InterruptedException {
        byte[] bytes = encoded(item);
        pipe().write(bytes, bytes.length);
    }

    @Override
    void taken() {
        // nobody counts
    }

    @Override
    public boolean offer(E item) {
        throw unsupported("offer");
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) {
        throw unsupported("offer");
    }

    @Override
    public int size() {
        requireOpen();
        throw unsupported("size");
    }

    @Override
    public int remainingCapacity() {
        throw unsupported("remainingCapacity");
    }

    @Override
    public void close() {
        pipe().close();
    }

    @Serial
    private Object writeReplace() {
        requireOpen();
        return new Handle(pipe().handle(), codec());
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("A queue travels as its handle.");
    }
}
