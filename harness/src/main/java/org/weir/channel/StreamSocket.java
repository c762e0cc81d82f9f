package org.weir.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Reads and writes all of a buffer over a socket in non-blocking mode, the one in which an interrupt does not close it.
 * One thread may read while another one writes.
 */
final class StreamSocket implements ByteStream {

    /** How often it tries again before it asks the kernel to wake it: about as long as that would take. */
    private static final int TRIES = Runtime.getRuntime().availableProcessors() > 1 ? 20 : 1;
    private static final long LONGEST_SELECT_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    private StreamSocket(SocketChannel channel, Selector readable, Selector writable) {
        this.channel = channel;
        this.readable = readable;
        this.writable = writable;
    }

    /** Takes {@code channel} over: if this fails, it is closed. */
    static StreamSocket of(SocketChannel channel) throws IOException {
        boolean done = false;
        try {
            channel.configureBlocking(false);
            Selector readable = selector(channel, SelectionKey.OP_READ);
            try {
                Selector writable = selector(channel, SelectionKey.OP_WRITE);
                done = true;
                return new StreamSocket(channel, readable, writable);
            } finally {
                if (!done) {
                    readable.close();
                }
            }
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static Selector selector(SocketChannel channel, int operation) throws IOException {
        Selector selector = Selector.open();
        boolean done = false;
        try {
            channel.register(selector, operation);
            done = true;
            return selector;
        } finally {
            if (!done) {
                selector.close();
            }
        }
    }

    @Override
    public boolean handshake(long deadline) {
        return true;
    }

    @Override
    public Outcome read(ByteBuffer buffer, boolean isBeginning, long deadline) throws IOException {
        return read(buffer, isBeginning, deadline, false);
    }

    /** As {@link #read}, but content with as many bytes as there are, one or more. */
    Outcome readSome(ByteBuffer buffer, boolean isBeginning, long deadline) throws IOException {
        return read(buffer, isBeginning, deadline, true);
    }

    private Outcome read(ByteBuffer buffer, boolean isBeginning, long deadline, boolean someSuffice)
            throws IOException {
        int start = buffer.position();
        boolean interrupted = false;
        int tries = 0;
        try {
            while (buffer.hasRemaining()) {
                int count = channel.read(buffer);
                if (count < 0) {
                    return Outcome.END;
                }
                if (count == 0 && ++tries >= TRIES) {
                    interrupted |= interrupted(isBeginning && buffer.position() == start);
                    if (!select(readable, deadline) && deadline - System.nanoTime() <= 0) {
                        return Outcome.TIMED_OUT;
                    }
                } else if (count > 0) {
                    if (someSuffice) {
                        return Outcome.COMPLETE;
                    }
                    tries = 0;
                }
            }
            return Outcome.COMPLETE;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Outcome write(long deadline, ByteBuffer... buffers) throws IOException {
        return write(true, deadline, buffers);
    }

    /** As {@link #write(long, ByteBuffer...)}; if it is not {@code isBeginning}, an interrupt waits. */
    Outcome write(boolean isBeginning, long deadline, ByteBuffer... buffers) throws IOException {
        boolean interrupted = false;
        boolean begun = !isBeginning;
        try {
            while (buffers[buffers.length - 1].hasRemaining() || buffers[0].hasRemaining()) {
                long count = channel.write(buffers);
                begun |= count > 0;
                if (count == 0) {
                    interrupted |= interrupted(!begun);
                    if (!select(writable, deadline) && deadline - System.nanoTime() <= 0) {
                        return Outcome.TIMED_OUT;
                    }
                }
            }
            return Outcome.COMPLETE;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean awaitReadable(long deadline) throws IOException {
        return await(readable, deadline);
    }

    /** Whether some bytes could be written, before {@code deadline}. */
    boolean awaitWritable(long deadline) throws IOException {
        return select(writable, System.nanoTime()) || await(writable, deadline);
    }

    private static boolean await(Selector selector, long deadline) throws IOException {
        while (true) {
            interrupted(true);
            if (select(selector, deadline)) {
                return true;
            }
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
        }
    }

    private static boolean interrupted(boolean mayStop) throws InterruptedIOException {
        if (mayStop) {
            Interrupts.requireNone(" while it waited for a socket; no byte of the message was transferred.");
        }
        return Thread.interrupted();
    }

    private static boolean select(Selector selector, long deadline) throws IOException {
        long nanos = deadline - System.nanoTime();
        long millis = Math.min(LONGEST_SELECT_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        try {
            int ready = millis <= 0 ? selector.selectNow() : selector.select(millis);
            selector.selectedKeys().clear();
            return ready > 0;
        } catch (ClosedSelectorException closed) {
            throw (IOException) new java.nio.channels.ClosedChannelException().initCause(closed);
        }
    }

    @Override
    public void close() throws IOException {
        try (readable; writable; channel) {
            return;
        }
    }

    @Override
    public String toString() {
        try {
            String remote = String.valueOf(channel.getRemoteAddress());
            return remote.isEmpty() ? "a socket at " + channel.getLocalAddress() : "the socket to " + remote;
        } catch (IOException closed) {
            return "a closed socket";
        }
    }
}
