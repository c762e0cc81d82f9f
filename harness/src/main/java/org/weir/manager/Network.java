package org.weir.manager;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** Addresses as text, and wires to them. */
final class Network {

    private static final String UNIX = "unix:";
    private static final String TCP = "tcp:";

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

    /** A wire to the manager that listens there. */
    static Wire dial(String address, byte[] key) throws IOException {
        SocketChannel channel = SocketChannel.open(parse(address));
        SocketWire wire = prepare(channel);
        try {
            Handshake.ofClient(wire, key);
        } catch (IOException | RuntimeException failed) {
            wire.close();
            throw failed;
        }
        wire.trust();
        return wire;
    }

    /** A wire from a client that has dialled. */
    static Wire answer(SocketChannel channel, byte[] key) throws IOException {
        SocketWire wire = prepare(channel);
        try {
            Handshake.ofServer(wire, key);
        } catch (IOException | RuntimeException failed) {
            wire.close();
            throw failed;
        }
        wire.trust();
        return wire;
    }

    private static SocketWire prepare(SocketChannel channel) throws IOException {
        try {
            if (channel.getRemoteAddress() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return new SocketWire(channel, Handshake.MOST_BYTES);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }
}
