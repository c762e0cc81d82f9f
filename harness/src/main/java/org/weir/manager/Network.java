package org.weir.manager;

import org.weir.channel.AuthKey;
import org.weir.channel.AuthenticationException;
import org.weir.channel.ConnectionOptions;
import org.weir.channel.Tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/** Addresses as text, and wires to them. */
final class Network {

    private static final String UNIX = "unix:";
    private static final String TCP = "tcp:";
    private static final String TLS = "tls:";

    /** How many bytes a call or its result may have. */
    private static final int MOST_BYTES = 256 << 20;

    private Network() {}

    /** @throws IllegalArgumentException if it is neither a Unix nor an Internet address */
    static String text(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> UNIX + unix.getPath();
            case InetSocketAddress internet -> TCP + internet.getHostString() + ":" + internet.getPort();
            default -> throw new IllegalArgumentException("A manager listens at a UnixDomainSocketAddress or an"
                    + " InetSocketAddress; got " + address + ".");
        };
    }

    /** As {@link #text(SocketAddress)}, of an address where TLS is spoken if {@code encrypted}. */
    static String text(SocketAddress address, boolean encrypted) {
        String plain = text(address);
        if (!encrypted) {
            return plain;
        }
        if (!plain.startsWith(TCP)) {
            throw new IllegalArgumentException("TLS is for TCP; " + plain
                    + " never leaves the machine. Set an InetSocketAddress as the manager's address, or no TLS.");
        }
        return TLS + plain.substring(TCP.length());
    }

    static SocketAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
        }
        int colon = text.lastIndexOf(':');
        if (!(text.startsWith(TCP) || text.startsWith(TLS)) || colon < TCP.length()) {
            throw new IllegalArgumentException("No address of a manager: '" + text + "'.");
        }
        return new InetSocketAddress(text.substring(TCP.length(), colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** What both sides make their connections with. */
    static ConnectionOptions options(AuthKey key, Optional<Tls> tls) {
        ConnectionOptions plain = ConnectionOptions.of(key).withMaxMessage(MOST_BYTES);
        return tls.map(plain::withTls).orElse(plain);
    }

    /** A wire to the manager that listens there; if it speaks TLS, with that which the system properties name. */
    static Wire dial(String address, AuthKey key) throws IOException {
        if (!address.startsWith(TLS)) {
            return dial(address, key, Optional.empty());
        }
        try {
            return dial(address, key, Optional.of(Tls.system()));
        } catch (AuthenticationException | IllegalStateException untrusted) {
            throw new IOException(untrusted.getMessage()
                    + " This process was given no TLS for this manager, so that the"
                    + " JDK's own was tried: before a proxy arrives here (in a worker of a pool, by the pool's"
                    + " initializer), call Manager.connect(address, authKey, tls), or name the stores by the system"
                    + " properties javax.net.ssl.trustStore and javax.net.ssl.keyStore, which children inherit.",
                    untrusted);
        }
    }

    /** A wire to the manager that listens there. */
    static Wire dial(String address, AuthKey key, Optional<Tls> tls) throws IOException {
        return new ConnectionWire(org.weir.channel.Client.connect(parse(address), options(key, tls)));
    }
}
