package org.weir.manager;

import org.weir.channel.CodecException;
import org.weir.manager.Frames.Reply;
import org.weir.manager.Frames.Request;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves the calls of one wire, one after the other, on the thread that it runs on. */
final class Worker implements Place {

    private static final int NO_CALL = -1;

    private final Server server;
    private final Session session;
    private final Wire wire;
    /** What the reply that is being encoded refers to. */
    private final List<Referent> sent = new ArrayList<>();
    private final Object calling = new Object();
    private Optional<Thread> caller = Optional.empty();
    private int current = NO_CALL;

    Worker(Server server, Session session, Wire wire) {
        this.server = server;
        this.session = session;
        this.wire = wire;
    }

    /** Serves until the wire ends. */
    void run() throws IOException {
        ScopedValue.where(Place.HERE, this).<Void, IOException>call(() -> {
            while (true) {
                serve(wire.receive());
            }
        });
    }

    private void serve(byte[] frame) throws IOException {
        Request request;
        try {
            request = Request.decode(server.codec(), frame);
        } catch (CodecException refused) {
            boolean _ = send(thrown(new RemoteCallException("The server does not accept an argument of the call: "
                    + refused.getMessage())));
            return;
        }
        Call call = new Call(session, request.thread());
        boolean delivered = false;
        try {
            Reply reply = execute(call, request);
            delivered = send(reply);
            if (delivered && reply.status() == Frames.TO_CONFIRM) {
                delivered = false;
                if (wire.receive().length > 0) {
                    throw new ProtocolException("A client did not confirm what it was given.");
                }
                delivered = true;
            }
        } finally {
            if (!delivered) {
                call.undo().ifPresent(Runnable::run);
            }
        }
    }

    private Reply execute(Call call, Request request) {
        try {
            begin(request.number());
            session.requireLiving();
            Object result = server.invoke(call, request);
            return new Reply(call.undo().isPresent() ? Frames.TO_CONFIRM : Frames.RETURNED, result, "");
        } catch (Throwable thrown) {
            return thrown(thrown);
        } finally {
            end();
        }
    }

    private static Reply thrown(Throwable thrown) {
        return new Reply(Frames.THREW, thrown, RemoteStack.textOf(thrown));
    }

    /**
     * Sends the reply, or why it cannot be sent.
     *
     * @return whether it was sent as it was meant
     */
    private boolean send(Reply reply) throws IOException {
        byte[] frame;
        boolean asMeant = false;
        sent.clear();
        try {
            frame = reply.encode(server.codec());
            asMeant = true;
        } catch (RuntimeException unsendable) {
            sent.forEach(referent -> session.release(referent.id()));
            frame = (reply.status() == Frames.THREW
                    ? new Reply(Frames.FAILED, String.valueOf(reply.result()), reply.stack())
                    : thrown(unsendable)).encode(server.codec());
        }
        wire.send(frame);
        sent.clear();
        return asMeant;
    }

    private void begin(int number) {
        synchronized (calling) {
            current = number;
            caller = Optional.of(Thread.currentThread());
        }
    }

    private void end() {
        synchronized (calling) {
            current = NO_CALL;
            boolean _ = Thread.interrupted();
        }
    }

    /** Interrupts the call with this number, if it is under way. */
    void interruptCall(int number) {
        synchronized (calling) {
            if (current == number) {
                caller.ifPresent(Thread::interrupt);
            }
        }
    }

    /** Interrupts whatever call is under way. */
    void interruptCall() {
        synchronized (calling) {
            if (current != NO_CALL) {
                caller.ifPresent(Thread::interrupt);
            }
        }
    }

    void cut() {
        wire.close();
    }

    @Override
    public ManagedObject resolve(Handle handle) throws InvalidObjectException {
        return server.resolve(handle);
    }

    @Override
    public void leaving(Remote remote) {
        Optional<Referent> own = server.own(remote);
        own.ifPresent(referent -> {
            session.retain(referent);
            sent.add(referent);
        });
        if (own.isEmpty()) {
            remote.pin();
        }
    }

}
