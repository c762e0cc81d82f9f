package org.weir.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a non-blocking stream socket: a big-endian int with the length of the payload, one byte that says what
 * it is, the payload.
 *
 * <p>Sending is safe from any thread, and interrupting the sender does not close the channel, as it would in blocking
 * mode. Receiving belongs to one thread, the one that waits for something to arrive.
 */
final class FrameChannel implements Closeable {

    /** The largest payload, in bytes: 64 MiB. */
    static final int LIMIT = 64 << 20;

    static final byte HELLO = 1;
    static final byte ASSIGN = 2;
    static final byte DATA = 3;
    static final byte DUMP = 4;
    static final byte PING = 5;

    private static final int HEADER = Integer.BYTES + 1;
    private static final int CHUNK = 64 << 10;

    private final ByteChannel channel;
    private final ReentrantLock sending = new ReentrantLock();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private boolean inPayload;
    private int limit;

    /** Takes complete frames, in order, on the thread that reads. */
    @FunctionalInterface
    interface Sink {
        void frame(byte kind, byte[] payload) throws IOException;
    }

    /**
     * @param channel in non-blocking mode
     * @param limit the largest payload that is accepted for now, in bytes
     */
    FrameChannel(ByteChannel channel, int limit) {
        this.channel = channel;
        this.limit = limit;
    }

    void acceptUpTo(int bytes) {
        limit = bytes;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Reads what has arrived and hands the complete frames to {@code sink}.
     *
     * @param buffer a scratch buffer of the reading thread
     * @return false once the peer has closed its end
     * @throws ProtocolException when a frame is longer than accepted
     */
    boolean read(ByteBuffer buffer, Sink sink) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            return false;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (!inPayload) {
                transfer(buffer, header);
                if (header.hasRemaining()) {
                    break;
                }
                beginPayload();
            }
            transfer(buffer, payload);
            endPayloadIfComplete(sink);
        }
        return true;
    }

    private void beginPayload() throws ProtocolException {
        int length = header.getInt(0);
        if (length < 0 || length > limit) {
            throw new ProtocolException("A frame announces " + length + " bytes; at most " + limit
                    + " are accepted here.");
        }
        payload = ByteBuffer.allocate(length);
        inPayload = true;
    }

    private void endPayloadIfComplete(Sink sink) throws IOException {
        if (payload.hasRemaining()) {
            return;
        }
        byte kind = header.get(Integer.BYTES);
        byte[] content = payload.array();
        header.clear();
        payload = ByteBuffer.allocate(0);
        inPayload = false;
        sink.frame(kind, content);
    }

    private static void transfer(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }

    /**
     * Sends one frame whole. Waits while the peer does not read; when the time is over the frame may be cut, and the
     * channel is closed.
     *
     * @throws IllegalArgumentException when the payload is larger than {@link #LIMIT}
     * @throws InterruptedIOException when the time is over
     */
    void send(byte kind, byte[] content, Duration timeout) throws IOException {
        if (content.length > LIMIT) {
            throw new IllegalArgumentException("A frame holds at most " + LIMIT + " bytes (64 MiB), got "
                    + content.length + ": send it in parts, or as a file of the realm and its name.");
        }
        long start = System.nanoTime();
        boolean interrupted = Thread.interrupted();
        sending.lock();
        try {
            int first = Math.min(content.length, CHUNK - HEADER);
            ByteBuffer head = ByteBuffer.allocate(HEADER + first)
                    .putInt(content.length)
                    .put(kind)
                    .put(content, 0, first);
            write(head.flip(), start, timeout);
            for (int at = first; at < content.length; at += CHUNK) {
                write(ByteBuffer.wrap(content, at, Math.min(CHUNK, content.length - at)), start, timeout);
            }
        } finally {
            sending.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(ByteBuffer bytes, long start, Duration timeout) throws IOException {
        long pause = 1_000;
        boolean interrupted = false;
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) > 0) {
                    pause = 1_000;
                    continue;
                }
                if (System.nanoTime() - start >= Times.nanos(timeout)) {
                    close();
                    throw new InterruptedIOException("the receiver took nothing for " + Times.text(timeout));
                }
                LockSupport.parkNanos(pause);
                pause = Math.min(pause * 2, TimeUnit.MILLISECONDS.toNanos(1));
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
