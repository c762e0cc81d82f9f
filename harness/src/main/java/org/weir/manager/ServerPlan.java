package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.AuthKey;
import org.weir.channel.Codec;
import org.weir.channel.Tls;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a server is told. Sent to its process.
 *
 * @param addressText where to listen; "" for a Unix socket of its own
 * @param keyText the key in hexadecimal digits
 * @param initializer runs before it listens
 * @param leaseNanos how long a client lives without a word; -1 for 30 seconds over TCP, and as long as its wire over a
 *        Unix socket
 * @param tlsFactory makes the server's TLS; null for none
 */
record ServerPlan(String addressText, String keyText, Codec codec, List<TypeRegistration> registrations,
        Manager.Initializer initializer, long leaseNanos, Tls.@Nullable Factory tlsFactory) implements Serializable {

    private static final Duration LEASE = Duration.ofSeconds(30);

    ServerPlan {
        registrations = List.copyOf(registrations);
    }

    AuthKey key() {
        return AuthKey.ofHex(keyText);
    }

    Optional<String> address() {
        return addressText.isEmpty() ? Optional.empty() : Optional.of(addressText);
    }

    /** Made anew by every call. */
    Optional<Tls> tls() throws IOException {
        return tlsFactory == null ? Optional.empty() : Optional.of(make(tlsFactory));
    }

    static Tls make(Tls.Factory factory) throws IOException {
        try {
            return Objects.requireNonNull(factory.create(), "the TLS of a manager");
        } catch (Exception failed) {
            throw new IOException("The TLS of the manager cannot be made in process " + ProcessHandle.current().pid()
                    + ": " + failed, failed);
        }
    }

    Duration lease(SocketAddress address) {
        if (leaseNanos >= 0) {
            return Duration.ofNanos(leaseNanos);
        }
        return address instanceof InetSocketAddress ? LEASE : Duration.ZERO;
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "ServerPlan[" + addressText + "]";
    }
}
