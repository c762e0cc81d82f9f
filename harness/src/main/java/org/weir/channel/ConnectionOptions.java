package org.weir.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * What a socket's connections are made with; both ends should agree.
 *
 * @param codec for objects
 * @param authKey what both ends have to prove that they have; without one anybody who reaches the socket is served
 * @param maxMessage how many bytes a message may have, 1 to 1 GiB; a longer one that comes ends the connection
 * @param handshakeTimeout how long a peer has to introduce itself, more than zero
 * @param tls how TCP is encrypted; both ends have it, or neither
 */
public record ConnectionOptions(Codec codec, Optional<AuthKey> authKey, int maxMessage, Duration handshakeTimeout,
        Optional<Tls> tls) {

    private static final int DEFAULT_MAX_MESSAGE = 64 << 20;
    private static final Duration DEFAULT_HANDSHAKE = Duration.ofSeconds(10);

    /** Checks the ranges. */
    public ConnectionOptions {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(authKey, "authKey");
        Objects.requireNonNull(tls, "tls");
        if (maxMessage < 1 || maxMessage > Pipe.MAX_MESSAGE) {
            throw new IllegalArgumentException("Messages have at most 1 to " + Pipe.MAX_MESSAGE + " bytes; asked for "
                    + maxMessage + ".");
        }
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException("A handshake needs some time; got " + handshakeTimeout + ".");
        }
    }

    /** With an authkey, {@link Codec#standard()}, messages of up to 64 MiB, ten seconds for a handshake. */
    public static ConnectionOptions of(AuthKey key) {
        return new ConnectionOptions(Codec.standard(), Optional.of(key), DEFAULT_MAX_MESSAGE, DEFAULT_HANDSHAKE,
                Optional.empty());
    }

    /** As {@link #of}, but open to everybody who reaches the socket. */
    public static ConnectionOptions withoutKey() {
        return new ConnectionOptions(Codec.standard(), Optional.empty(), DEFAULT_MAX_MESSAGE, DEFAULT_HANDSHAKE,
                Optional.empty());
    }

    /** The same with another codec. */
    public ConnectionOptions with(Codec other) {
        return new ConnectionOptions(other, authKey, maxMessage, handshakeTimeout, tls);
    }

    /** The same with another limit. */
    public ConnectionOptions withMaxMessage(int bytes) {
        return new ConnectionOptions(codec, authKey, bytes, handshakeTimeout, tls);
    }

    /** The same with more or less time for the handshake. */
    public ConnectionOptions withHandshakeTimeout(Duration timeout) {
        return new ConnectionOptions(codec, authKey, maxMessage, timeout, tls);
    }

    /** The same, encrypted. */
    public ConnectionOptions withTls(Tls encryption) {
        return new ConnectionOptions(codec, authKey, maxMessage, handshakeTimeout, Optional.of(encryption));
    }

    /** {@link #withTls(Tls)} with {@link Tls#of}. */
    public ConnectionOptions withTls(SSLContext context) {
        return withTls(Tls.of(context));
    }
}
