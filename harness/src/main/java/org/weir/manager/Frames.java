package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Codec;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The frames of calls: lists, because a list of simple values takes the codec a fraction of a microsecond.
 *
 * <pre>
 * client: [call number, thread, object, operation, argument...]
 * server: [RETURNED or TO_CONFIRM, result] or [THREW, exception, its stack as text] or [FAILED, text, stack as text]
 * client, after TO_CONFIRM: an empty frame: the result has arrived
 * </pre>
 */
final class Frames {

    static final int RETURNED = 0;
    static final int TO_CONFIRM = 1;
    static final int THREW = 2;
    static final int FAILED = 3;

    private static final int ARGUMENTS = 4;
    private static final byte[] CONFIRMATION = {};

    private Frames() {}

    /** What a client wants. */
    record Request(int number, long thread, long object, String operation, List<@Nullable Object> arguments) {

        byte[] encode(Codec codec) {
            @Nullable
            Object[] parts = new @Nullable Object[ARGUMENTS + arguments.size()];
            parts[0] = number;
            parts[1] = thread;
            parts[2] = object;
            parts[3] = operation;
            for (int i = 0; i < arguments.size(); i++) {
                parts[ARGUMENTS + i] = arguments.get(i);
            }
            return codec.encode(Arrays.asList(parts));
        }

        static Request decode(Codec codec, byte[] frame) throws IOException {
            List<@Nullable Object> parts = parts(codec, frame);
            if (parts.size() < ARGUMENTS || !(parts.get(0) instanceof Integer number)
                    || !(parts.get(1) instanceof Long thread) || !(parts.get(2) instanceof Long object)
                    || !(parts.get(3) instanceof String operation)) {
                throw malformed("a call");
            }
            return new Request(number, thread, object, operation, parts.subList(ARGUMENTS, parts.size()));
        }
    }

    /** What a client gets. */
    record Reply(int status, @Nullable Object result, String stack) {

        byte[] encode(Codec codec) {
            return codec.encode(status == THREW || status == FAILED ? Arrays.asList(status, result, stack)
                    : Arrays.asList(status, result));
        }

        static Reply decode(Codec codec, byte[] frame) throws IOException {
            List<@Nullable Object> parts = parts(codec, frame);
            if (parts.size() >= 2 && parts.get(0) instanceof Integer status) {
                return new Reply(status, parts.get(1), parts.size() > 2 ? String.valueOf(parts.get(2)) : "");
            }
            throw malformed("a reply");
        }
    }

    static byte[] confirmation() {
        return CONFIRMATION;
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> parts(Codec codec, byte[] frame) throws IOException {
        Object whole = codec.decode(frame);
        if (whole instanceof ArrayList<?> parts) {
            return (List<@Nullable Object>) parts;
        }
        throw malformed("a list");
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException("A frame is not " + what + ".");
    }
}
