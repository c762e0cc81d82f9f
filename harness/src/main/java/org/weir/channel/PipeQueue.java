package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What queues on a kernel pipe have in common: how an item is taken, and what a pipe cannot do.
 *
 * <p><b>Exact</b>: {@code put}, {@code take}, {@code poll}, {@code remove()}; a timeout covers the wait for the first
 * byte of an item and for the lock, and not the rest of the item (row Z16). {@code isEmpty} says whether there are bytes
 * in the pipe at this moment. <b>Unsupported</b>, because a pipe shows nothing without giving it away: {@code peek},
 * {@code element}, {@code iterator} and what is made of it, {@code remove(Object)}.
 *
 * @param <E> what it holds
 */
abstract sealed class PipeQueue<E> extends AbstractQueue<E> implements ProcessQueue<E> permits SimpleQueue,
        FeederQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient LockedPipe pipe;
    private final transient Codec codec;

    PipeQueue(LockedPipe pipe, Codec codec) {
        this.pipe = pipe;
        this.codec = codec;
    }

    LockedPipe pipe() {
        return pipe;
    }

    Codec codec() {
        return codec;
    }

    byte[] encoded(E item) {
        requireOpen();
        byte[] bytes = codec.encode(item);
        if (bytes.length > Pipe.MAX_MESSAGE) {
            throw new UnsendableException("An item has at most " + Pipe.MAX_MESSAGE + " bytes, this one "
                    + bytes.length + "; send it in parts.");
        }
        return bytes;
    }

    final void requireOpen() {
        if (isClosed()) {
            throw new QueueClosedException("This queue is closed in this process: " + this + ".");
        }
    }

    /** Called for each item that was taken. */
    abstract void taken();

    private Optional<E> next(long deadline) throws InterruptedException {
        requireOpen();
        Optional<byte[]> bytes = pipe.read(deadline);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        taken();
        return Optional.of(decoded(bytes.get()));
    }

    @SuppressWarnings("unchecked") // what is in the queue was put into it as an E
    private E decoded(byte[] bytes) {
        try {
            return (E) codec.decode(bytes);
        } catch (CodecException refused) {
            throw new UndecodableItemException(refused);
        }
    }

    @Override
    public E take() throws InterruptedException {
        return next(Long.MAX_VALUE).orElseThrow();
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        return next(Backoff.deadline(unit.toNanos(timeout))).orElse(null);
    }

    /** Takes an item if one has begun to arrive, and null otherwise; not interruptible. */
    @Override
    public @Nullable E poll() {
        boolean interrupted = Thread.interrupted();
        try {
            return next(System.nanoTime()).orElse(null);
        } catch (InterruptedException late) {
            interrupted = true;
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isEmpty() {
        requireOpen();
        return !pipe.hasBytes();
    }

    @Override
    public boolean isReady() {
        return isClosed() || pipe.isBroken() || pipe.hasBytes();
    }

    /** Whether a process died within an item, so that the queue is of no more use. */
    public final boolean isBroken() {
        return pipe.isBroken();
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        Objects.requireNonNull(target, "target");
        if (target == this) {
            throw new IllegalArgumentException("A queue cannot be drained to itself.");
        }
        int done = 0;
        while (done < max) {
            E item = poll();
            if (item == null) {
                break;
            }
            target.add(item);
            done++;
        }
        return done;
    }

    @Override
    public @Nullable E peek() {
        throw unsupported("peek");
    }

    @Override
    public Iterator<E> iterator() {
        throw unsupported("iterator");
    }

    @Override
    public boolean remove(Object item) {
        throw unsupported("remove(Object)");
    }

    static UnsupportedOperationException unsupported(String method) {
        return new UnsupportedOperationException("A queue on a kernel pipe has no " + method
                + ": a pipe shows nothing without giving it away. RingQueue.create() makes a queue that can be looked"
                + " into.");
    }

    @Override
    public boolean isClosed() {
        return pipe.isClosed();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + pipe.handle().name() + (isClosed() ? ", closed]" : "]");
    }
}
