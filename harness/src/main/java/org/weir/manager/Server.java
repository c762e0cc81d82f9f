package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.channel.Codec;
import org.weir.channel.Tls;
import org.weir.manager.Frames.Request;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.ProtocolException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The objects of a manager and the clients that use them.
 *
 * <p><b>Who keeps an object.</b> The table of objects refers to them weakly. Strong references are had by the sessions of
 * clients, one for all proxies that the client has, and by the objects in which a proxy was stored: there it is a proxy
 * too, which refers to its object directly. So this JVM's garbage collector finds out what nobody can reach any more,
 * however the objects refer to each other.
 *
 * <p><b>Who is a client.</b> A process draws a long number and begins with it; its further wires join by that number. The
 * session ends with the first wire, which the client uses for what it does not wait for and closes never: with the
 * process the kernel closes it. A client that is far away may vanish without that; it says that it is alive, and the
 * session of one that did not for the time of the lease is ended. Whoever joins a session that is not there any more is
 * told so.
 *
 * <p><b>What a client was given</b> and cannot be given twice (an item of a queue, a signal) it confirms before its call
 * returns. The server waits for that before it reads the next call, and takes back what was not confirmed when the wire
 * ends. The kernel delivers what a process wrote before it died: so an item belongs either to the queue or to a caller
 * whose {@code take} has returned, or was about to.
 */
final class Server {

    /** The object that stands for the server itself. */
    static final long ITSELF = 0;

    private static final long PIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Pin(Referent referent, long until) {}

    private static final class Entry extends WeakReference<Referent> {
        private final long id;

        private Entry(Referent referent, ReferenceQueue<Referent> freed) {
            super(referent, freed);
            id = referent.id();
        }
    }

    private final long number;
    private final String address;
    private final Codec codec;
    private final Types types;
    private final Duration lease;
    private final Map<Long, Entry> objects = new ConcurrentHashMap<>();
    private final ReferenceQueue<Referent> freed = new ReferenceQueue<>();
    private final Map<Long, Pin> pinned = new ConcurrentHashMap<>();
    private final Map<Greeting.ClientId, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong lastId;
    private final AtomicLong lastToken = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Session own;
    private final AuthKey key;
    private final Optional<Tls.Factory> tls;
    private final PoolWatch poolWatch = new PoolWatch(this);

    /**
     * @param address where clients dial
     * @param key what they have to have
     * @param tls makes the TLS of its workers as clients; empty if that is theirs to find
     * @param lease how long a client lives without a word; zero for as long as its wire
     */
    Server(String address, AuthKey key, Optional<Tls.Factory> tls, Codec codec,
            Collection<TypeRegistration> registrations, Duration lease) {
        SecureRandom random = new SecureRandom();
        this.number = random.nextLong();
        this.lastId = new AtomicLong(random.nextInt() & Integer.MAX_VALUE);
        this.address = address;
        this.key = key;
        this.tls = tls;
        this.codec = codec;
        this.types = new Types(this, registrations);
        this.lease = lease;
        this.own = new Session(this, new Greeting.Begin(new Greeting.ClientId(0, 0), ProcessHandle.current().pid(),
                "manager"), Optional.empty());
        if (lease.isPositive()) {
            Thread.ofPlatform().daemon().name("weir-manager-leases").start(this::watchLeases);
        }
    }

    Codec codec() {
        return codec;
    }

    /** Where clients dial. */
    String address() {
        return address;
    }

    /** What clients have to have. */
    AuthKey key() {
        return key;
    }

    /** Makes the TLS of workers, if they are to have one. */
    Optional<Tls.Factory> tls() {
        return tls;
    }

    /** The session of calls within the server. */
    Session own() {
        return own;
    }

    long nextToken() {
        return lastToken.incrementAndGet();
    }

    /** Serves a wire on the calling thread until it ends, and closes it. */
    void serve(Wire wire) {
        try (wire) {
            switch (codec.decode(wire.receive())) {
                case Greeting.Begin begin -> listen(begin, wire);
                case Greeting.Join join -> work(join, wire);
                default -> throw new ProtocolException("A wire did not begin with a greeting.");
            }
        } catch (IOException | RuntimeException ended) {
            // The other side is gone or does not follow the protocol: the wire is closed, and with it what it held.
        }
    }

    private void listen(Greeting.Begin begin, Wire wire) throws IOException {
        Session session = new Session(this, begin, Optional.of(wire));
        if (sessions.putIfAbsent(begin.client(), session) != null) {
            throw new ProtocolException("A client began twice.");
        }
        try {
            wire.send(codec.encode(new Greeting.Welcome(number, lease.toNanos(), codec)));
            while (!session.hasEnded()) {
                Object notice = codec.decode(wire.receive());
                session.heard();
                switch (notice) {
                    case Notice.Cancel cancel -> session.cancel(cancel);
                    case Notice.Release release -> session.release(release.object());
                    case Notice.Stop _ -> stopped.countDown();
                    case Notice.Alive alive -> wire.send(codec.encode(alive));
                    default -> throw new ProtocolException("A client sent what is not a notice.");
                }
            }
        } finally {
            end(session);
        }
    }

    private void end(Session session) {
        sessions.remove(session.id(), session);
        session.end();
    }

