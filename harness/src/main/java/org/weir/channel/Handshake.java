package org.weir.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * How the ends of a socket introduce themselves, before a byte of theirs is taken for a message.
 *
 * <pre>
 *   client -> listener   greeting, nonce C
 *   listener -> client   greeting, nonce L
 *   client -> listener   HMAC(key, "client", L, C)          only with a key
 *   listener -> client   1, HMAC(key, "server", C, L), or 0
 * </pre>
 *
 * The greeting holds a magic number, the version, and whether a key is asked for. The listener proves itself last, so
 * that a stranger learns nothing that it could try keys on. Each side's proof holds the other's nonce, so that neither
 * can be repeated, and its role, so that neither can be sent back to where it came from. With TLS all of this is within
 * it, and both have to be done in the same time.
 */
final class Handshake {

    private static final byte[] MAGIC = "\u0089WEIR\r".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte VERSION = 1;
    private static final byte[] CLIENT = "client".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "server".getBytes(StandardCharsets.US_ASCII);
    private static final int GREETING = MAGIC.length + 2;
    private static final int NONCE = 32;
    private static final int PROOF = 32;
    private static final int SHOWN = 40;
    private static final byte TLS_ALERT = 21;
    private static final byte TLS_HANDSHAKE = 22;
    private static final byte TLS_MAJOR = 3;

    private final ByteStream socket;
    private final ConnectionOptions options;
    private final long deadline;
    private final byte[] nonce = new byte[NONCE];
    private boolean sawTls;

    private Handshake(ByteStream socket, ConnectionOptions options) {
        this.socket = socket;
        this.options = options;
        this.deadline = Backoff.deadline(options.handshakeTimeout());
        new SecureRandom().nextBytes(nonce);
    }

    static void asClient(ByteStream socket, ConnectionOptions options) throws IOException {
        Handshake handshake = new Handshake(socket, options);
        handshake.begin();
        handshake.greetAsClient();
        byte[] theirs = handshake.theirNonce();
        if (options.authKey().isPresent()) {
            handshake.proveAsClient(options.authKey().get(), theirs);
        }
    }

    static void asListener(ByteStream socket, ConnectionOptions options) throws IOException {
        Handshake handshake = new Handshake(socket, options);
        handshake.begin();
        byte[] theirs;
        try {
            theirs = handshake.theirNonce();
        } catch (AuthenticationException differs) {
            handshake.greet();
            throw differs;
        } catch (ForeignProtocolException foreign) {
            handshake.greetIfTls(foreign);
            throw foreign;
        }
        handshake.greet();
        if (options.authKey().isPresent()) {
            handshake.proveAsListener(options.authKey().get(), theirs);
        }
    }

    /** What is below the greetings, if there is something; within the same time. */
    private void begin() throws IOException {
        if (!socket.handshake(deadline)) {
            throw late();
        }
    }

    /** A listener that hangs up at once may have said why, which is better to know than that it did. */
    private void greetAsClient() throws IOException {
        try {
            greet();
        } catch (InterruptedIOException itself) {
            throw itself;
        } catch (IOException hungUp) {
            try {
                byte[] _ = theirNonce();
            } catch (AuthenticationException | ForeignProtocolException why) {
                throw why;
            } catch (IOException alsoGone) {
                hungUp.addSuppressed(alsoGone);
            }
            throw hungUp;
        }
    }

    /** Lets a client with TLS know that it has called Weir, and that only the TLS is too much. */
    private void greetIfTls(ForeignProtocolException foreign) {
        if (sawTls) {
            try {
                greet();
            } catch (IOException gone) {
                foreign.addSuppressed(gone);
            }
        }
    }

    /** Whether what is there begins as a greeting does. */
    static boolean isGreeting(ByteBuffer bytes) {
        byte[] begin = new byte[MAGIC.length];
        if (bytes.remaining() < begin.length) {
            return false;
        }
        bytes.get(begin);
        return Arrays.equals(begin, MAGIC);
    }

    private void greet() throws IOException {
        write(ByteBuffer.allocate(GREETING + NONCE)
                .put(MAGIC)
                .put(VERSION)
                .put(mode())
                .put(nonce)
                .flip());
    }

