package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;

import java.lang.ref.Reference;

/** Reaches an object over the wires of a client. When it is collected, the server is told. */
final class ClientRemote extends Remote {

    private final Client client;

    ClientRemote(Client client, Handle handle) {
        super(handle);
        this.client = client;
    }

    @Override
    @Nullable
    Object call(Wait wait, long nanos, String operation, @Nullable Object... arguments) throws Throwable {
        try {
            return client.call(handle().id(), wait, nanos, operation, arguments);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    Object create(String type, @Nullable Object... arguments) {
        return client.create(type, arguments);
    }

    @Override
    Codec codec() {
        return client.codec();
    }

    @Override
    void pin() {
        try {
            Object _ = client.ask("pin", handle().id());
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
