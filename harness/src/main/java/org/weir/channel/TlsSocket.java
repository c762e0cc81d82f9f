package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * TLS over a socket.
 *
 * <p><b>Records.</b> TLS moves records of up to 16 KiB, so that what a caller asks for and what the socket has never
 * meet: a record is read whole before its first byte can be given out, and the rest of it waits in {@code plain}. Whether
 * there is something to read is therefore not the socket's to say. {@link #awaitReadable} looks at what is decrypted
 * already, and decrypts what the socket has: it may be a part of a record, or a record that carries nothing (a session
 * ticket, new keys), after which it waits on. A peer that sends nothing but those is hung up on.
 *
 * <p><b>The end.</b> The kernel's end of a stream proves nothing, because whoever is between the ends can make one. An end
 * is orderly if the other side has said so in a record of its own (close_notify); any other is a
 * {@link TornFrameException}, between messages too. The kernel says no farewell for a process that was killed: such an
 * end cannot be told from an attack, and is taken for one.
 *
 * <p><b>A record once made has to be sent</b>, since the cipher counts them: one that is dropped, or sent in part, spoils
 * all that follow. So {@link #write} waits for room before it makes the first, and says truly that nothing was sent if
 * there is none in time. After a part of one it is {@code broken}, and {@link #close} says no farewell.
 *
 * <p><b>Threads.</b> Reader and writer are one each; the engine lets one wrap while the other unwraps. {@code writing}
 * keeps the farewell of {@link #close}, which may come from any thread, out of the records of the writer. A reader never
 * writes: new keys that the other side asks for go out before the next record, which is soon enough (RFC 8446, 4.6.3).
 */
final class TlsSocket implements ByteStream {

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};
    private static final int MOST_EMPTY_RECORDS = 64;
    private static final int MOST_ALERTS = 4;
    private static final Duration FOR_ALERT = Duration.ofSeconds(1);
    private static final Duration FOR_FAREWELL = Duration.ofSeconds(5);

    private final StreamSocket socket;
    private final SSLEngine engine;
    private final ReentrantLock writing = new ReentrantLock();
    /** Empty but within a write. */
    private ByteBuffer netOut;
    /** Received and not decrypted; from the position to the limit. */
    private ByteBuffer netIn;
    /** Decrypted and not given out; from the position to the limit. */
    private ByteBuffer plain;
    private volatile boolean established;
    private boolean broken;
    private boolean ended;
    private String fault = "";

    TlsSocket(StreamSocket socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        this.netOut = ByteBuffer.allocateDirect(record);
        this.netIn = ByteBuffer.allocateDirect(record).flip();
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
    }

    @Override
    public boolean handshake(long deadline) throws IOException {
        try {
            engine.beginHandshake();
            while (true) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NOT_HANDSHAKING && !engine.isOutboundDone() && !engine.isInboundDone()) {
                    established = true;
                    return true;
                }
                Outcome outcome = switch (status) {
                    case NEED_WRAP -> sendRecord(deadline, NOTHING);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receiveRecord(false, false, deadline);
                    case NEED_TASK -> runTasks();
                    case FINISHED, NOT_HANDSHAKING -> Outcome.END;
                };
                if (outcome == Outcome.END) {
                    throw hungUp(null);
                }
                if (outcome == Outcome.TIMED_OUT || deadline - System.nanoTime() <= 0) {
                    return false;
                }
            }
        } catch (SSLException refused) {
            sayWhy(deadline);
            throw refusal(refused);
        } catch (SocketException gone) {
            throw hungUp(gone);
        }
    }

    private Outcome runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return Outcome.COMPLETE;
    }

    /** Sends the alert that the engine has for the other end, if it takes it. */
    private void sayWhy(long deadline) {
        long soon = Math.min(deadline, Backoff.deadline(FOR_ALERT));
        for (int i = 0; i < MOST_ALERTS && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
            try {
                Outcome _ = sendRecord(soon, NOTHING);
            } catch (IOException again) {
                // The engine repeats why it failed before it gives the alert out.
            }
        }
    }

    private IOException refusal(SSLException cause) {
        IOException refusal;
        if (Handshake.isGreeting(netIn.duplicate())) {
            refusal = new ForeignProtocolException("The other end of " + socket + " speaks Weir's protocol without"
                    + " TLS, this one with it; give TLS to both, by ConnectionOptions.withTls, or to neither.");
        } else if (cause instanceof SSLHandshakeException) {
            refusal = unauthenticated(cause);
        } else {
            byte[] bytes = new byte[netIn.remaining()];
            netIn.duplicate().get(bytes);
            refusal = new ForeignProtocolException("The other end of " + socket + " does not speak TLS ("
                    + cause.getMessage() + "; it sent '" + Handshake.text(bytes, bytes.length)
                    + "'): something else listens or calls there. Check the address.");
        }
        return (IOException) refusal.initCause(cause);
    }

    private AuthenticationException unauthenticated(SSLException cause) {
        return new AuthenticationException("The ends of " + socket + " do not agree on TLS: " + cause.getMessage()
                + ". The SSLContext of each end has to trust the certificate that the other one shows; that of the"
                + " listener has to be there, and to name the host that is dialled"
                + (engine.getUseClientMode() && engine.getPeerHost() != null ? " (" + engine.getPeerHost() + ")."
                        : "."));
    }

    private ForeignProtocolException hungUp(@Nullable IOException cause) {
        ForeignProtocolException hungUp = new ForeignProtocolException("The other end of " + socket + " hung up within"
                + " the handshake of TLS: it does not speak TLS, or is too busy. Check the address, and that both ends"
                + " are given TLS.");
        if (cause != null) {
            hungUp.initCause(cause);
        }
        return hungUp;
    }

    /** Makes one record and sends it; what is next for the engine to send, with some of {@code from} if it can. */
    private Outcome sendRecord(long deadline, ByteBuffer... from) throws IOException {
        broken = true;
        netOut.clear();
        SSLEngineResult result = engine.wrap(from, netOut);
        netOut.flip();
        Outcome outcome = switch (result.getStatus()) {
            case OK -> socket.write(false, deadline, netOut);
            case CLOSED -> netOut.hasRemaining() ? socket.write(false, deadline, netOut) : Outcome.END;
            case BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> {
                netOut = larger(netOut);
                yield Outcome.COMPLETE;
            }
        };
        broken = outcome != Outcome.COMPLETE;
        return outcome;
    }

    private ByteBuffer larger(ByteBuffer buffer) {
        int capacity = Math.max(2 * buffer.capacity(), engine.getSession().getPacketBufferSize());
        return (buffer.isDirect() ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity)).put(buffer)
                .flip();
    }

    /** Decrypts one record, or reads more of it if it is not all there. The end is that which the other side said. */
    private Outcome receiveRecord(boolean isPoll, boolean isBeginning, long deadline) throws IOException {
        plain.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(netIn, plain);
        } finally {
            plain.flip();
        }
        return switch (result.getStatus()) {
            case OK -> result.getHandshakeStatus() == HandshakeStatus.NEED_TASK ? runTasks() : Outcome.COMPLETE;
            case CLOSED -> Outcome.END;
            case BUFFER_OVERFLOW -> {
                plain = larger(plain);
                yield Outcome.COMPLETE;
            }
            case BUFFER_UNDERFLOW -> readMore(isPoll, isBeginning, deadline);
        };
    }

    private Outcome readMore(boolean isPoll, boolean isBeginning, long deadline) throws IOException {
        if (isPoll && !socket.awaitReadable(deadline)) {
            return Outcome.TIMED_OUT;
        }
        if (netIn.remaining() == netIn.capacity()) {
            netIn = larger(netIn);
        }
        netIn.compact();
        Outcome outcome;
        try {
            outcome = socket.readSome(netIn, isBeginning, deadline);
        } finally {
            netIn.flip();
        }
        if (outcome == Outcome.END) {
            throw new SocketException("no farewell (close_notify) before the end");
        }
        return outcome;
    }

    /** Waits until there are decrypted bytes, or the end. */
    private Outcome fill(boolean isPoll, boolean isBeginning, long deadline) throws IOException {
        int empty = 0;
        while (!plain.hasRemaining()) {
            if (!fault.isEmpty()) {
                throw new TornFrameException(fault);
            }
            if (ended) {
                return Outcome.END;
            }
            try {
                int before = netIn.remaining();
                Outcome outcome = receiveRecord(isPoll, isBeginning, deadline);
                if (outcome == Outcome.TIMED_OUT) {
                    return outcome;
                }
                ended = outcome == Outcome.END;
                if (netIn.remaining() < before && ++empty > MOST_EMPTY_RECORDS && !plain.hasRemaining()) {
                    throw new SSLException("nothing but records without content");
                }
            } catch (SSLHandshakeException refused) {
                throw torn(unauthenticated(refused), refused);
            } catch (SSLException damaged) {
                throw torn(new TornFrameException("What came on " + this + " is not what was sent, says TLS: "
                        + damaged.getMessage() + "; connect anew."), damaged);
            } catch (SocketException cut) {
                throw torn(new TornFrameException("The end of " + this + " came without the farewell of TLS: the other"
                        + " process was killed, or the connection was cut on its way, and messages that were sent may"
                        + " be missing (" + cut.getMessage() + ")."), cut);
            }
        }
        return Outcome.COMPLETE;
    }

    private IOException torn(IOException exception, IOException cause) {
        fault = String.valueOf(exception.getMessage());
        return (IOException) exception.initCause(cause);
    }

    @Override
    public Outcome read(ByteBuffer buffer, boolean isBeginning, long deadline) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            Outcome outcome = fill(false, isBeginning && buffer.position() == start, deadline);
            if (outcome != Outcome.COMPLETE) {
                return outcome;
            }
            int count = Math.min(plain.remaining(), buffer.remaining());
            buffer.put(buffer.position(), plain, plain.position(), count);
            buffer.position(buffer.position() + count);
            plain.position(plain.position() + count);
        }
        return Outcome.COMPLETE;
    }

    @Override
    public Outcome write(long deadline, ByteBuffer... buffers) throws IOException {
        if (!socket.awaitWritable(deadline)) {
            return Outcome.TIMED_OUT;
        }
        writing.lock();
        try {
            while (buffers[buffers.length - 1].hasRemaining() || buffers[0].hasRemaining()) {
                Outcome outcome = sendRecord(deadline, buffers);
                if (outcome == Outcome.END) {
                    throw new SocketException("TLS has ended on " + this);
                }
                if (outcome == Outcome.TIMED_OUT) {
                    return outcome;
                }
            }
            return Outcome.COMPLETE;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean awaitReadable(long deadline) throws IOException {
        try {
            return fill(true, true, deadline) != Outcome.TIMED_OUT;
        } catch (TornFrameException throwsAtOnce) {
            return true;
        }
    }

    /**
     * Says farewell, unless a message is being sent, and closes the socket. If there is no room for the farewell, because
     * the other end does not take what was sent, waits for it for up to five seconds.
     */
    @Override
    public void close() throws IOException {
        try (socket) {
            if (writing.tryLock()) {
                try {
                    sayFarewell();
                } finally {
                    writing.unlock();
                }
            }
        }
    }

    private void sayFarewell() {
        if (!established || broken) {
            return;
        }
        long deadline = Backoff.deadline(FOR_FAREWELL);
        engine.closeOutbound();
        try {
            Outcome outcome = Outcome.COMPLETE;
            while (outcome == Outcome.COMPLETE && !engine.isOutboundDone()) {
                outcome = sendRecord(deadline, NOTHING);
            }
        } catch (IOException gone) {
            // Who is gone needs no farewell.
        }
        broken = true;
    }

    @Override
    public String toString() {
        return socket + " (TLS)";
    }
}
