package org.weir.channel;

import org.weir.channel.MessageRing.Claim;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A queue of plain bytes between processes in shared memory, without objects and without a codec, for any number of
 * producers and consumers: what is under a {@link RingQueue}, with the same promises. No message is lost for which a put
 * had returned, none is torn, nobody hangs, whoever is killed at whatever moment; one whose taker died before it had
 * copied it is delivered again, ahead of the others.
 *
 * <p><b>Exact</b>, one atomic step each: {@code put}, {@code offer}, {@code take}, {@code poll}. {@link #offerAll} and
 * {@link #drain} work a batch at a time. {@link #size} is a snapshot. Nothing here allocates for each message but the
 * methods that wait, when they have to.
 *
 * <p>Serializable: who reads it, in a process of the same realm, has the same ring. Safe for use by several threads.
 */
public final class ByteRing implements Waitable, Serializable, AutoCloseable {

    /** How many bytes a ring holds unless one says otherwise. */
    public static final int RING_BYTES = RingMemory.USUAL_BYTES;

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BATCH = 64;
    private static final int FIRST_BUFFER = 64;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int NONE = -1;

    private final transient Handle handle;
    private final transient RingUse use;
    private final transient MessageRing ring;
    /** What {@link #drain} copied the last message into; empty while somebody uses it. */
    private final transient AtomicReference<byte[]> spare = new AtomicReference<>();

    /** Is shown messages, one after the other. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Is shown a message.
         *
         * @param bytes the message is in there, valid until this method returns
         * @param offset where it begins
         * @param length how many bytes it has
         */
        void read(byte[] bytes, int offset, int length);
    }

    /** What travels. */
    private record Handle(RingMemory memory) implements Serializable {

        @Serial
        private Object readResolve() {
            return new ByteRing(this);
        }
    }

    private ByteRing(Handle handle) {
        this.handle = handle;
        this.use = new RingUse("ring", handle.memory, Integer.MAX_VALUE);
        this.ring = use.ring;
    }

    /** A ring of {@value #RING_BYTES} bytes. */
    public static ByteRing create() {
        return create(RING_BYTES);
    }

    /**
     * A ring: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @param ringBytes how many bytes may wait, with 8 of each message's own, 256 to 1 GiB; rounded up to a power of two
     */
    public static ByteRing create(int ringBytes) {
        return new ByteRing(new Handle(RingMemory.allocate("ByteRing", ringBytes)));
    }

    /** How many bytes a message may have: a quarter of the ring less 8. */
    public int maxMessage() {
        return ring.largestFrame();
    }

    // ---- putting

    /** Puts all of {@code bytes} as one message if there is room now; says whether it did. */
    public boolean offer(byte[] bytes) {
        return offer(bytes, 0, bytes.length);
    }

    /**
     * Puts {@code length} bytes, perhaps none, as one message if there is room now; says whether it did.
     *
     * @throws IndexOutOfBoundsException if they are not within {@code bytes}
     * @throws UnsendableException if they are more than {@link #maxMessage()}
     */
    public boolean offer(byte[] bytes, int offset, int length) {
        requireFitting(bytes, offset, length);
        return ring.offer(bytes, offset, length);
    }

    /** As {@link #offer(byte[], int, int)}, waiting for room for at most {@code timeout}. */
    public boolean offer(byte[] bytes, int offset, int length, Duration timeout) throws InterruptedException {
        return offer(bytes, offset, length, Backoff.deadline(timeout));
    }

    /** As {@link #offer(byte[], int, int)}, waiting as long as there is no room. */
    public void put(byte[] bytes, int offset, int length) throws InterruptedException {
        boolean ignored = offer(bytes, offset, length, NEVER);
    }

    private boolean offer(byte[] bytes, int offset, int length, long deadline) throws InterruptedException {
        requireFitting(bytes, offset, length);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return use.waits.put(() -> ring.offer(bytes, offset, length), deadline);
    }

    /**
     * Puts as many of {@code messages} as there is room for now, from the first on, for the price of little more than one.
     *
     * @return how many were put
     * @throws UnsendableException if one has more than {@link #maxMessage()} bytes; none was put
     */
    public int offerAll(List<byte[]> messages) {
        for (byte[] message : messages) {
            requireFitting(message, 0, message.length);
        }
        use.requireOpen();
        return messages.isEmpty() ? 0 : ring.offerAll(messages);
    }

    private void requireFitting(byte[] bytes, int offset, int length) {
        Objects.requireNonNull(bytes, "bytes");
        use.requireOpen();
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > ring.largestFrame()) {
            throw new UnsendableException("A message of " + length + " bytes was to be put into a ring that takes "
                    + ring.largestFrame() + ". Put it in parts, or make a larger ring.");
        }
    }

    // ---- taking

    /**
     * Takes the next message, waiting for it.
     *
     * @param to gets the message from its beginning on
     * @return how many bytes the message has
     * @throws IllegalArgumentException if they are more than {@code to} holds; the message stays, ahead of all others
     */
    public int take(byte[] to) throws InterruptedException {
        Objects.requireNonNull(to, "to");
        return copied(use.waits.claim(NEVER).orElseThrow(), to);
    }

    /** As {@link #take}; empty if no message comes for so long. */
    public OptionalInt poll(byte[] to, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(to, "to");
        Optional<Claim> claim = use.waits.claim(Backoff.deadline(timeout));
        return claim.isPresent() ? OptionalInt.of(copied(claim.get(), to)) : OptionalInt.empty();
    }

    /** As {@link #take}; negative if there is no message now. */
    public int poll(byte[] to) {
        Objects.requireNonNull(to, "to");
        use.requireOpen();
        Optional<Claim> claim = ring.claim();
        return claim.isPresent() ? copied(claim.get(), to) : NONE;
    }

    private int copied(Claim claim, byte[] to) {
        if (claim.length() > to.length) {
            ring.giveBack(claim, false);
            throw new IllegalArgumentException(
                    "The next message has " + claim.length() + " bytes, and there is room for "
                            + to.length + "; it stays in the ring.");
        }
        ring.copyOut(claim, to);
        ring.acknowledge(claim);
        return claim.length();
    }

    /**
     * Shows the messages that are there to {@code reader}, {@code max} at most, each of which is acknowledged when the
     * reader has returned from it. If the reader throws, the message is given back like those behind it, and flagged to
     * nobody.
     *
     * @param max 0 or more
     * @return how many there were
     */
    public int drain(Reader reader, int max) {
        Objects.requireNonNull(reader, "reader");
        if (max < 0) {
            throw new IllegalArgumentException("A batch has 0 messages or more; asked for at most " + max + ".");
        }
        use.requireOpen();
        byte[] buffer = Objects.requireNonNullElseGet(spare.getAndSet(null), () -> new byte[FIRST_BUFFER]);
        int done = 0;
        while (done < max) {
            List<Claim> claims = ring.claim(Math.min(BATCH, max - done));
            int read = 0;
            try {
                for (Claim claim : claims) {
                    if (claim.length() > buffer.length) {
                        buffer = new byte[claim.length()];
                    }
                    ring.copyOut(claim, buffer);
                    reader.read(buffer, 0, claim.length());
                    ring.acknowledge(claim);
                    read++;
                }
            } finally {
                ring.giveBack(claims.subList(read, claims.size()));
            }
            done += read;
            if (read < BATCH) {
                break;
            }
        }
        spare.set(buffer);
        return done;
    }

    // ---- the object

    /** How many messages wait, as of one moment of the call. */
    public int size() {
        return use.size();
    }

    /** Whether a take would probably return at once. */
    @Override
    public boolean isReady() {
        return use.isReady();
    }

    /** Whether this process has closed its object; others may use theirs. */
    public boolean isClosed() {
        return use.isClosed();
    }

    /** Ends the use of this object. The messages stay, for other processes. Closing again does nothing. */
    @Override
    public void close() {
        use.close();
    }

    /**
     * Gives the memory back. Nobody may use the ring any more, in whatever process: they would change other objects.
     *
     * @throws IllegalStateException if this process has not created it, it was freed, or this object is not closed
     */
    public void free() {
        use.free();
    }

    @Serial
    private Object writeReplace() {
        use.requireOpen();
        return handle;
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("A ring travels as its handle.");
    }

    /** About the ring, not its messages. */
    @Override
    public String toString() {
        return use.toString();
    }
}
