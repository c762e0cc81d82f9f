package org.weir.channel;

import org.weir.memory.SharedBlock;

import java.io.IOException;

/**
 * Two connections to each other. Both belong to the process that made the pipe; either can be sent to another one, in an
 * argument of a process or through a queue or connection, and is then held by both.
 *
 * <p>Messages travel through rings in the memory of the realm, without a system call as long as neither side has to
 * sleep. A message larger than the ring goes through it in pieces. An end is held by at most 64 {@link Connection}
 * objects at a time. A process that ends before it has received an end in an argument does not hold it. In a scenario all
 * actors have both ends, and an end is gone when one of them has closed it.
 *
 * <p><b>Differences to the original.</b> An end may be shared by several senders or receivers without a lock of one's
 * own. A sender killed in the middle of a message that fits the ring has sent nothing; only in one that is larger does
 * the receiver learn of it by a {@link TornFrameException}.
 */
public final class Pipe implements AutoCloseable {

    /** How many bytes a ring holds unless one says otherwise. */
    public static final int RING_BYTES = 64 << 10;

    /** How many bytes a message may have: 1 GiB. */
    public static final int MAX_MESSAGE = 1 << 30;

    private static final int SMALLEST_RING = 64;
    private static final int LARGEST_RING = 1 << 30;

    private final Connection first;
    private final Connection second;

    private Pipe(Connection first, Connection second) {
        this.first = first;
        this.second = second;
    }

    /** A pipe whose ends both send and receive, objects of {@link Codec#standard()}. */
    public static Pipe create() {
        return create(Codec.standard(), RING_BYTES);
    }

    /**
     * A pipe whose ends both send and receive.
     *
     * @param ringBytes how many bytes may be under way in each direction, 64 to 1 GiB; rounded up to a power of two
     */
    public static Pipe create(Codec codec, int ringBytes) {
        return make(true, codec, ringBytes);
    }

    /** A pipe whose {@link #first()} end receives what its {@link #second()} sends, of {@link Codec#standard()}. */
    public static Pipe simplex() {
        return simplex(Codec.standard(), RING_BYTES);
    }

    /**
     * A pipe whose {@link #first()} end receives what its {@link #second()} sends.
     *
     * @param ringBytes how many bytes may be under way, 64 to 1 GiB; rounded up to a power of two
     */
    public static Pipe simplex(Codec codec, int ringBytes) {
        return make(false, codec, ringBytes);
    }

    /**
     * The kernel's own pipe, a FIFO in the directory of the realm: {@link #first()} receives what {@link #second()}
     * sends, in the frames of the original and with nothing to protect them. <em>Processes that share an end have to keep
     * each other out:</em> writes of more than 4096 bytes, the frame's header of four included, may be mixed, and what
     * comes out then is garbage or a {@link TornFrameException}. That is what it is for; use {@link #simplex()} for
     * anything else.
     */
    public static Pipe raw() throws IOException {
        return raw(false);
    }

    /**
     * As {@link #raw()}, a pipe in each direction. Not a socket pair, because a JVM cannot hand a descriptor to another
     * one.
     */
    public static Pipe rawDuplex() throws IOException {
        return raw(true);
    }

    private static Pipe raw(boolean duplex) throws IOException {
        RawConnection.Layout layout = RawConnection.Layout.create(duplex, Codec.standard());
        RawConnection first = new RawConnection(layout, 0);
        boolean done = false;
        try {
            Pipe pipe = new Pipe(first, new RawConnection(layout, 1));
            done = true;
            return pipe;
        } finally {
            if (!done) {
                first.close();
            }
        }
    }

    private static Pipe make(boolean duplex, Codec codec, int ringBytes) {
        if (ringBytes < SMALLEST_RING || ringBytes > LARGEST_RING) {
            throw new IllegalArgumentException("The ring of a pipe has " + SMALLEST_RING + " to " + LARGEST_RING
                    + " bytes; asked for " + ringBytes + ".");
        }
        int capacity = Integer.highestOneBit(2 * ringBytes - 1);
        SharedBlock block = SharedBlock.allocate("Pipe", RingConnection.Layout.bytes(duplex, capacity));
        RingConnection.Layout layout = new RingConnection.Layout(block, duplex, capacity, MAX_MESSAGE, codec);
        return new Pipe(new RingConnection(layout, 0), new RingConnection(layout, 1));
    }

    /** The one end; the receiving one of a simplex pipe. */
    public Connection first() {
        return first;
    }

    /** The other end; the sending one of a simplex pipe. */
    public Connection second() {
        return second;
    }

    /**
     * Takes back the handles of both ends that this process has sent and nobody has received: they hold the ends no more.
     * For when he who was to receive them is gone. One that is received nevertheless holds its end from then on; the others
     * may have seen the end of it before. Does nothing to handles that were received, and nothing when called again.
     *
     * @throws IllegalStateException if it is a pipe of the kernel
     */
    public void recall() {
        ring(first).recall();
        ring(second).recall();
    }

    /**
     * Gives the memory of the rings back, when nobody holds an end any more. A handle that is under way counts as its
     * sender's until it is {@linkplain #recall taken back}; nobody may receive one after that: he would change other objects. Without this call the memory lives as
     * long as the realm.
     *
     * @throws IllegalStateException if an end is held by a living process, if this process has not created the pipe, it was
     *         freed, or it is one of the kernel's
     */
    public void free() {
        ring(first).free();
    }

    private static RingConnection ring(Connection end) {
        if (!(end instanceof RingConnection one)) {
            throw new IllegalStateException("A pipe of the kernel has no memory of its own to give back, and"
                    + " no account of who holds it.");
        }
        return one;
    }

    /** Closes both ends as this process holds them. */
    @Override
    public void close() throws IOException {
        try (first; second) {
            return;
        }
    }
}
