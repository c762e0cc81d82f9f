package org.weir.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.locks.LockSupport;

/** Connects to a {@link Listener}. */
public final class Client {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PAUSE_WHILE_BUSY = NANOS_PER_MILLI;

    private Client() {}

    /** Connects with an authkey: {@link #connect(SocketAddress, ConnectionOptions)}. */
    public static Connection connect(SocketAddress address, AuthKey key) throws IOException {
        return connect(address, ConnectionOptions.of(key));
    }

    /**
     * Connects to whoever listens at {@code address} and exchanges proofs with it.
     *
     * @param address a {@link UnixDomainSocketAddress} or an {@link java.net.InetSocketAddress}
     * @throws ConnectException if nobody listens there
     * @throws AuthenticationException if it has another authkey, or its certificate or this end's is refused
     * @throws ForeignProtocolException if it does not speak Weir's protocol, or only one end has TLS
     * @throws SocketTimeoutException if it says nothing within the handshake's time
     * @throws IllegalArgumentException if TLS is asked for at a Unix socket
     */
    public static Connection connect(SocketAddress address, ConnectionOptions options) throws IOException {
        Tls.require(address, options);
        StreamSocket plain = StreamSocket.of(dial(address, options));
        ByteStream socket = plain;
        boolean done = false;
        try {
            if (options.tls().isPresent()) {
                socket = new TlsSocket(plain, options.tls().get().forClient(address));
            }
            Handshake.asClient(socket, options);
            Connection connection = new SocketConnection(socket, options);
            done = true;
            return connection;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    private static SocketChannel dial(SocketAddress address, ConnectionOptions options) throws IOException {
        long deadline = Backoff.deadline(options.handshakeTimeout());
        boolean unix = address instanceof UnixDomainSocketAddress;
        while (true) {
            SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
            boolean done = false;
            try {
                if (!unix) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                done = dial(channel, address, deadline);
                if (done) {
                    return channel;
                }
            } catch (SocketException | UnresolvedAddressException refused) {
                if (!isBusy(refused)) {
                    throw (IOException) new ConnectException("Nobody listens at " + address + ": " + refused
                            + ". Check the address, and that the listener is open.").initCause(refused);
                }
                LockSupport.parkNanos(PAUSE_WHILE_BUSY);
            } finally {
                if (!done) {
                    channel.close();
                }
            }
            if (deadline - System.nanoTime() <= 0) {
                throw new SocketTimeoutException("Nobody at " + address + " took the call within "
                        + options.handshakeTimeout() + ": the listener is busy or stopped.");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("The thread was interrupted while it called " + address + ".");
            }
        }
    }

    /** A Unix socket whose queue of callers is full answers at once, unlike a TCP port. */
    private static boolean isBusy(Exception refused) {
        return String.valueOf(refused.getMessage()).contains("temporarily unavailable");
    }

    /** Returns false if the time is over. */
    private static boolean dial(SocketChannel channel, SocketAddress address, long deadline) throws IOException {
        channel.configureBlocking(false);
        if (channel.connect(address)) {
            return true;
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            while (!channel.finishConnect()) {
                long millis = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
                if (millis <= 0 || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                selector.select(millis);
            }
            return true;
        }
    }
}
