package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.channel.Codec;
import org.weir.channel.Tls;
import org.weir.process.Pool;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The initializer of a worker in the server: tells it how to reach the server, and does then what the user wants. What
 * that is, is read only then, since it may hold proxies. In the server it keeps their objects for workers to come.
 */
final class PoolSetup implements Pool.Action {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String address;
    private final String key;
    private final Codec codec;
    private final Tls.@Nullable Factory tls;
    private transient Pool.Action initializer;

    PoolSetup(Server server, Pool.Action initializer) {
        this.address = server.address();
        this.key = server.key().toHex();
        this.codec = server.codec();
        this.tls = server.tls().orElse(null);
        this.initializer = initializer;
    }

    @Override
    public void run() {
        Clients.here().know(address, AuthKey.ofHex(key), Optional.ofNullable(tls));
        initializer.run();
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(codec.encode(initializer));
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        byte[] encoded = (byte[]) in.readObject();
        initializer = () -> {
            try {
                ((Pool.Action) codec.decode(encoded)).run();
            } catch (IOException refused) {
                throw new UncheckedIOException("The initializer cannot be read here: " + refused.getMessage(), refused);
            }
        };
    }
}
