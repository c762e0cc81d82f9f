package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;
import org.weir.channel.CodecException;
import org.weir.channel.UnsendableException;
import org.weir.manager.ClientWires.CallWire;
import org.weir.manager.Frames.Reply;
import org.weir.manager.Frames.Request;
import org.weir.manager.Greeting.ClientId;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.net.ProtocolException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * This JVM as a client of one server: its session, and the calls on its wires.
 *
 * <p><b>One call, one wire.</b> A call takes a wire that no call is on, dialling another if there is none, and puts it
 * back on top when it is done; so no call waits for another, and the calls of one thread, which take the same wire again
 * and again, are answered by the same thread of the server, which looks at that wire for some microseconds before it
 * sleeps. To send the calls of all threads over one wire would take a change of threads on each side, of about 20
 * microseconds each.
 */
final class Client implements Place {

    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final long FOREVER = Long.MAX_VALUE;

    private final String address;
    private final long answerNanos;
    private final Codec own;
    private final ClientWires wires;
    private final Wire notices;
    private final Greeting.Welcome server;
    /** Of managers and proxies of this JVM. */
    private final AtomicInteger users = new AtomicInteger();

    private Client(String address, Dialer dialer, Duration answerTimeout, Codec own) throws IOException {
        SecureRandom random = new SecureRandom();
        ClientId id = new ClientId(random.nextLong(), random.nextLong());
        this.address = address;
        this.answerNanos = answerTimeout.toNanos();
        this.own = own;
        this.wires = new ClientWires(address, dialer, id, own, answerNanos);
        try {
            this.notices = wires.begin(new Greeting.Begin(id, ProcessHandle.current().pid(), Clients.processName()));
            if (!(wires.answer(notices) instanceof Greeting.Welcome welcome)) {
                throw wires.stranger();
            }
            this.server = welcome;
        } catch (IOException | RuntimeException failed) {
            wires.close();
            throw failed;
        }
        if (server.leaseNanos() > 0) {
            Thread.ofPlatform().daemon().name("weir-manager-alive").start(this::sayAlive);
        }
    }

    /** Begins a session with the server that {@code dialer} reaches. */
    static Client begin(String address, Dialer dialer, Duration answerTimeout) {
        try {
            return new Client(address, dialer, answerTimeout, Codec.standard());
        } catch (IOException failed) {
            String why = String.valueOf(failed.getMessage());
            throw new ManagerUnreachableException("No manager answers at " + address + ": " + why
                    + (why.endsWith(".") ? "" : ".") + " Has it been shut down, and is the key right?", failed);
        }
    }

    long serverNumber() {
        return server.server();
    }

    /** What the server has said that may be sent. */
    Codec codec() {
        return server.codec();
    }

    String address() {
        return address;
    }

    boolean isUsable() {
        return !wires.isClosed() && !wires.isExpired();
    }

