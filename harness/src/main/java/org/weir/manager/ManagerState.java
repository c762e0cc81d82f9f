package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.channel.Tls;
import org.weir.channel.UnsendableException;
import org.weir.process.UnserializableTargetException;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How far a {@link Manager} is: it is set up, then it has a server, its own or another's, or serves, and at last it is shut
 * down. All is guarded by the monitor of this object, which is held for as long as a start or an end takes.
 */
final class ManagerState {

    /** How long each step of an end takes at most, unless one says otherwise. */
    static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(1);

    private Phase phase = Phase.INITIAL;
    private ServerPlan plan = ServerPlan.initial();
    private String name = "";
    /** Where the server is; "" before the start. */
    private String address = "";
    private Optional<ServerProcess> process = Optional.empty();
    private Optional<Client> client = Optional.empty();

    private enum Phase {
        INITIAL, STARTED, SERVING, SHUT_DOWN
    }

    /** Of a manager that is to be set up. */
    ManagerState() {}

    /** Of a manager for a server that runs already. */
    static ManagerState connected(String address, AuthKey authKey, Optional<Tls> tls) {
        ManagerState state = new ManagerState();
        state.address = address;
        state.client = Optional.of(connection(address, authKey, tls));
        state.phase = Phase.STARTED;
        return state;
    }

    private static Client connection(String address, AuthKey key, Optional<Tls> tls) {
        return Clients.here().add(Client.begin(address, () -> Network.dial(address, key, tls), Client.ANSWER_TIMEOUT));
    }

    /** Changes how the server is to be. */
    synchronized void change(UnaryOperator<ServerPlan> change) {
        ServerPlan changed = change.apply(plan);
        requireInitial();
        plan = changed;
    }

    /** Sets the name of the server's process. */
    synchronized void name(String name) {
        requireInitial();
        if (name.isBlank() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A server's name is not blank and holds no zero character.");
        }
        this.name = name;
    }

    private void requireInitial() {
        if (phase != Phase.INITIAL) {
            throw new IllegalStateException("The manager " + (phase == Phase.SHUT_DOWN ? "was shut down"
                    : "has been started") + "; make another one.");
        }
    }

    /** As {@link Manager#start}. */
    synchronized void start() throws IOException {
        requireInitial();
        Optional<Tls> tls = plan.checked().tls();
        ServerProcess started = ServerProcess.start(plan, name);
        process = Optional.of(started);
        phase = Phase.STARTED;
        address = started.address();
        try {
            client = Optional.of(connection(address, plan.key(), tls));
        } finally {
            if (client.isEmpty()) {
                shutdown(SHUTDOWN_TIMEOUT);
            }
        }
    }

    /** As {@link Manager#serve}. */
    synchronized ManagerServer serve() throws IOException {
        requireInitial();
        ManagerServer server = ManagerServer.start(plan.checked(), Optional.empty());
        phase = Phase.SERVING;
        return server;
    }

    /** Where the server is; there is one for as long as there is a {@link #client}. */
    synchronized String address() {
        Client _ = client();
        return address;
    }

    /** What this manager has started; empty if it has not. */
    synchronized Optional<ServerProcess> process() {
        return process;
    }

    /** @throws IllegalStateException before the start and after the end */
    synchronized Client client() {
        if (client.isEmpty()) {
            throw new IllegalStateException(switch (phase) {
                case INITIAL -> "The manager has not been started; call start() or connect().";
                case SERVING -> "The manager serves in this JVM; use Manager.connect to make and use objects.";
                default -> "The manager was shut down.";
            });
        }
        return client.get();
    }

    /** Makes an object in the server. */
    Object create(String type, @Nullable Object... arguments) {
        return client().create(type, arguments);
    }

    /** Makes a pool in the server. */
    ManagedPool pool(PoolPlan plan) {
        try {
            return AbstractProxy.cast(create(Types.POOL, plan));
        } catch (UnsendableException refused) {
            throw UnserializableTargetException.explaining("initializer", refused);
        }
    }

    /** Asks the server how many there are of something. */
    int count(String what) {
        return client().ask(what) instanceof Integer number ? number : 0;
    }

    /** As {@link Manager#shutdown(Duration)}. */
    synchronized void shutdown(Duration timeout) {
        phase = Phase.SHUT_DOWN;
        Optional<Client> last = client;
        client = Optional.empty();
        if (process.isEmpty()) {
            last.ifPresent(Client::disuse);
            return;
        }
        last.ifPresent(Client::stop);
        last.ifPresent(Client::close);
        process.get().end(timeout);
    }

    /** Such as {@code Manager at unix:/dev/shm/... (pid 4711, running)}. */
    @Override
    public synchronized String toString() {
        String where = address.isEmpty() ? plan.addressText() : address;
        return "Manager" + (where.isEmpty() ? "" : " at " + where) + process.map(started -> " (pid " + started.pid()
                + ", " + (started.isAlive() ? "running)" : "ended)")).orElse("");
    }
}
