package org.weir.channel;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that both ends of a socket prove to each other that they have, without sending it. Immutable. Not
 * serializable, so that it is not sent by mistake; {@link #toHex()} is for those who mean to.
 */
public final class AuthKey {

    /** How many bytes a key has at least. */
    public static final int MIN_BYTES = 16;

    private static final int RANDOM_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private AuthKey(byte[] key) {
        this.key = key;
    }

    /** A key of 32 random bytes. */
    public static AuthKey random() {
        byte[] key = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(key);
        return new AuthKey(key);
    }

    /** A key of one's own, {@value #MIN_BYTES} bytes or more; what matters is that nobody can guess it. */
    public static AuthKey of(byte[] key) {
        if (key.length < MIN_BYTES) {
            throw new IllegalArgumentException("An authkey has at least " + MIN_BYTES + " bytes, got " + key.length
                    + "; AuthKey.random() makes one.");
        }
        return new AuthKey(key.clone());
    }

    /** The key that {@link #toHex()} has written down. */
    public static AuthKey ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The secret itself, in hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(key);
    }

    /** HMAC-SHA-256 of the parts, which have a fixed length each. */
    byte[] prove(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM + ", which every JVM has to have.", missing);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthKey that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return AuthKey.class.hashCode();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AuthKey[" + key.length + " bytes]";
    }
}
