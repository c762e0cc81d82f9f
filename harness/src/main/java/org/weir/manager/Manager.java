package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.channel.Codec;
import org.weir.channel.Tls;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Objects that live in a process of their own and are used from others, related or not, through proxies:
 * {@code multiprocessing.Manager}.
 *
 * <pre>{@code
 * try (Manager manager = Manager.create().start()) {
 *     ManagedMap<String, Integer> counts = manager.map();
 *     JvmProcess p = JvmProcess.of(Counting::run, counts);
 *     p.start();
 *     p.join();
 *     System.out.println(counts.snapshot());
 * }
 * }</pre>
 *
 * <p>A manager is made by {@link #create}, set up, and then started in a process of its own ({@link #start}) or served in
 * this JVM ({@link #serve}), once; {@link #connect} makes one for a server that others have started. The server ends with
 * the process that started it.
 *
 * <p>Processes of one tree share the key that both sides prove to each other that they have, and need not name it. What
 * may be sent is what the {@link #codec} allows, which clients are told by the server. See {@link ManagedObject} for what
 * proxies are. Methods that make objects throw what proxies do, and {@link IllegalStateException} before the start and
 * after the end.
 *
 * <p>Safe for use by several threads. Source: rows MG and Z27 to Z29 of the conformance table.
 */
public final class Manager implements AutoCloseable {

    /**
     * Makes the objects of a registered type; runs in the server.
     *
     * @param <T> what it makes
     */
    @FunctionalInterface
    public interface Factory<T> extends Serializable {
        /**
         * Makes an object.
         *
         * @param arguments those of {@link Manager#make}
         */
        T create(@Nullable Object... arguments) throws Exception;
    }

    /** What a server's process does before it listens. */
    @FunctionalInterface
    public interface Initializer extends Serializable {
        /** Runs on the main thread of the server's process. */
        void run() throws Exception;
    }

    private final ManagerState state;

    private Manager(ManagerState state) {
        this.state = state;
    }

    /** A manager that is not started yet. */
    public static Manager create() {
        return new Manager(new ManagerState());
    }

    /** As {@link #connect(SocketAddress, AuthKey)}, with the key that the processes of this tree share. */
    public static Manager connect(SocketAddress address) {
        return connect(address, Clients.familyKey());
    }

    /**
     * A manager for a server that runs already.
     *
     * @param authKey that of the server
     * @throws ManagerUnreachableException if none listens there, or it has another key
     */
    public static Manager connect(SocketAddress address, AuthKey authKey) {
        return new Manager(ManagerState.connected(Network.text(Objects.requireNonNull(address, "address")),
                Objects.requireNonNull(authKey, "authKey"), Optional.empty()));
    }

    /**
     * As {@link #connect(SocketAddress, AuthKey)}, of a server with TLS. Proxies of its objects that arrive in this
     * process use it too, as long as there is a manager or a proxy here.
     *
     * @throws ManagerUnreachableException also if its certificate is not accepted, or it has no TLS
     * @throws IllegalArgumentException if {@code address} is no TCP address
     */
    public static Manager connect(SocketAddress address, AuthKey authKey, Tls tls) {
        return new Manager(ManagerState.connected(Network.text(Objects.requireNonNull(address, "address"), true),
                Objects.requireNonNull(authKey, "authKey"), Optional.of(Objects.requireNonNull(tls, "tls"))));
    }

    /**
     * Sets where the server listens: a {@link java.net.UnixDomainSocketAddress}, or an {@link java.net.InetSocketAddress}
     * with the host by which clients reach it, and 0 for any port. A Unix socket in the realm, unless set.
     */
    public Manager address(SocketAddress address) {
        return set(plan -> plan.withAddress(Objects.requireNonNull(address, "address")));
    }

    /** Sets the secret that clients have to have; that which the processes of this tree share, unless set. */
    public Manager authKey(AuthKey authKey) {
        return set(plan -> plan.withKey(Objects.requireNonNull(authKey, "authKey")));
    }

    /**
     * Sets that the server speaks TLS, at a TCP {@link #address}; it does not unless set. {@code factory} runs in the
     * server's process. If {@link #start} has made that, it runs also here and in those workers of the manager's pools
     * that use proxies, for their part as clients: it is sent to them, and what it makes has to trust the server.
     *
     * <p>A proxy that is sent to any other process does not take it along. There, as in the workers of a manager that was
     * started by {@link #serve}, {@link #connect(SocketAddress, AuthKey, Tls)} comes before the proxy arrives; without
     * that {@link Tls#system()} is tried, which children of this process have if this one has.
     */
    public Manager tls(Tls.Factory factory) {
        return set(plan -> plan.withTls(Objects.requireNonNull(factory, "factory")));
    }

    /** Sets what may be sent: {@link Codec#standard()}, unless set. */
    public Manager codec(Codec codec) {
        return set(plan -> plan.withCodec(Objects.requireNonNull(codec, "codec")));
    }

    /** Sets what the server's process does before it listens. */
    public Manager initializer(Initializer initializer) {
        return set(plan -> plan.withInitializer(Objects.requireNonNull(initializer, "initializer")));
    }

    /**
     * Sets how long a client is taken for alive without a word from it; clients say that they are alive four times as
     * often. Unless set 30 seconds over TCP, and over a Unix socket as long as its process lives.
     *
     * @param lease zero for as long as its connection
     */
    public Manager lease(Duration lease) {
        return set(plan -> plan.withLease(lease));
    }

    /** Sets the name of the server's process. */
    public Manager name(String name) {
        state.name(name);
        return this;
    }

    /**
     * Registers a type of objects, which {@link #make} makes. They have to be safe for use by several threads. A result
     * whose declared type is a registered interface, or an {@code Iterator} that is not serializable, stays in the server,
     * and the caller gets a proxy.
     *
     * @param type an interface, which proxies implement; public, like the methods' classes. {@code Iterator} for a factory
     *        that makes iterators
     * @param exposed the names of the methods that may be called; if there are none, all of the interface
     * @throws IllegalArgumentException if {@code type} is no interface, the name is taken, or no method has a name that is
     *         exposed
     */
    public <T> Manager register(String name, Class<T> type, Factory<? extends T> factory,
            String... exposed) {
        return set(plan -> plan.withType(TypeRegistration.of(name, type, factory, exposed)));
    }

    private Manager set(UnaryOperator<ServerPlan> change) {
        state.change(change);
        return this;
    }

    /**
     * Starts the server in a process of its own, and waits until it listens.
     *
     * @return this
     * @throws IllegalStateException if it was started or shut down before, or has TLS and no TCP address
     * @throws org.weir.process.UnserializableTargetException if the server's process cannot be sent what it needs, such as a
     *         factory that has captured an {@code SSLContext}
     * @throws IOException if the process cannot be started, the initializer or the factory of the TLS fails, or the
     *         address cannot be had
     */
    public Manager start() throws IOException {
        state.start();
        return this;
    }

    /**
     * Runs the server in this JVM, without the initializer, until it is closed. To use it, {@link #connect}.
     *
     * @throws IllegalStateException if it was started or shut down before, or has TLS and no TCP address
     * @throws IOException if the address cannot be had, or the factory of the TLS fails
     */
    public ManagerServer serve() throws IOException {
        return state.serve();
    }

    /** Where the server listens; may be given to {@link #connect} in another process. */
    public SocketAddress address() {
        return Network.parse(state.address());
    }

    /** The id of the server's process; empty if this manager has not started one. */
    public OptionalInt pid() {
        return state.process().map(started -> OptionalInt.of((int) started.pid())).orElse(OptionalInt.empty());
    }

    /** How the server's process ended, as {@link JvmProcess#exitCode()}; empty while it runs or if there is none. */
    public OptionalInt exitCode() {
        return state.process().map(ServerProcess::exitCode).orElse(OptionalInt.empty());
    }

    /**
     * Ends the server, if this manager has started it: it is asked to stop, and sent SIGTERM after a second, and SIGKILL
     * after another. All its objects are gone then; proxies throw {@link ManagerUnreachableException}. If this manager was
     * connected, ends the session, unless there are proxies in this JVM or another manager for the same server; what this
     * process held in the server is then abandoned. Calling it again, or before the start, does nothing but that the
     * manager cannot be started any more.
     */
    public void shutdown() {
        shutdown(ManagerState.SHUTDOWN_TIMEOUT);
    }

    /** As {@link #shutdown()}, with {@code timeout} for each step. */
    public void shutdown(Duration timeout) {
        state.shutdown(Objects.requireNonNull(timeout, "timeout"));
    }

    /** {@link #shutdown()}. */
    @Override
    public void close() {
        shutdown();
    }

    /** How many objects the server has, those that will be freed included. */
    public int objectCount() {
        return state.count("objects");
    }

    /** How many processes use the server, this one included. */
    public int clientCount() {
        return state.count("clients");
    }

    /**
     * Makes an object of a registered type.
     *
     * @param type the interface that it was registered with
     * @param arguments for the factory
     * @throws RemoteCallException if there is no such type
     */
    public <T> T make(String name, Class<T> type, @Nullable Object... arguments) {
        Objects.requireNonNull(name, "name");
        return Objects.requireNonNull(type, "type").cast(state.create(name, arguments));
    }

    /** An empty list. */
    public <E> ManagedList<E> list() {
        return list(List.of());
    }

    /** A list of these elements. */
    public <E> ManagedList<E> list(Collection<? extends E> elements) {
        return AbstractProxy.cast(state.create(Types.LIST, new ArrayList<>(elements)));
    }

    /** An empty map. */
    public <K, V> ManagedMap<K, V> map() {
        return map(Map.of());
    }

    /** A map of these entries. */
    public <K, V> ManagedMap<K, V> map(Map<? extends K, ? extends V> entries) {
        return AbstractProxy.cast(state.create(Types.MAP, new LinkedHashMap<>(entries)));
    }

    /** An empty set. */
    public <E> ManagedSet<E> set() {
        return set(List.of());
    }

    /** A set of these elements. */
    public <E> ManagedSet<E> set(Collection<? extends E> elements) {
        return AbstractProxy.cast(state.create(Types.SET, new ArrayList<>(new LinkedHashSet<>(elements))));
    }

    /** A queue without a limit. */
    public <E> ManagedQueue<E> queue() {
        return queue(Integer.MAX_VALUE);
    }

    /** A queue for at most {@code capacity} items, one or more. */
    public <E> ManagedQueue<E> queue(int capacity) {
        return AbstractProxy.cast(state.create(Types.QUEUE, capacity));
    }

    /** A lock that its owner cannot take twice. */
    public ManagedLock lock() {
        return AbstractProxy.cast(state.create(Types.LOCK, false));
    }

    /** A lock that its owner can take many times. */
    public ManagedLock reentrantLock() {
        return AbstractProxy.cast(state.create(Types.LOCK, true));
    }

    /** A semaphore that may be released beyond its first number of permits, zero or more. */
    public ManagedSemaphore semaphore(int permits) {
        return AbstractProxy.cast(state.create(Types.SEMAPHORE, permits, false));
    }

    /** A semaphore that never has more than its first number of permits, zero or more. */
    public ManagedSemaphore boundedSemaphore(int permits) {
        return AbstractProxy.cast(state.create(Types.SEMAPHORE, permits, true));
    }

    /** A condition of a reentrant lock of its own. */
    public ManagedCondition condition() {
        return reentrantLock().newCondition();
    }

    /** An event that is not set. */
    public ManagedEvent event() {
        return AbstractProxy.cast(state.create(Types.EVENT));
    }

    /** A barrier for so many parties, one or more, that wait as long as it takes. */
    public ManagedBarrier barrier(int parties) {
        return AbstractProxy.cast(state.create(Types.BARRIER, parties, null, -1L));
    }

    /**
     * A barrier.
     *
     * @param parties one or more
     * @param action runs in the server once a pass, when all have come, before any leaves; serializable
     * @param timeout how long a party waits that does not say
     */
    public <R extends Runnable & Serializable> ManagedBarrier barrier(int parties, Optional<R> action,
            Duration timeout) {
        return AbstractProxy
                .cast(state.create(Types.BARRIER, parties, action.orElse(null), AbstractProxy.nanos(timeout)));
    }

    /** A value. */
    public <T> ManagedValue<T> value(T value) {
        return AbstractProxy.cast(state.create(Types.VALUE, Objects.requireNonNull(value, "value")));
    }

    /** An array of {@code length} times {@code fill}, which is also of the class of all values it may have. */
    public <E> ManagedArray<E> array(int length, E fill) {
        return AbstractProxy.cast(
                state.create(Types.ARRAY, fill.getClass().getName(),
                        new ArrayList<>(Collections.nCopies(length, fill))));
    }

    /** An array of these values, all of class {@code type}. */
    public <E> ManagedArray<E> array(Class<E> type, Collection<? extends E> values) {
        return AbstractProxy.cast(state.create(Types.ARRAY, type.getName(), new ArrayList<>(values)));
    }

    /** An empty namespace. */
    public Namespace namespace() {
        return AbstractProxy.cast(state.create(Types.NAMESPACE));
    }

    /** A pool of as many worker processes as the server has processors; they are children of the server. */
    public ManagedPool pool() {
        return poolBuilder().open();
    }

    /** A pool of so many worker processes, one or more. */
    public ManagedPool pool(int workers) {
        return poolBuilder().workers(workers).open();
    }

    /** What a pool can be made with. */
    public ManagedPoolBuilder poolBuilder() {
        return new ManagedPoolBuilder(state::pool);
    }

    /** Such as {@code Manager at unix:/dev/shm/... (pid 4711, running)}. */
    @Override
    public String toString() {
        return state.toString();
    }
}
