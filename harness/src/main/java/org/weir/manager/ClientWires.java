package org.weir.manager;

import org.weir.channel.Codec;
import org.weir.manager.Greeting.ClientId;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wires of one client: dialled when a call finds none that no other is on, and kept for the next. The one that was
 * given back last is taken first.
 */
final class ClientWires {

    private static final int MOST_IDLE = 16;

    private final String address;
    private final Dialer dialer;
    private final long answerNanos;
    private final Codec codec;
    private final ClientId id;
    private final Deque<CallWire> idle = new ConcurrentLinkedDeque<>();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean expired;

    /** A wire of calls. Used by one call at a time. */
    static final class CallWire {
        final int number;
        final Wire wire;
        private int calls;

        private CallWire(int number, Wire wire) {
            this.number = number;
            this.wire = wire;
        }

        /** How many calls have been on it. */
        int calls() {
            return calls;
        }

        /** The number of one call more. */
        int nextCall() {
            return ++calls;
        }
    }

    /**
     * No wires yet.
     *
     * @param codec for greetings
     * @param answerNanos how long the answer to a greeting may take
     */
    ClientWires(String address, Dialer dialer, ClientId id, Codec codec, long answerNanos) {
        this.address = address;
        this.dialer = dialer;
        this.id = id;
        this.codec = codec;
        this.answerNanos = answerNanos;
    }

    /** Whether they were {@link #close closed}. */
    boolean isClosed() {
        return closed;
    }

    /** Whether the server has taken this client for dead. */
    boolean isExpired() {
        return expired;
    }

    /** Begins the session, on a wire that is for no calls. */
    Wire begin(Greeting.Begin greeting) throws IOException {
        Wire wire = dial();
        wire.send(codec.encode(greeting));
        return wire;
    }

    /** What the server says to a greeting; an interrupt is put off. */
    Object answer(Wire wire) throws IOException {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!wire.await(answerNanos - (System.nanoTime() - start))) {
                        throw new IOException("no answer to a greeting within " + Duration.ofNanos(answerNanos));
                    }
                    return codec.decode(wire.receive());
                } catch (InterruptedException putOff) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Dials; an interrupt is put off. */
    private Wire dial() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    Wire wire = dialer.dial();
                    open.add(wire);
                    return wire;
                } catch (ClosedByInterruptException | InterruptedIOException again) {
                    interrupted = Thread.interrupted() || interrupted;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * A wire for one call, which gives it back or discards it. An interrupt is put off.
     *
     * @throws LeaseExpiredException if the server has taken this client for dead
     */
    CallWire borrow() throws IOException {
        CallWire known = idle.pollFirst();
        return known == null ? join() : known;
    }

    /**
     * As {@link #borrow}, but a wire that is dialled now, which tells how the server sees this client. Those that are idle
     * may be as broken as the one that gives reason to ask, and are discarded.
     */
    CallWire borrowFresh() throws IOException {
        for (CallWire each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            discard(each);
        }
        return join();
    }

    private CallWire join() throws IOException {
        boolean interrupted = Thread.interrupted();
        Wire wire = dial();
        try {
            int number = numbers.incrementAndGet();
            wire.send(codec.encode(new Greeting.Join(id, number)));
            switch (answer(wire)) {
                case Greeting.Joined _ -> {
                    return new CallWire(number, wire);
                }
                case Greeting.Unknown _ -> {
                    expired = true;
                    throw new LeaseExpiredException("The manager at " + address + " took this process for dead, and"
                            + " has taken from it what it held.");
                }
                default -> throw stranger();
            }
        } catch (IOException | RuntimeException failed) {
            discard(wire);
            throw failed;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What listens does not speak as a server does. */
    ProtocolException stranger() {
        return new ProtocolException("What listens at " + address + " is no manager.");
    }

    /** For another call. */
    void giveBack(CallWire wire) {
        if (closed || idle.size() >= MOST_IDLE) {
            discard(wire.wire);
        } else {
            idle.addFirst(wire);
        }
    }

    /** It broke, or what is on it does not belong to any call any more. */
    void discard(CallWire wire) {
        discard(wire.wire);
    }

    private void discard(Wire wire) {
        open.remove(wire);
        wire.close();
    }

    /** Breaks all that there are; calls that are under way fail. */
    void cut() {
        open.forEach(this::discard);
    }

    /** Breaks all that there are, and keeps none any more. */
    void close() {
        closed = true;
        cut();
    }
}
