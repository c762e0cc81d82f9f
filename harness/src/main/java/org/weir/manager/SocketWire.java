package org.weir.manager;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A wire over a socket: a length of four bytes, then so many bytes.
 *
 * <p>The channel does not block, because an interrupt closes one that does. Who waits first looks at it again and again
 * for {@value #SPIN_NANOS} nanoseconds, as long as no more threads of this JVM do so than half its processors, and then
 * sleeps: to be woken takes longer than most calls.
 */
final class SocketWire implements Wire {

    /** More than one frame may have. */
    static final int MOST_BYTES = 256 << 20;

    private static final int SPIN_NANOS = 30_000;
    private static final Semaphore SPINNERS = new Semaphore(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private static final int BUFFER = 16 << 10;
    private static final int STEP = 1 << 20;
    private static final long LONG = TimeUnit.SECONDS.toNanos(10);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).flip();
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private int limit;

    /** @param limit how many bytes a frame that is received may have */
    SocketWire(SocketChannel channel, int limit) throws IOException {
        this.channel = channel;
        this.limit = limit;
        channel.configureBlocking(false);
        this.selector = Selector.open();
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    /** From now on frames may have {@value #MOST_BYTES} bytes. */
    void trust() {
        limit = MOST_BYTES;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        if (frame.length > MOST_BYTES) {
            throw new ProtocolException(
                    "A call or its result of " + frame.length + " bytes is larger than the limit of "
                            + MOST_BYTES + "; send it in parts.");
        }
        int first = Math.min(frame.length, out.capacity() - Integer.BYTES);
        out.clear().putInt(frame.length).put(frame, 0, first).flip();
        writeFully(out);
        if (first < frame.length) {
            writeFully(ByteBuffer.wrap(frame, first, frame.length - first));
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        boolean interrupted = false;
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                key.interestOps(SelectionKey.OP_WRITE);
                select(TimeUnit.SECONDS.toNanos(1));
                interrupted = Thread.interrupted() || interrupted;
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void select(long nanos) throws IOException {
        try {
            int _ = selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException closed) {
            throw new EOFException("This end of the connection is closed.");
        }
    }

    @Override
    public byte[] receive() throws IOException {
        while (in.remaining() < Integer.BYTES) {
            fill();
        }
        int length = in.getInt();
        if (length < 0 || length > limit) {
            throw new ProtocolException(
                    "A frame of " + Integer.toUnsignedLong(length) + " bytes was announced; the limit"
                            + " is " + limit + ".");
        }
        byte[] frame = new byte[Math.min(length, STEP)];
        int have = 0;
        while (have < length) {
            if (have == frame.length) {
                frame = Arrays.copyOf(frame, (int) Math.min(length, 2L * frame.length));
            }
            if (!in.hasRemaining()) {
                fill();
            }
            int count = Math.min(in.remaining(), frame.length - have);
            in.get(frame, have, count);
            have += count;
        }
        return frame;
    }

    /** Reads at least one byte more; an interrupt is put off. */
    private void fill() throws IOException {
        boolean interrupted = false;
        try {
            boolean there = read() || spin();
            while (!there) {
                select(LONG);
                interrupted = Thread.interrupted() || interrupted;
                there = read();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Looks for a while.
     *
     * @return whether there is something to receive, if only the end
     */
    private boolean spin() throws IOException {
        if (!SPINNERS.tryAcquire()) {
            return false;
        }
        try {
            long start = System.nanoTime();
            while (System.nanoTime() - start < SPIN_NANOS) {
                if (isReady()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        } finally {
            SPINNERS.release();
        }
    }

    private boolean read() throws IOException {
        in.compact();
        try {
            int count = channel.read(in);
            if (count < 0) {
                throw new EOFException("The other side has closed the connection.");
            }
            return count > 0;
        } finally {
            in.flip();
        }
    }

    @Override
    public boolean await(long nanos) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (in.hasRemaining() || isReady()) {
            return true;
        }
        if (nanos > SPIN_NANOS && spin()) {
            return true;
        }
        while (true) {
            long left = nanos - (System.nanoTime() - start);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (isReady()) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            select(Math.min(left, LONG));
        }
    }

    /** Whether there is something to receive, if only the end. */
    private boolean isReady() throws IOException {
        try {
            return read();
        } catch (EOFException end) {
            return true;
        }
    }

    @Override
    public void close() {
        try (selector; channel) {
            key.cancel();
        } catch (IOException ignored) {
            // It is of no use any more, closed or not.
        }
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
