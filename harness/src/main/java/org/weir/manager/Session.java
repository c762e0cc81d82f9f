package org.weir.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client in the server: what it refers to, what it holds, and the calls that it is in. */
final class Session {

    private final Server server;
    private final Greeting.Begin client;
    private final Optional<Wire> notices;
    private final Map<Long, Reference> references = new HashMap<>();
    private final IdentityHashMap<Mortal, Integer> held = new IdentityHashMap<>();
    private final Map<Integer, Worker> workers = new HashMap<>();
    private volatile boolean ended;
    private volatile long lastWord = System.nanoTime();

    private static final class Reference {
        @SuppressWarnings("UnusedVariable") // keeps the object from the collector
        private final Referent referent;
        private int count;

        private Reference(Referent referent) {
            this.referent = referent;
        }
    }

    /** @param notices the wire that it began on; empty for calls within the server */
    Session(Server server, Greeting.Begin client, Optional<Wire> notices) {
        this.server = server;
        this.client = client;
        this.notices = notices;
    }

    Greeting.ClientId id() {
        return client.client();
    }

    long pid() {
        return client.pid();
    }

    String name() {
        return client.name();
    }

    /** Larger than every one before. */
    long nextToken() {
        return server.nextToken();
    }

    /** Counts a proxy that the client gets. */
    synchronized void retain(Referent referent) {
        if (!ended) {
            references.computeIfAbsent(referent.id(), _ -> new Reference(referent)).count++;
        }
    }

    /** A proxy of the client is gone. */
    synchronized void release(long object) {
        Reference reference = references.get(object);
        if (reference != null && --reference.count == 0) {
            references.remove(object);
        }
    }

    /** Whether the client has a proxy of the object. */
    synchronized boolean refersTo(long object) {
        return references.containsKey(object);
    }

    /**
     * Has {@code mortal} told of the end of this client.
     *
     * @throws InterruptedException if it has ended
     */
    synchronized void hold(Mortal mortal) throws InterruptedException {
        requireLiving();
        held.merge(mortal, 1, Integer::sum);
    }

    /** Takes back one {@link #hold}. */
    synchronized void letGo(Mortal mortal) {
        held.computeIfPresent(mortal, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Throws if the client has ended. */
    void requireLiving() throws InterruptedException {
        if (ended) {
            throw new InterruptedException("The client has ended.");
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Adds a wire; false if the client has ended. */
    synchronized boolean add(int wire, Worker worker) {
        if (!ended) {
            workers.put(wire, worker);
        }
        return !ended;
    }

    synchronized void remove(int wire, Worker worker) {
        workers.remove(wire, worker);
    }

    void cancel(Notice.Cancel notice) {
        Worker worker;
        synchronized (this) {
            worker = workers.get(notice.wire());
        }
        if (worker != null) {
            worker.interruptCall(notice.call());
        }
    }

    void heard() {
        lastWord = System.nanoTime();
    }

    /** How long it has been silent, in nanoseconds. */
    long silence() {
        return System.nanoTime() - lastWord;
    }

    /** The client is gone: withdraws its calls, lets go of its objects, tells those of which it holds a part. */
    void end() {
        List<Worker> calling;
        List<Mortal> bereaved;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            calling = new ArrayList<>(workers.values());
            bereaved = new ArrayList<>(held.keySet());
            references.clear();
            held.clear();
        }
        calling.forEach(Worker::interruptCall);
        bereaved.forEach(mortal -> mortal.onEnd(this));
    }

    /** Cuts all its wires: a client that has vanished without a word never does. */
    void disconnect() {
        List<Worker> cut;
        synchronized (this) {
            cut = new ArrayList<>(workers.values());
        }
        cut.forEach(Worker::cut);
        notices.ifPresent(Wire::close);
    }

    @Override
    public String toString() {
        return "process " + client.pid() + (client.name().isEmpty() ? "" : " '" + client.name() + "'");
    }
}
