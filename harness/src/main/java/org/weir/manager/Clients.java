package org.weir.manager;

import org.weir.channel.AuthKey;
import org.weir.channel.Tls;
import org.weir.memory.Realm;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The servers that this JVM is a client of: one session each, whoever uses it. */
final class Clients implements Realm.Resident {

    private final Map<Long, Client> byServer = new HashMap<>();
    private final Map<String, Access> accesses = new ConcurrentHashMap<>();
    private final Cleaner cleaner = Cleaner.create();

    /** How a server is reached that is not as the others of this tree. */
    private record Access(AuthKey key, Optional<Tls.Factory> tls) {}

    private Clients() {}

    static Clients here() {
        return Realm.current().resident(Clients.class, Clients::new);
    }

    /** The key that the processes of this tree share. */
    static AuthKey familyKey() {
        return AuthKey.of(JvmProcess.authKey());
    }

    /**
     * Has proxies of objects of the server at {@code address} reach it with {@code key}, not that of the tree, and with
     * what {@code tls} makes, not the JDK's own.
     */
    void know(String address, AuthKey key, Optional<Tls.Factory> tls) {
        accesses.put(address, new Access(key, tls));
    }

    /** What this process is called in messages. */
    static String processName() {
        return JvmProcess.current().name();
    }

    /** The session with a server: the one that there is, or {@code fresh}. */
    synchronized Client add(Client fresh) {
        Client known = byServer.get(fresh.serverNumber());
        if (known != null && known.isUsable()) {
            known.use();
            fresh.close();
            return known;
        }
        byServer.put(fresh.serverNumber(), fresh);
        fresh.use();
        return fresh;
    }

    synchronized void forget(Client client) {
        byServer.remove(client.serverNumber(), client);
    }

    /** The proxy for a handle that came from another process, which is counted by its server. */
    ManagedObject attach(Handle handle) throws InvalidObjectException {
        Client client = client(handle);
        try {
            return client.acquire(handle);
        } catch (RuntimeException failed) {
            InvalidObjectException invalid = new InvalidObjectException("The proxy of " + handle.describe()
                    + " is of no use here: " + failed.getMessage());
            invalid.initCause(failed);
            throw invalid;
        } finally {
            client.disuse();
        }
    }

    private Client client(Handle handle) throws InvalidObjectException {
        Optional<Client> known = known(handle.server());
        if (known.isPresent()) {
            return known.get();
        }
        try {
            return add(Client.begin(handle.address(), dialer(handle.address()), Client.ANSWER_TIMEOUT));
        } catch (IOException | ManagerUnreachableException gone) {
            InvalidObjectException invalid = new InvalidObjectException("The manager of a proxy cannot be reached: "
                    + gone.getMessage());
            invalid.initCause(gone);
            throw invalid;
        }
    }

    /** @throws IOException if the TLS for it cannot be made */
    private Dialer dialer(String address) throws IOException {
        Access access = accesses.get(address);
        AuthKey key = access == null ? familyKey() : access.key;
        if (access == null || access.tls.isEmpty()) {
            return () -> Network.dial(address, key);
        }
        Optional<Tls> tls = Optional.of(ServerPlan.make(access.tls.get()));
        return () -> Network.dial(address, key, tls);
    }

    private synchronized Optional<Client> known(long server) {
        Optional<Client> known = Optional.ofNullable(byServer.get(server)).filter(Client::isUsable);
        known.ifPresent(Client::use);
        return known;
    }

    /** Has the server told when {@code remote} is collected. */
    void whenGone(ClientRemote remote, Client client, long object) {
        Cleaner.Cleanable _ = cleaner.register(remote, () -> client.release(object));
    }

    @Override
    public void close() {
        List<Client> open;
        synchronized (this) {
            open = new ArrayList<>(byServer.values());
        }
        open.forEach(Client::close);
    }
}
