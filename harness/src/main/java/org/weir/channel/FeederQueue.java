package org.weir.channel;

import org.jspecify.annotations.Nullable;
import org.weir.memory.FaultPoint;
import org.weir.memory.Words;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The queue of the original: {@code put} leaves the item in this process, where a thread, the feeder, writes it into a
 * kernel pipe. It is here to be studied, and for programs that are taken over as they are; {@link RingQueue} is the queue
 * to use.
 *
 * <p><b>What it is known for, and keeps.</b> {@code isEmpty} looks at the pipe, and not at what feeders have not written
 * yet: right after a {@code put} it may say true; {@code poll()} may find nothing although items were put. {@code size}
 * counts what was put and not taken, wherever it is. An item that is in this process only is lost with it. A process that
 * has put items does not exit before they are written, {@link #cancelJoin()} apart: to wait for it before one has taken
 * them is a deadlock. A process killed while it writes or reads breaks the queue ({@link QueueBrokenException}), and the
 * places of the items that it held are never given free.
 *
 * <p><b>What is better.</b> An item is encoded in {@code put}, which throws if it cannot be, and takes no place then.
 *
 * @param <E> what it holds
 */
public sealed class FeederQueue<E> extends PipeQueue<E> permits JoinableQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int COUNT = 0;
    private static final int ROOM_EVENT = 4;
    /** Of {@link JoinableQueue}. */
    static final int UNFINISHED = 64;
    static final int ZEROES = 68;
    static final int DONE_EVENT = 72;
    static final int BYTES = 128;

    /** Wakes the feeder of a queue that was closed. */
    private static final byte[] END = new byte[0];

    private final transient int maxItems;
    private final transient BlockingQueue<byte[]> buffer = new LinkedBlockingQueue<>();
    private final transient AtomicReference<@Nullable Thread> feeder = new AtomicReference<>();
    private final transient CountDownLatch written = new CountDownLatch(1);
    private final transient Thread exit = new Thread(this::joinAtExit, "weir-feeder-join");
    private transient volatile boolean closed;
    private transient volatile boolean joinsAtExit = true;

    /** What travels. */
    record Handle(LockedPipe.Handle pipe, Codec codec, int maxItems, boolean joinable) implements Serializable {

        @Serial
        private Object readResolve() {
            return joinable ? new JoinableQueue<>(this) : new FeederQueue<>(this);
        }
    }

    FeederQueue(Handle handle) {
        super(new LockedPipe(handle.pipe), handle.codec);
        this.maxItems = handle.maxItems;
    }

    /** A queue of {@link Codec#standard()} objects without a bound. */
    public static <E> FeederQueue<E> create() {
        return create(Codec.standard(), Integer.MAX_VALUE);
    }

    /** A queue of at most {@code maxItems}, 1 or more. */
    public static <E> FeederQueue<E> create(Codec codec, int maxItems) {
        return new FeederQueue<>(handle("FeederQueue", codec, maxItems, false));
    }

    static Handle handle(String kind, Codec codec, int maxItems, boolean joinable) {
        if (maxItems < 1) {
            throw new IllegalArgumentException("A queue holds one item or more; asked for " + maxItems + ".");
        }
        return new Handle(LockedPipe.Handle.create(kind, BYTES), codec, maxItems, joinable);
    }

    @Override
    public void put(E item) throws InterruptedException {
        offer(item, Long.MAX_VALUE);
    }

    @Override
    public boolean offer(E item, long timeout, TimeUnit unit) throws InterruptedException {
        return offer(item, Backoff.deadline(unit.toNanos(timeout)));
    }

    @Override
    public boolean offer(E item) {
        byte[] bytes = encoded(item);
        return takesPlace() && feed(bytes);
    }

    private boolean offer(E item, long deadline) throws InterruptedException {
        byte[] bytes = encoded(item);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long event = pipe().memory() + ROOM_EVENT;
        while (true) {
            int announced = EventCount.announce(event);
            if (takesPlace()) {
                return feed(bytes);
            }
            requireOpen();
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            EventCount.await(event, announced, deadline);
        }
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    private boolean takesPlace() {
        long count = pipe().memory() + COUNT;
        while (true) {
            int now = Words.getIntVolatile(count);
            if (now >= maxItems) {
                return false;
            }
            if (Words.compareAndSetInt(count, now, now + 1)) {
                return true;
            }
        }
    }

    private boolean feed(byte[] bytes) {
        put();
        buffer.add(bytes);
        if (feeder.get() == null) {
            Thread thread = Thread.ofPlatform().daemon().name("weir-feeder").unstarted(this::writeAll);
            if (feeder.compareAndSet(null, thread)) {
                Runtime.getRuntime().addShutdownHook(exit);
                thread.start();
            }
        }
        return true;
    }

    /** Called for each item that was put, before anybody can take it. */
    void put() {
        // JoinableQueue counts
    }

    @Override
    final void taken() {
        Words.getAndAddInt(pipe().memory() + COUNT, -1);
        EventCount.signal(pipe().memory() + ROOM_EVENT, 1);
    }

    private void writeAll() {
        try {
            while (true) {
                byte[] bytes = buffer.poll(50, TimeUnit.MILLISECONDS);
                if (bytes != null && bytes != END) {
                    FaultPoint.reached(FaultPoint.FEEDER_WRITING);
                    pipe().write(bytes, bytes.length);
                } else if (closed && buffer.isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException | QueueClosedException told) {
            Thread.currentThread().interrupt();
        } catch (QueueBrokenException broken) {
            System.getLogger("org.weir.channel")
                    .log(System.Logger.Level.ERROR,
                            buffer.stream().filter(item -> item != END).count() + " item(s) are not sent: "
                                    + broken.getMessage());
        } finally {
            written.countDown();
            if (closed) {
                release();
            }
        }
    }

    private void end() {
        closed = true;
        pipe().closeForReaders();
        buffer.add(END);
    }

    /** By whoever comes last, {@link #close} or the feeder; by both, if they come at the same time. */
    private void release() {
        forgetExit();
        pipe().close();
    }

    private void joinAtExit() {
        end();
        if (joinsAtExit) {
            boolean ignored = join(Duration.ofSeconds(Long.MAX_VALUE));
        }
    }

    private boolean join(Duration timeout) {
        try {
            return feeder.get() == null || written.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets this process exit before what it has put is written, which is then lost. */
    public final void cancelJoin() {
        joinsAtExit = false;
    }

    /**
     * Waits until the feeder has written everything that was put before {@link #close()}.
     *
     * @return whether it has; false after the time, or an interrupt, whose status stays set
     * @throws IllegalStateException if the queue is not closed
     */
    public final boolean joinFeeder(Duration timeout) {
        if (!closed) {
            throw new IllegalStateException("The feeder of an open queue has no end; close the queue first.");
        }
        return join(timeout);
    }

    private void forgetExit() {
        try {
            boolean ignored = Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException exiting) {
            // it has begun to run, and finds nothing to wait for
        }
    }

    @Override
    public int size() {
        requireOpen();
        return Words.getIntVolatile(pipe().memory() + COUNT);
    }

    @Override
    public int remainingCapacity() {
        int size = size();
        return maxItems == Integer.MAX_VALUE ? maxItems : Math.max(0, maxItems - size);
    }

    /**
     * {@inheritDoc} What was put before is fed all the same, as long as this process lives; the pipe is given up when all is
     * written, whether or not somebody waits in {@link #joinFeeder}.
     */
    @Override
    public void close() {
        end();
        if (feeder.get() == null || written.getCount() == 0) {
            release();
        }
    }

    /** For {@link JoinableQueue} too, which a private method would not be. */
    @Serial
    Object writeReplace() {
        requireOpen();
        return new Handle(pipe().handle(), codec(), maxItems, this instanceof JoinableQueue);
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("A queue travels as its handle.");
    }
}
