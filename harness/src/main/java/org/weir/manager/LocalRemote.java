package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;

import java.util.Arrays;

/** Reaches an object from within its server, where proxies are stored in other objects. */
final class LocalRemote extends Remote {

    private final Server server;
    private final Referent referent;

    LocalRemote(Server server, Referent referent, Handle handle) {
        super(handle);
        this.server = server;
        this.referent = referent;
    }

    Server server() {
        return server;
    }

    Referent referent() {
        return referent;
    }

    @Override
    @Nullable
    Object call(Wait wait, long nanos, String operation, @Nullable Object... arguments) throws Throwable {
        Call call = new Call(server.own(), Thread.currentThread().threadId());
        return Server.invoke(call, referent, operation, Arrays.asList(arguments));
    }

    @Override
    Object create(String type, @Nullable Object... arguments) {
        return server.create(type, Arrays.asList(arguments));
    }

    @Override
    Codec codec() {
        return server.codec();
    }

    @Override
    void pin() {
        server.pin(referent);
    }
}
