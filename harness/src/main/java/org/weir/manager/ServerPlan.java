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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * All that a server is told. Sent to its process.
 *
 * @param addressText where to listen; "" for a Unix socket of its own
 * @param keyText the key in hexadecimal digits; "" for that which the processes of this tree share
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

    /** What is meant unless set. */
    static ServerPlan initial() {
        return new ServerPlan("", "", Codec.standard(), List.of(), () -> {}, -1, null);
    }

    ServerPlan withAddress(SocketAddress value) {
        return new ServerPlan(Network.text(value), keyText, codec, registrations, initializer, leaseNanos, tlsFactory);
    }

    ServerPlan withKey(AuthKey value) {
        return new ServerPlan(addressText, value.toHex(), codec, registrations, initializer, leaseNanos, tlsFactory);
    }

    ServerPlan withCodec(Codec value) {
        return new ServerPlan(addressText, keyText, value, registrations, initializer, leaseNanos, tlsFactory);
    }

    /** @throws IllegalArgumentException if there is a type of that name */
    ServerPlan withType(TypeRegistration added) {
        if (registrations.stream().anyMatch(each -> each.name().equals(added.name()))) {
            throw new IllegalArgumentException("The type '" + added.name() + "' is registered already.");
        }
        List<TypeRegistration> all = new ArrayList<>(registrations);
        all.add(added);
        return new ServerPlan(addressText, keyText, codec, all, initializer, leaseNanos, tlsFactory);
    }

    ServerPlan withInitializer(Manager.Initializer value) {
        return new ServerPlan(addressText, keyText, codec, registrations, value, leaseNanos, tlsFactory);
    }

    /** @throws IllegalArgumentException if that is negative */
    ServerPlan withLease(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("A lease is zero or more; got " + value + ".");
        }
        return new ServerPlan(addressText, keyText, codec, registrations, initializer,
                TimeUnit.NANOSECONDS.convert(value), tlsFactory);
    }

    ServerPlan withTls(Tls.Factory value) {
        return new ServerPlan(addressText, keyText, codec, registrations, initializer, leaseNanos, value);
    }

    /**
     * This.
     *
     * @throws IllegalStateException if there is to be TLS, and no TCP address
     */
    ServerPlan checked() {
        if (tlsFactory != null && !addressText.startsWith("tcp:")) {
            throw new IllegalStateException(
                    "TLS is for TCP, and the manager listens at a Unix socket, which never leaves"
                            + " the machine; set an InetSocketAddress as its address, or no TLS.");
        }
        return this;
    }

    AuthKey key() {
        return keyText.isEmpty() ? Clients.familyKey() : AuthKey.ofHex(keyText);
    }

    Optional<String> address() {
        return addressText.isEmpty() ? Optional.empty() : Optional.of(addressText);
    }

    /** Made anew by every call. */
    Optional<Tls> tls() throws IOException {
        return tlsFactory == null ? Optional.empty() : Optional.of(make(tlsFactory));
    }

    /** What makes the TLS of clients: that of the server, which trusts its own certificate. */
    Optional<Tls.Factory> clientTls() {
        return Optional.ofNullable(tlsFactory);
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
