package org.weir.manager;

import org.weir.channel.Connection;
import org.weir.channel.Listener;
import org.weir.channel.Tls;
import org.weir.memory.Realm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
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

    /** Before another attempt to accept, when descriptors have run out. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final Listener listener;
    private final SocketAddress address;
    private final String addressText;
    private final Server server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ManagerServer(Listener listener, SocketAddress address, String addressText, ServerPlan plan,
            Optional<Tls.Factory> workersTls) {
        this.listener = listener;
        this.address = address;
        this.addressText = addressText;
        this.server = new Server(addressText, plan.key(), workersTls, plan.codec(), plan.registrations(),
                plan.lease(address));
    }

    /** @param workersTls makes the TLS of the workers of pools as clients; empty if that is theirs to find */
    static ManagerServer start(ServerPlan plan, Optional<Tls.Factory> workersTls) throws IOException {
        SocketAddress wanted = plan.address().map(Network::parse).orElseGet(ManagerServer::freshPath);
        Optional<Tls> tls = plan.tls();
        Listener listener = Listener.open(wanted, Network.options(plan.key(), tls));
        SocketAddress bound = bound(listener, wanted);
        ManagerServer started = new ManagerServer(listener, bound, Network.text(bound, tls.isPresent()), plan,
                workersTls);
        Thread.ofPlatform().daemon().name("weir-manager-accept").start(started::accept);
        return started;
    }

    private static SocketAddress freshPath() {
        String name = "manager-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return UnixDomainSocketAddress.of(Realm.current().directory().resolve(name));
    }

    /** The host that was asked for, with the port that was given. */
    private static SocketAddress bound(Listener listener, SocketAddress wanted) {
        return wanted instanceof InetSocketAddress internet && listener.address() instanceof InetSocketAddress local
                ? InetSocketAddress.createUnresolved(internet.getHostString(), local.getPort())
                : wanted;
    }

    private void accept() {
        while (!closed.get()) {
            try {
                Connection connection = listener.accept();
                Thread.ofPlatform()
                        .daemon()
                        .name("weir-manager-client")
                        .start(() -> server.serve(new ConnectionWire(connection)));
            } catch (IOException | OutOfMemoryError closedOrExhausted) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Where it listens; the host is that which was asked for. */
    public SocketAddress address() {
        return address;
    }

    /** As clients and proxies write it. */
    String addressText() {
        return addressText;
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
        }
    }

    @Override
    public String toString() {
        return "ManagerServer at " + addressText;
    }
}