    /** Has the server do something; as {@link Remote#call(Remote.Wait, long, String, Object...)}. */
    @Nullable
    Object call(long object, Remote.Wait wait, long nanos, String operation, @Nullable Object... arguments)
            throws Throwable {
        if (wait == Remote.Wait.INTERRUPTIBLE && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return ScopedValue.where(Place.HERE, this)
                .call(() -> callHere(object, wait, nanos, operation, arguments));
    }

    private @Nullable Object callHere(long object, Remote.Wait wait, long nanos, String operation,
            @Nullable Object... arguments) throws Throwable {
        requireUsable();
        CallWire wire;
        try {
            wire = wires.borrow();
        } catch (IOException failed) {
            throw unreachable("cannot be reached", failed);
        }
        if (wait == Remote.Wait.INTERRUPTIBLE && Thread.interrupted()) {
            wires.giveBack(wire);
            throw new InterruptedException();
        }
        boolean sound = false;
        try {
            wire.wire.send(encode(wire, object, operation, arguments));
            boolean interrupted = awaitReply(wire, wait, nanos);
            Reply reply = Reply.decode(server.codec(), wire.wire.receive());
            if (reply.status() == Frames.TO_CONFIRM) {
                wire.wire.send(Frames.confirmation());
            }
            sound = true;
            return result(reply, interrupted, wait);
        } catch (NotSentException notSent) {
            sound = true;
            throw notSent;
        } catch (CodecException refused) {
            throw new RemoteCallException("The result of '" + operation + "' is not accepted here: "
                    + refused.getMessage());
        } catch (IOException lost) {
            throw lost(lost);
        } finally {
            if (sound) {
                wires.giveBack(wire);
            } else {
                wires.discard(wire);
            }
        }
    }

    private byte[] encode(CallWire wire, long object, String operation, @Nullable Object... arguments) {
        try {
            return new Request(wire.nextCall(), Thread.currentThread().threadId(), object, operation,
                    Arrays.asList(arguments)).encode(server.codec());
        } catch (UnsendableException unsendable) {
            throw new NotSentException(unsendable);
        }
    }

    /**
     * Waits for the reply.
     *
     * @return whether the thread was interrupted; its status is cleared
     */
    private boolean awaitReply(CallWire wire, Remote.Wait wait, long nanos) throws IOException {
        long limit = nanos < 0 ? FOREVER : nanos > FOREVER - answerNanos ? FOREVER : nanos + answerNanos;
        long start = System.nanoTime();
        boolean interrupted = false;
        boolean cancelled = false;
        while (true) {
            try {
                long left = limit == FOREVER ? FOREVER : limit - (System.nanoTime() - start);
                if (wire.wire.await(left)) {
                    return interrupted;
                }
                if (left <= 0) {
                    restore(interrupted);
                    throw new IOException("no answer within " + Duration.ofNanos(limit));
                }
            } catch (InterruptedException withdrawn) {
                interrupted = true;
                if (wait == Remote.Wait.INTERRUPTIBLE && !cancelled) {
                    cancelled = true;
                    notify(new Notice.Cancel(wire.number, wire.calls()));
                    limit = System.nanoTime() - start + answerNanos;
                }
            }
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Object result(Reply reply, boolean interrupted, Remote.Wait wait) throws Throwable {
        boolean withdrawn = reply.status() == Frames.THREW && reply.result() instanceof InterruptedException;
        if (!(withdrawn && wait == Remote.Wait.INTERRUPTIBLE)) {
            restore(interrupted);
        }
        if (withdrawn) {
            if (interrupted && wait == Remote.Wait.INTERRUPTIBLE) {
                throw new InterruptedException();
            }
            throw lost(new IOException("the server has withdrawn the call"));
        }
        switch (reply.status()) {
            case Frames.RETURNED, Frames.TO_CONFIRM -> {
                return reply.result();
            }
            case Frames.THREW -> {
                if (reply.result() instanceof Throwable thrown) {
                    thrown.setStackTrace(new Throwable().getStackTrace());
                    RemoteStack.attach(thrown, reply.stack());
                    throw thrown;
                }
                throw new ProtocolException("A reply throws what is no exception.");
            }
            default -> {
                RemoteCallException failed = new RemoteCallException(String.valueOf(reply.result()));
                RemoteStack.attach(failed, reply.stack());
                throw failed;
            }
        }
    }

    private void requireUsable() {
        if (wires.isExpired()) {
            throw new LeaseExpiredException("The manager at " + address + " took this process for dead, and has taken"
                    + " from it what it held; connect again.");
        }
        if (wires.isClosed()) {
            throw new ManagerUnreachableException("The manager at " + address + " was shut down, or this process has"
                    + " closed its connection to it.");
        }
    }

    /** A wire broke; tells a server that is gone from one that has ended the session. */
    private RuntimeException lost(IOException cause) {
        if (wires.isClosed()) {
            return unreachable("was shut down, or this process has closed its connection to it", cause);
        }
        try {
            wires.giveBack(wires.borrowFresh());
        } catch (LeaseExpiredException late) {
            return late;
        } catch (IOException gone) {
            cause.addSuppressed(gone);
            return unreachable("is gone", cause);
        }
        return unreachable("did not answer a call", cause);
    }

    private ManagerUnreachableException unreachable(String what, IOException cause) {
        return new ManagerUnreachableException("The manager at " + address + " " + what + ": " + cause.getMessage()
                + ". Whether the call took effect is not known.", cause);
    }

    /** Sends what is not answered. Where it cannot be sent the server is gone, and with it what the notice is about. */
    private void notify(Notice notice) {
        synchronized (notices) {
            try {
                notices.send(own.encode(notice));
            } catch (IOException gone) {
                notices.close();
            }
        }
    }

    private void sayAlive() {
        boolean heard = true;
        while (heard && !wires.isClosed()) {
            LockSupport.parkNanos(server.leaseNanos() / 4);
            notify(new Notice.Alive());
            try {
                heard = notices.await(Math.max(server.leaseNanos(), TimeUnit.SECONDS.toNanos(1)))
                        && own.decode(notices.receive()) instanceof Notice.Alive;
            } catch (IOException | InterruptedException gone) {
                heard = false;
            }
        }
        wires.cut();
    }

    /** Counts one more manager or proxy that uses this client. */
    void use() {
        users.incrementAndGet();
    }

    /** One manager or proxy less; the last one ends the session. */
    void disuse() {
        if (users.decrementAndGet() == 0) {
            close();
        }
    }

    /** A proxy of {@code object} is gone. */
    void release(long object) {
        notify(new Notice.Release(object));
        disuse();
    }

    /** Ends the session. */
    void close() {
        wires.close();
        Clients.here().forget(this);
    }

    @Override
    public ManagedObject resolve(Handle handle) throws InvalidObjectException {
        return handle.server() == serverNumber() ? adopt(handle) : Clients.here().attach(handle);
    }

    /** A proxy that the server has counted already. */
    ManagedObject adopt(Handle handle) {
        use();
        ClientRemote remote = new ClientRemote(this, handle);
        Clients.here().whenGone(remote, this, handle.id());
        return handle.kind().proxy(remote);
    }

    /** Makes an object in the server. */
    Object create(String type, @Nullable Object... arguments) {
        @Nullable
        Object[] all = new @Nullable Object[arguments.length + 1];
        all[0] = type;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Objects.requireNonNull(ask("create", all));
    }

    /** Asks the server itself for something that does not wait. */
    @Nullable
    Object ask(String operation, @Nullable Object... arguments) {
        try {
            return call(Server.ITSELF, Remote.Wait.NONE, 0, operation, arguments);
        } catch (Throwable thrown) {
            throw Remote.unchecked(thrown);
        }
    }

    /** Asks the server to end. */
    void stop() {
        notify(new Notice.Stop());
    }

    /** A proxy for a handle that came by another way; the server counts it. */
    ManagedObject acquire(Handle handle) {
        Object _ = ask("acquire", handle.id());
        return adopt(handle);
    }

    @Override
    public void leaving(Remote remote) {
        if (remote.handle().server() != serverNumber()) {
            remote.pin();
        }
    }
}
