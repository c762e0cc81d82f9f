package org.weir.channel;

import org.weir.channel.Encoder.Frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What all connections have in common, whatever carries their frames. */
abstract sealed class FramedConnection implements Connection permits RingConnection, SocketConnection, RawConnection {

    static final long NEVER = Long.MAX_VALUE;

    private final Codec codec;
    private final int limit;
    private final boolean readable;
    private final boolean writable;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The frame of the last send, for the next one; empty while somebody fills it. */
    private final AtomicReference<Frame> spare;

    FramedConnection(Codec codec, int limit, boolean readable, boolean writable) {
        this.codec = codec;
        this.limit = limit;
        this.readable = readable;
        this.writable = writable;
        this.spare = new AtomicReference<>(new Frame(limit));
    }

    /**
     * Sends one frame, of at most the limit; tears the connection if the time is over within it.
     *
     * @param deadline of {@link System#nanoTime()}; {@link Long#MAX_VALUE} for none
     * @return false if the time was over before anything was sent
     */
    abstract boolean write(byte[] bytes, int from, int length, long deadline) throws IOException;

    /** Takes one frame; an array of its own. */
    abstract byte[] read() throws IOException;

    /** @param deadline of {@link System#nanoTime()} */
    abstract boolean awaitReadable(long deadline) throws IOException;

    /** Called once. */
    abstract void release() throws IOException;

    Codec codec() {
        return codec;
    }

    @Override
    public final void send(Object message) throws IOException {
        boolean ignored = send(message, NEVER);
    }

    @Override
    public final boolean send(Object message, Duration timeout) throws IOException {
        return send(message, Backoff.deadline(timeout));
    }

    private boolean send(Object message, long deadline) throws IOException {
        Objects.requireNonNull(message, "message");
        requireWritable();
        Frame frame = spare.getAndSet(null);
        if (frame == null) {
            frame = new Frame(limit);
        }
        try {
            codec.encode(message, frame);
            return write(frame.bytes(), 0, frame.length(), deadline);
        } finally {
            spare.set(frame);
        }
    }

    @Override
    public final Object recv() throws IOException {
        requireReadable();
        return codec.decode(read());
    }

    @Override
    public final void sendBytes(byte[] bytes, int offset, int length) throws IOException {
        boolean ignored = sendBytes(bytes, offset, length, NEVER);
    }

    @Override
    public final boolean sendBytes(byte[] bytes, Duration timeout) throws IOException {
        return sendBytes(bytes, 0, bytes.length, Backoff.deadline(timeout));
    }

    private boolean sendBytes(byte[] bytes, int offset, int length, long deadline) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireWritable();
        if (length > limit) {
            throw new UnsendableException("A message of " + length + " bytes was to be sent; the limit is " + limit
                    + " here. Send it in parts, or raise the limit where the connection is made.");
        }
        return write(bytes, offset, length, deadline);
    }

    @Override
    public final byte[] recvBytes() throws IOException {
        requireReadable();
        return read();
    }

    @Override
    public final byte[] recvBytes(int maxLength) throws IOException {
        if (maxLength < 0) {
            throw new IllegalArgumentException("A message has 0 bytes or more; asked for at most " + maxLength + ".");
        }
        byte[] message = recvBytes();
        if (message.length > maxLength) {
            throw new BufferTooShortException(message, maxLength);
        }
        return message;
    }

    @Override
    public final int recvBytesInto(ByteBuffer buffer) throws IOException {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        byte[] message = recvBytes();
        if (message.length > buffer.remaining()) {
            throw new BufferTooShortException(message, buffer.remaining());
        }
        buffer.put(message);
        return message.length;
    }

    @Override
    public final boolean poll() throws IOException {
        return poll(Duration.ZERO);
    }

    @Override
    public final boolean poll(Duration timeout) throws IOException {
        long deadline = Backoff.deadline(timeout);
        requireReadable();
        return awaitReadable(deadline);
    }

    @Override
    public final boolean isReady() {
        try {
            return poll();
        } catch (IOException | IllegalStateException throwsAtOnce) {
            return true;
        }
    }

    /** Throws unless this connection is open. */
    public final void requireOpen() throws ConnectionClosedException {
        if (closed.get()) {
            throw new ConnectionClosedException("This connection is closed: " + this + ".");
        }
    }

    private void requireReadable() throws ConnectionClosedException {
        requireOpen();
        if (!readable) {
            throw new IllegalStateException("This is the sending end of a simplex pipe; receive at the other one.");
        }
    }

    private void requireWritable() throws ConnectionClosedException {
        requireOpen();
        if (!writable) {
            throw new IllegalStateException("This is the receiving end of a simplex pipe; send at the other one.");
        }
    }

    @Override
    public final boolean isReadable() {
        return readable;
    }

    @Override
    public final boolean isWritable() {
        return writable;
    }

    @Override
    public final int maxMessage() {
        return limit;
    }

    @Override
    public final boolean isClosed() {
        return closed.get();
    }

    @Override
    public final void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }
}