    private void work(Greeting.Join join, Wire wire) throws IOException {
        Session session = sessions.get(join.client());
        Worker worker = session == null ? null : new Worker(this, session, wire);
        if (session == null || worker == null || !session.add(join.number(), worker)) {
            wire.send(codec.encode(new Greeting.Unknown()));
            return;
        }
        try {
            wire.send(codec.encode(new Greeting.Joined()));
            worker.run();
        } finally {
            session.remove(join.number(), worker);
        }
    }

    private void watchLeases() {
        while (stopped.getCount() > 0) {
            LockSupport.parkNanos(lease.toNanos() / 4);
            for (Session session : sessions.values()) {
                if (session.silence() > lease.toNanos()) {
                    end(session);
                    session.disconnect();
                }
            }
        }
    }

    @Nullable
    Object invoke(Call call, Request request) throws Throwable {
        if (request.object() == ITSELF) {
            return invokeItself(call, request.operation(), request.arguments());
        }
        return invoke(call, referent(request.object()), request.operation(), request.arguments());
    }

    static @Nullable Object invoke(Call call, Referent referent, String operation, List<@Nullable Object> arguments)
            throws Throwable {
        return switch (operation) {
            case "snapshot" -> referent.target().snapshot();
            case "text" -> referent.target().text();
            default -> referent.target().invoke(call, operation, arguments);
        };
    }

    private @Nullable Object invokeItself(Call call, String operation, List<@Nullable Object> arguments)
            throws Throwable {
        return switch (operation) {
            case "create" -> types.create((String) Objects.requireNonNull(arguments.get(0)),
                    arguments.subList(1, arguments.size()));
            case "acquire" -> {
                call.session().retain(referent((long) arguments.get(0)));
                yield null;
            }
            case "pin" -> {
                pin(referent((long) arguments.get(0)));
                yield null;
            }
            case "objects" -> objectCount();
            case "clients" -> sessions.size();
            default -> throw Target.unexposed(operation, "a manager");
        };
    }

    private int objectCount() {
        expunge();
        return objects.size();
    }

    private void expunge() {
        long now = System.nanoTime();
        pinned.values().removeIf(pin -> now - pin.until > 0);
        for (Object entry = freed.poll(); entry != null; entry = freed.poll()) {
            objects.remove(((Entry) entry).id);
        }
    }

    /** The numbers of the pools that there are; those that only the collector knows to be of no use included. */
    Set<Long> pools() {
        expunge();
        return targets(Kind.POOL).keySet();
    }

    /** Whether a client has a proxy of the object, or one is on its way. */
    boolean isHeld(long object) {
        return pinned.containsKey(object) || own.refersTo(object)
                || sessions.values().stream().anyMatch(session -> session.refersTo(object));
    }

    private Map<Long, Target> targets(Kind kind) {
        Map<Long, Target> found = new HashMap<>();
        for (Entry entry : objects.values()) {
            Referent referent = entry.get();
            if (referent != null && referent.kind() == kind) {
                found.put(entry.id, referent.target());
            }
        }
        return found;
    }

    void pin(Referent referent) {
        pinned.put(referent.id(), new Pin(referent, System.nanoTime() + PIN_NANOS));
    }

    Referent referent(long id) {
        Entry entry = objects.get(id);
        Referent referent = entry == null ? null : entry.get();
        if (referent == null) {
            throw new ObjectGoneException("The manager at " + address + " has no object " + id + ": nobody referred to"
                    + " it any more, or it was one of another manager at the same address.");
        }
        return referent;
    }

    /** Puts an object into the server. */
    ManagedObject add(Kind kind, String type, Target target) {
        expunge();
        Referent referent = new Referent(lastId.incrementAndGet(), kind, type, target);
        objects.put(referent.id(), new Entry(referent, freed));
        if (kind == Kind.POOL) {
            poolWatch.begin();
        }
        return proxy(referent);
    }

    ManagedObject add(Object object, TypeRegistration registration) {
        return add(Kind.USER, registration.type().getName(), new UserTarget(object, registration, this));
    }

    private ManagedObject proxy(Referent referent) {
        Handle handle = new Handle(number, address, referent.id(), referent.kind(), referent.type());
        return referent.kind().proxy(new LocalRemote(this, referent, handle));
    }

    Object create(String type, List<@Nullable Object> arguments) {
        try {
            return types.create(type, arguments);
        } catch (Exception failed) {
            throw Remote.unchecked(failed);
        }
    }

    Optional<TypeRegistration> registrationOf(Class<?> type) {
        return types.registrationOf(type);
    }

    /** The proxy, within this JVM if the object is here. */
    ManagedObject resolve(Handle handle) throws InvalidObjectException {
        if (handle.server() != number) {
            return Clients.here().attach(handle);
        }
        try {
            return proxy(referent(handle.id()));
        } catch (ObjectGoneException gone) {
            throw new InvalidObjectException(gone.getMessage());
        }
    }

    /** The object that {@code remote} reaches, if it is one of this server. */
    Optional<Referent> own(Remote remote) {
        return remote instanceof LocalRemote local && local.server() == this ? Optional.of(local.referent())
                : Optional.empty();
    }

    /** Waits until a client has asked for the end, or {@link #stop} was called. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Ends all sessions, and the processes of all pools. */
    void stop() {
        stopped.countDown();
        targets(Kind.POOL).values().forEach(Target::end);
        for (Session session : List.copyOf(sessions.values())) {
            end(session);
            session.disconnect();
        }
    }
}
