package org.weir.stress.sweep;

import org.weir.channel.Connection;

import java.io.IOException;
import java.time.Duration;

/** Looks at what comes out of a connection. */
final class ReceivedMessages {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private ReceivedMessages() {}

    /** Receives so many messages; whether each has the size and the bytes of one writer. */
    static String receive(Connection in, int size, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!in.poll(LONGEST)) {
                return RawFrames.STUCK;
            }
            if (!isWhole(in.recvBytes(), size)) {
                return RawFrames.TORN;
            }
        }
        return RawFrames.INTACT;
    }

    /** Whether a message has its size and the bytes of one writer. */
    static boolean isWhole(byte[] message, int size) {
        if (message.length != size) {
            return false;
        }
        for (byte b : message) {
            if (b != message[0]) {
                return false;
            }
        }
        return true;
    }
}
