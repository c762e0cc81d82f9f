package org.weir.process;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first frame of a child: who it is, and the secret that only the launched process was given.
 *
 * @param ordinal the number of the launch
 * @param pid the child's process id
 * @param slot the slot of the realm that it holds
 * @param token the secret of the launch, {@value #TOKEN_LENGTH} ASCII characters
 */
record Hello(int ordinal, long pid, int slot, String token) {

    static final int TOKEN_LENGTH = 32;
    static final int BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES + TOKEN_LENGTH;

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(ordinal)
                .putLong(pid)
                .putInt(slot)
                .put(token.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    static Hello decode(byte[] payload) throws ProtocolException {
        if (payload.length != BYTES) {
            throw new ProtocolException("A hello has " + BYTES + " bytes, got " + payload.length + ".");
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int ordinal = in.getInt();
        long pid = in.getLong();
        int slot = in.getInt();
        return new Hello(ordinal, pid, slot,
                new String(payload, in.position(), TOKEN_LENGTH, StandardCharsets.ISO_8859_1));
    }
}
