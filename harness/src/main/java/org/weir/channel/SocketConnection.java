package org.weir.channel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a socket: big-endian length and CRC-32C of length and content, then the content. It cannot be sent to
 * another process: there one connects anew.
 */
final class SocketConnection extends FramedConnection {

    private static final int HEADER = 2 * Integer.BYTES;
    private static final int FIRST_PART = 64 << 10;

    private final ByteStream socket;
    private final String name;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private final ByteBuffer headerOut = ByteBuffer.allocateDirect(HEADER);
    private final ByteBuffer headerIn = ByteBuffer.allocateDirect(HEADER);
    private volatile boolean torn;

    /** Over a socket whose ends have introduced themselves to each other. */
    SocketConnection(ByteStream socket, ConnectionOptions options) {
        super(options.codec(), options.maxMessage(), true, true);
        this.socket = socket;
        this.name = socket.toString();
    }

    @Override
    boolean write(byte[] bytes, int from, int length, long deadline) throws IOException {
        if (!lock(sending, deadline)) {
            requireOpen();
            return false;
        }
        try {
            requireWhole();
            headerOut.clear().putInt(length).putInt(FrameChecksum.of(bytes, from, length)).flip();
            if (socket.write(deadline, headerOut, ByteBuffer.wrap(bytes, from, length))
                    == ByteStream.Outcome.COMPLETE) {
                return true;
            }
            if (headerOut.position() == 0) {
                return false;
            }
            TornFrameException torn = tear("The time was over when a part of a message had been sent on " + name
                    + "; connect anew.");
            socket.close();
            throw torn;
        } catch (InterruptedIOException nothingWasSent) {
            throw nothingWasSent;
        } catch (TornFrameException said) {
            throw said;
        } catch (IOException failed) {
            requireOpen();
            throw (IOException) new PeerGoneException("The other end of " + name + " is closed: " + failed + ".")
                    .initCause(failed);
        } finally {
            sending.unlock();
        }
    }

    @Override
    byte[] read() throws IOException {
        lock(receiving, NEVER);
        try {
            requireWhole();
            headerIn.clear();
            int length;
            try {
                if (socket.read(headerIn, true, NEVER) == ByteStream.Outcome.END) {
                    throw headerIn.position() == 0
                            ? new EOFException("The other end of " + name + " is closed, and all its messages were"
                                    + " received.")
                            : tear("The other end of " + name + " was closed within a message.");
                }
                length = headerIn.getInt(0);
                if (length < 0 || length > maxMessage()) {
                    throw tear("A message of " + Integer.toUnsignedString(length) + " bytes is announced on " + name
                            + "; the limit is " + maxMessage() + ". Raise it on both sides, or send the message in"
                            + " parts.");
                }
                byte[] bytes = content(length);
                if (FrameChecksum.of(bytes, 0, length) != headerIn.getInt(Integer.BYTES)) {
                    throw tear("A message of " + length + " bytes on " + name
                            + " differs from what was sent, by its checksum.");
                }
                return bytes;
            } catch (ClosedChannelException closed) {
                requireOpen();
                throw closed;
            }
        } catch (java.net.SocketException reset) {
            requireOpen();
            throw headerIn.position() == 0
                    ? (IOException) new EOFException("The other end of " + name + " is gone: " + reset + ".")
                            .initCause(reset)
                    : tear("The other end of " + name + " was gone within a message: " + reset + ".");
        } finally {
            receiving.unlock();
        }
    }

    private byte[] content(int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_PART)];
        int done = 0;
        while (done < length) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            ByteBuffer part = ByteBuffer.wrap(bytes, done, bytes.length - done);
            if (socket.read(part, false, NEVER) == ByteStream.Outcome.END) {
                throw tear("The other end of " + name + " was closed within a message of " + length + " bytes.");
            }
            done = part.position();
        }
        return bytes;
    }

    private TornFrameException tear(String message) {
        torn = true;
        return new TornFrameException(message);
    }

    private void requireWhole() throws IOException {
        requireOpen();
        if (torn) {
            throw new TornFrameException("A message on " + name + " was torn before; connect anew.");
        }
    }

    @Override
    boolean awaitReadable(long deadline) throws IOException {
        if (!lock(receiving, deadline)) {
            return false;
        }
        try {
            return torn || socket.awaitReadable(deadline);
        } catch (ClosedChannelException closed) {
            requireOpen();
            throw closed;
        } finally {
            receiving.unlock();
        }
    }

    private static boolean lock(ReentrantLock lock, long deadline) throws InterruptedIOException {
        if (lock.tryLock()) {
            return true;
        }
        try {
            return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Interrupts.ended(" while another one used the connection; no byte of the message was transferred.",
                    e);
        }
    }

    @Override
    void release() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return "Connection[" + name + (isClosed() ? ", closed]" : "]");
    }
}
