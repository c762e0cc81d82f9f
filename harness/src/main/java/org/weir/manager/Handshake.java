package org.weir.manager;

import java.io.IOException;
import java.net.ProtocolException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How client and server show each other that they have the same key, without sending it: each sends numbers that were
 * drawn for this wire, and gets back their HMAC-SHA-256, with the side that made it, under the key.
 *
 * <pre>
 * server: magic, 32 bytes
 * client: 32 bytes, HMAC("weir client", both)
 * server: HMAC("weir server", both)
 * </pre>
 */
final class Handshake {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** More than any frame of it has. */
    static final int MOST_BYTES = 256;

    private static final byte[] MAGIC = {'w', 'e', 'i', 'r', 'm', 1};
    private static final int NONCE = 32;
    private static final String CLIENT = "weir client";
    private static final String SERVER = "weir server";

    private Handshake() {}

    /** @throws AuthenticationException if the other side has another key, or speaks another protocol */
    static void ofServer(Wire wire, byte[] key) throws IOException {
        byte[] own = nonce();
        wire.send(join(MAGIC, own));
        byte[] reply = receive(wire);
        if (reply.length <= NONCE) {
            throw new ProtocolException("A client did not answer the challenge.");
        }
        byte[] theirs = Arrays.copyOf(reply, NONCE);
        require(digest(key, CLIENT, own, theirs), Arrays.copyOfRange(reply, NONCE, reply.length));
        wire.send(digest(key, SERVER, own, theirs));
    }

    /** @throws AuthenticationException if the other side has another key, or speaks another protocol */
    static void ofClient(Wire wire, byte[] key) throws IOException {
        byte[] challenge = receive(wire);
        if (!Arrays.equals(MAGIC, Arrays.copyOf(challenge, MAGIC.length))) {
            throw new ProtocolException("What answers there is no manager of this version.");
        }
        byte[] theirs = Arrays.copyOfRange(challenge, MAGIC.length, challenge.length);
        byte[] own = nonce();
        wire.send(join(own, digest(key, CLIENT, theirs, own)));
        byte[] proof;
        try {
            proof = receive(wire);
        } catch (java.io.EOFException refused) {
            throw new AuthenticationException("The manager refused the key of this process.");
        }
        require(digest(key, SERVER, theirs, own), proof);
    }

    private static byte[] receive(Wire wire) throws IOException {
        try {
            if (!wire.await(TIMEOUT.toNanos())) {
                throw new ProtocolException("The other side did not authenticate itself within " + TIMEOUT + ".");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while the two sides authenticate each other");
        }
        return wire.receive();
    }

    private static void require(byte[] expected, byte[] given) throws AuthenticationException {
        if (!MessageDigest.isEqual(expected, given)) {
            throw new AuthenticationException("The other side does not have the same key.");
        }
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        return nonce;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] digest(byte[] key, String side, byte[] ofServer, byte[] ofClient) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(side.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            mac.update(ofServer);
            return mac.doFinal(ofClient);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HmacSHA256.", impossible);
        }
    }
}
