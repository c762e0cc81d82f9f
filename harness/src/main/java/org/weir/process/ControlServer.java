package org.weir.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The parent's end of all control channels: one thread that accepts, reads and dispatches, and never waits for any one
 * peer. A caller has {@link #HELLO_TIMEOUT} to say a well-formed hello with the secret of a launch; all others are
 * hung up on, and so is the one that has waited longest when too many say nothing.
 */
final class ControlServer implements Closeable {

    static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_STRANGERS = 64;
    private static final long PAUSE_AFTER_FAILED_ACCEPT = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path socket;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Reception reception;
    private final Thread thread;
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean closed;

    /** Decides who a caller is. */
    @FunctionalInterface
    interface Reception {
        /** The launch that this hello belongs to; empty when it belongs to none, or was said before. */
        Optional<ChildLink> recognise(Hello hello);
    }

    /** A connection, of a stranger until its hello was recognised. */
    private static final class Caller {
        final FrameChannel channel;
        final long since = System.nanoTime();
        Optional<ChildLink> link = Optional.empty();

        Caller(FrameChannel channel) {
            this.channel = channel;
        }
    }

    ControlServer(Path socket, Reception reception) throws IOException {
        this.socket = socket;
        this.reception = reception;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            server.close();
            throw new IOException("Could not listen on " + socket + " (a socket's path has at most 107 bytes; choose a"
                    + " shorter weir.realm.root if this one is longer): " + e.getMessage(), e);
        }
        server.configureBlocking(false);
        selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = Thread.ofPlatform().daemon().name("weir-control-server").unstarted(this::serve);
    }

    void start() {
        thread.start();
    }

    /** How many connections were hung up on because of what they said, or did not say. */
    long refused() {
        return refused.get();
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
        while (!closed) {
            try {
                selector.select(HELLO_TIMEOUT.toMillis() / 10);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid()) {
                        attend(key, buffer);
                    }
                }
                selector.selectedKeys().clear();
                hangUpOnTheSilent();
            } catch (IOException | ClosedSelectorException e) {
                if (!closed) {
                    LockSupport.parkNanos(PAUSE_AFTER_FAILED_ACCEPT);
                }
            }
        }
    }

    private void attend(SelectionKey key, ByteBuffer buffer) throws IOException {
        if (key.attachment() instanceof Caller caller) {
            listen(key, caller, buffer);
        } else {
            accept();
        }
    }

    private void accept() throws IOException {
        SocketChannel connection = server.accept();
        if (connection == null) {
            return;
        }
        if (strangers().count() >= MOST_STRANGERS) {
            strangers().min(Comparator.comparingLong(stranger -> stranger.since)).ifPresent(this::hangUp);
        }
        connection.configureBlocking(false);
        Caller caller = new Caller(new FrameChannel(connection, Hello.BYTES));
        connection.register(selector, SelectionKey.OP_READ, caller);
    }

    private Stream<Caller> strangers() {
        return selector.keys()
                .stream()
                .map(SelectionKey::attachment)
                .filter(attachment -> attachment instanceof Caller caller && caller.link.isEmpty()
                        && caller.channel.isOpen())
                .map(Caller.class::cast);
    }

    private void listen(SelectionKey key, Caller caller, ByteBuffer buffer) {
        try {
            if (!caller.channel.read(buffer, (kind, payload) -> handle(key, caller, kind, payload))) {
                hangUp(caller);
            } else if (caller.link.isPresent() && caller.link.get().isFull()) {
                key.interestOps(0);
                if (!caller.link.get().isFull()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
        } catch (IOException | OutOfMemoryError e) {
            hangUp(caller);
        }
    }

    private void handle(SelectionKey key, Caller caller, byte kind, byte[] payload) throws IOException {
        if (caller.link.isPresent()) {
            caller.link.get().handle(kind, payload);
            return;
        }
        if (kind != FrameChannel.HELLO) {
            throw new ProtocolException("The first frame of a child is its hello.");
        }
        Hello hello = Hello.decode(payload);
        ChildLink link = reception.recognise(hello)
                .orElseThrow(() -> new ProtocolException("Nobody was launched who says this hello."));
        caller.channel.acceptUpTo(FrameChannel.LIMIT);
        caller.link = Optional.of(link);
        link.connected(hello, caller.channel, () -> readAgain(key));
    }

    private void readAgain(SelectionKey key) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_READ);
            selector.wakeup();
        }
    }

    private void hangUpOnTheSilent() {
        long now = System.nanoTime();
        strangers().filter(stranger -> now - stranger.since >= HELLO_TIMEOUT.toNanos()).toList().forEach(this::hangUp);
    }

    private void hangUp(Caller caller) {
        if (caller.link.isEmpty()) {
            refused.incrementAndGet();
        }
        try {
            caller.channel.close();
        } catch (IOException _) {
            // The connection is of no use in any case.
        }
        caller.link.ifPresent(ChildLink::ended);
    }

    /** Hangs up on everybody, and removes the socket. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof Caller caller) {
                    hangUp(caller);
                }
            }
            server.close();
            selector.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close " + socket + ": " + e.getMessage(), e);
        }
    }
}
