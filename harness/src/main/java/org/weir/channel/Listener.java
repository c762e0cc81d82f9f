package org.weir.channel;

import org.weir.memory.Realm;
import org.weir.os.OsException;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for {@link Client}s at a Unix or TCP socket. Who calls is introduced on a thread of its own, within
 * {@link ConnectionOptions#handshakeTimeout()}, the handshake of {@link Tls} included: one that says nothing, or the
 * wrong thing, holds up nobody and is hung up on, with a line in the log {@code org.weir.channel}. At most
 * {@value #CALLERS} may be at that at a time; more are hung up on at once.
 *
 * <p>Callers are introduced whether or not somebody waits in {@link #accept}, so that one that connects, sends and closes
 * before that has sent its messages all the same. Safe for use by several threads.
 */
public final class Listener implements Waitable, Closeable {

    private static final int CALLERS = 64;
    private static final int BACKLOG = 1024;
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final System.Logger LOG = System.getLogger("org.weir.channel");

    private final ServerSocketChannel server;
    private final Optional<SocketName> name;
    private final SocketAddress address;
    private final ConnectionOptions options;
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final Semaphore callers = new Semaphore(CALLERS);
    private final AtomicBoolean closed = new AtomicBoolean();

    private Listener(ServerSocketChannel server, Optional<SocketName> name, ConnectionOptions options)
            throws IOException {
        this.server = server;
        this.name = name;
        this.address = server.getLocalAddress();
        this.options = options;
    }

    /** A Unix socket of a new name in the directory of the realm, for those who have {@code key}. */
    public static Listener open(AuthKey key) throws IOException {
        Path path = Realm.current().directory().resolve("listener-" + UUID.randomUUID());
        return open(UnixDomainSocketAddress.of(path), ConnectionOptions.of(key));
    }

    /**
     * Listens at {@code address}.
     *
     * <p>Of several that start at a Unix socket at once, in whatever processes, one gets it; beside its file there is
     * one more, its name followed by {@code .weir-lock}, until it is closed. What a killed one has left, both files, the
     * next one takes over.
     *
     * @param address a {@link UnixDomainSocketAddress}, whose file must not exist or be one that nobody listens at any
     *        more, or an {@link java.net.InetSocketAddress}, of port 0 for one that is free
     * @throws BindException if somebody listens there already
     * @throws IllegalArgumentException if TLS is asked for at a Unix socket
     */
    public static Listener open(SocketAddress address, ConnectionOptions options) throws IOException {
        Tls.require(address, options);
        ServerSocketChannel server = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        Optional<SocketName> name = Optional.empty();
        boolean done = false;
        try {
            name = bind(server, address);
            Listener listener = new Listener(server, name, options);
            Thread.ofPlatform().daemon().name("weir-listener " + listener.address).start(listener::acceptAll);
            done = true;
            return listener;
        } finally {
            if (!done) {
                close(server, name);
            }
        }
    }

    private static Optional<SocketName> bind(ServerSocketChannel server, SocketAddress address) throws IOException {
        try {
            if (address instanceof UnixDomainSocketAddress unix) {
                return Optional.of(SocketName.bind(server, unix.getPath(), BACKLOG));
            }
            server.bind(address, BACKLOG);
            return Optional.empty();
        } catch (SocketException | OsException taken) {
            throw (IOException) new BindException("Cannot listen at " + address + ": " + taken.getMessage()
                    + (taken instanceof OsException ? "" : ".")).initCause(taken);
        }
    }

    private static void close(ServerSocketChannel server, Optional<SocketName> name) throws IOException {
        if (name.isPresent()) {
            name.get().release(server);
        } else {
            server.close();
        }
    }

    private void acceptAll() {
        while (!closed.get()) {
            try {
                SocketChannel channel = server.accept();
                if (callers.tryAcquire()) {
                    Thread.ofPlatform().daemon().name("weir-caller").start(() -> introduce(channel));
                } else {
                    channel.close();
                    LOG.log(Level.WARNING, "{0} callers are being introduced at {1}; hung up on one more", CALLERS,
                            address);
                }
            } catch (IOException failed) {
                if (!closed.get()) {
                    LOG.log(Level.WARNING, "could not accept a caller at " + address, failed);
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
                }
            }
        }
    }

    private void introduce(SocketChannel channel) {
        boolean done = false;
        try {
            Closeable open = channel;
            try {
                if (!(address instanceof UnixDomainSocketAddress)) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                StreamSocket plain = StreamSocket.of(channel);
                ByteStream socket = plain;
                open = plain;
                if (options.tls().isPresent()) {
                    socket = new TlsSocket(plain, options.tls().get().forListener());
                    open = socket;
                }
                Handshake.asListener(socket, options);
                accepted.add(new SocketConnection(socket, options));
                done = true;
            } finally {
                if (!done) {
                    open.close();
                }
            }
        } catch (IOException | RuntimeException refused) {
            LOG.log(Level.WARNING, "hung up on a caller at " + address + ": " + refused);
        } finally {
            callers.release();
            if (closed.get()) {
                closeAccepted();
            }
        }
    }

    /** Where it listens; of port 0, the port that was found. */
    public SocketAddress address() {
        return address;
    }

    /**
     * Waits for a caller that has introduced itself.
     *
     * @throws ConnectionClosedException if the listener is, or meanwhile was, closed
     * @throws InterruptedIOException if the thread is interrupted; no caller is lost
     */
    public Connection accept() throws IOException {
        return accept(Duration.ofSeconds(Long.MAX_VALUE)).orElseThrow();
    }

    /** As {@link #accept()}; empty if nobody calls for so long. */
    public Optional<Connection> accept(Duration timeout) throws IOException {
        long deadline = Backoff.deadline(timeout);
        while (true) {
            if (closed.get()) {
                throw new ConnectionClosedException("This listener is closed: " + this + ".");
            }
            try {
                long nanos = Math.min(SLICE.toNanos(), deadline - System.nanoTime());
                Connection connection = accepted.poll(nanos, TimeUnit.NANOSECONDS);
                if (connection != null) {
                    return Optional.of(connection);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("The thread was interrupted while it waited for a"
                        + " caller at " + address + ".").initCause(e);
            }
            if (deadline - System.nanoTime() <= 0) {
                return Optional.empty();
            }
        }
    }

    @Override
    public boolean isReady() {
        return closed.get() || !accepted.isEmpty();
    }

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Stops listening, hangs up on those who were not accepted, and removes the file of a Unix socket unless that has
     * become another one's.
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                close(server, name);
            } finally {
                closeAccepted();
            }
        }
    }

    private void closeAccepted() {
        for (Connection connection = accepted.poll(); connection != null; connection = accepted.poll()) {
            try {
                connection.close();
            } catch (IOException gone) {
                LOG.log(Level.DEBUG, "could not close " + connection, gone);
            }
        }
    }

    @Override
    public String toString() {
        return "Listener[" + address + (isClosed() ? ", closed]" : "]");
    }
}
