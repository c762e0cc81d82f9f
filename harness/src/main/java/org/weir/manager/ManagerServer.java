package org.weir.manager;

import org.weir.memory.Realm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The server of a manager in this JVM: made by {@link Manager#serve}, to be used by {@link Manager#connect} from this and
 * other processes. Safe for use by several threads.
 */
public final class ManagerServer implements AutoCloseable {

    private static final int BACKLOG = 128;
    /** Before another attempt to accept, when descriptors have run out. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final byte[] key;
    private final Server server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ManagerServer(ServerSocketChannel listener, SocketAddress address, ServerPlan plan) {
        this.listener = listener;
        this.address = address;
        this.key = plan.key();
        this.server = new Server(Network.text(address), plan.codec(), plan.registrations(), plan.lease(address));
    }

    static ManagerServer start(ServerPlan plan) throws IOException {
        SocketAddress wanted = plan.address().map(Network::parse).orElseGet(ManagerServer::freshPath);
        ServerSocketChannel listener = wanted instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            listener.bind(wanted, BACKLOG);
            ManagerServer started = new ManagerServer(listener, bound(listener, wanted), plan);
            Thread.ofPlatform().daemon().name("weir-manager-accept").start(started::accept);
            return started;
        } catch (IOException failed) {
            listener.close();
            throw new IOException("Cannot listen at " + wanted + ": " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            listener.close();
            throw failed;
        }
    }

    private static SocketAddress freshPath() {
        String name = "manager-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return UnixDomainSocketAddress.of(Realm.current().directory().resolve(name));
    }

    /** The host that was asked for, with the port that was given. */
    private static SocketAddress bound(ServerSocketChannel listener, SocketAddress wanted) throws IOException {
        return wanted instanceof InetSocketAddress internet
                && listener.getLocalAddress() instanceof InetSocketAddress local
                        ? InetSocketAddress.createUnresolved(internet.getHostString(), local.getPort())
                        : wanted;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                Thread.ofPlatform().daemon().name("weir-manager-client").start(() -> answer(channel));
            } catch (IOException closedOrExhausted) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void answer(SocketChannel channel) {
        Wire wire;
        try {
            wire = Network.answer(channel, key);
        } catch (IOException | RuntimeException stranger) {
            return;
        }
        server.serve(wire);
    }

    /** Where it listens; the host is that which was asked for. */
    public SocketAddress address() {
        return address;
    }

    /** Waits until it is closed, or a manager has asked it to stop. */
    public void awaitStop() throws InterruptedException {
        server.awaitStop();
    }

    /** Ends all clients' sessions and frees all objects. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            listener.close();
            server.stop();
            Optional<UnixDomainSocketAddress> unix = Optional.of(address)
                    .filter(UnixDomainSocketAddress.class::isInstance)
                    .map(UnixDomainSocketAddress.class::cast);
            if (unix.isPresent()) {
                boolean _ = Files.deleteIfExists(unix.get().getPath());
            }
        }
    }

    @Override
    public String toString() {
        return "ManagerServer at " + Network.text(address);
    }
}