    private byte mode() {
        return (byte) (options.authKey().isPresent() ? 'K' : '-');
    }

    private byte[] theirNonce() throws IOException {
        byte[] greeting = new byte[GREETING];
        for (int i = 0; i < GREETING; i++) {
            ByteBuffer one = ByteBuffer.wrap(greeting, i, 1);
            if (!read(one)) {
                throw foreign(greeting, i, "and closed the socket");
            }
            if (i < MAGIC.length && greeting[i] != MAGIC[i]) {
                int more = readSome(greeting, i + 1);
                throw foreign(greeting, more, "which is not how Weir begins");
            }
        }
        if (greeting[MAGIC.length] != VERSION) {
            throw new ForeignProtocolException("The other end of " + socket + " speaks version "
                    + greeting[MAGIC.length] + " of Weir's protocol, this one version " + VERSION
                    + "; use the same Weir on both sides.");
        }
        if (greeting[MAGIC.length + 1] != mode()) {
            throw new AuthenticationException("The other end of " + socket + (options.authKey().isPresent()
                    ? " has no authkey, this one has; give it the same."
                    : " wants an authkey, this one has none; give it the same."));
        }
        byte[] theirs = new byte[NONCE];
        readAll(theirs);
        return theirs;
    }

    /** What else is there at once, for the message. */
    private int readSome(byte[] greeting, int from) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(greeting, from, greeting.length - from);
        socket.read(rest, false, System.nanoTime());
        return rest.position();
    }

    private ForeignProtocolException foreign(byte[] bytes, int length, String what) {
        sawTls = length > 1 && (bytes[0] == TLS_HANDSHAKE || bytes[0] == TLS_ALERT) && bytes[1] == TLS_MAJOR;
        if (sawTls) {
            return new ForeignProtocolException(
                    "The other end of " + socket + " speaks TLS, this one does not; give TLS"
                            + " to both, by ConnectionOptions.withTls, or to neither.");
        }
        return new ForeignProtocolException("The other end of " + socket + " sent '" + text(bytes, length) + "', "
                + what + ": something else listens or calls there. Check the address.");
    }

    /** The beginning of what was sent, as far as it can be printed. */
    static String text(byte[] bytes, int length) {
        return new String(bytes, 0, Math.min(length, SHOWN), StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }

    private void proveAsClient(AuthKey key, byte[] theirs) throws IOException {
        write(ByteBuffer.wrap(key.prove(CLIENT, theirs, nonce)));
        byte[] answer = new byte[1];
        readAll(answer);
        if (answer[0] != 1) {
            throw refused();
        }
        byte[] proof = new byte[PROOF];
        readAll(proof);
        if (!MessageDigest.isEqual(proof, key.prove(SERVER, nonce, theirs))) {
            throw refused();
        }
    }

    private void proveAsListener(AuthKey key, byte[] theirs) throws IOException {
        byte[] proof = new byte[PROOF];
        readAll(proof);
        if (!MessageDigest.isEqual(proof, key.prove(CLIENT, nonce, theirs))) {
            write(ByteBuffer.allocate(1));
            throw refused();
        }
        write(ByteBuffer.allocate(1 + PROOF).put((byte) 1).put(key.prove(SERVER, theirs, nonce)).flip());
    }

    private AuthenticationException refused() {
        return new AuthenticationException("The other end of " + socket
                + " has another authkey; both ends have to be given the same.");
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (socket.write(deadline, bytes) != ByteStream.Outcome.COMPLETE) {
            throw late();
        }
    }

    private boolean read(ByteBuffer bytes) throws IOException {
        return switch (socket.read(bytes, false, deadline)) {
            case COMPLETE -> true;
            case END -> false;
            case TIMED_OUT -> throw late();
        };
    }

    private void readAll(byte[] bytes) throws IOException {
        if (!read(ByteBuffer.wrap(bytes))) {
            throw foreign(Arrays.copyOf(bytes, 0), 0, "and closed the socket within the handshake");
        }
    }

    private SocketTimeoutException late() {
        return new SocketTimeoutException("The other end of " + socket + " did not introduce itself within "
                + options.handshakeTimeout() + ": it is stopped or busy, or does not speak Weir's protocol.");
    }
}
