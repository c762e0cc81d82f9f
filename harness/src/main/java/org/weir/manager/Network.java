package org.weir.manager;

import org.weir.channel.AuthKey;
import org.weir.channel.ConnectionOptions;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Addresses as text, and wires to them. */
final class Network {

    private static final String UNIX = "unix:";
    private static final String TCP = "tcp:";

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

    static SocketAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
        }
        int colon = text.lastIndexOf(':');
        if (!text.startsWith(TCP) || colon < TCP.length()) {
            throw new IllegalArgumentException("No address of a manager: '" + text + "'.");
        }
        return new InetSocketAddress(text.substring(TCP.length(), colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** What both sides make their connections with. */
    static ConnectionOptions options(AuthKey key) {
        return ConnectionOptions.of(key).withMaxMessage(MOST_BYTES);
    }

    /** A wire to the manager that listens there. */
    static Wire dial(String address, AuthKey key) throws IOException {
        return new ConnectionWire(org.weir.channel.Client.connect(parse(address), options(key)));
    }
}
