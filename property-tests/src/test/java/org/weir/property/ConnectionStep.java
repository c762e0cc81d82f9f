package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import org.jspecify.annotations.Nullable;
import org.weir.channel.BufferTooShortException;
import org.weir.channel.Connection;
import org.weir.channel.PeerGoneException;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation of one end of a pipe that does not wait: what there is nothing for is not received, and there is room for
 * all that is sent.
 *
 * @param actor which end it is, 0 or 1; each end is that of a process
 * @param kind what
 * @param length how many bytes are sent, or there is room for
 */
record ConnectionStep(int actor, Kind kind, int length) implements Step<String, ConnectionStep.Model> {
    /** The end that this process has, by the name of the pipe and the number of the end. */
    private static final Map<String, Connection> ENDS = new HashMap<>();

    /** What is done. */
    enum Kind {
        SEND, SEND_BYTES, RECEIVE, RECEIVE_AT_MOST, RECEIVE_INTO, POLL, CLOSE
    }

    /** Two streams of messages; bytes are those of a decoded object too. */
    static final class Model {
        private final List<Deque<Message>> to = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final boolean[] closed = new boolean[2];
    }

    private record Message(boolean object, int length) {}

    /** The process of {@code actor} has this end from now on. */
    static Object adopt(String pipe, int actor, Connection end) {
        ENDS.put(pipe + actor, end);
        return "adopted";
    }

    /** The process of {@code actor} closes its end. */
    static Object drop(String pipe, int actor) throws Exception {
        Connection end = ENDS.remove(pipe + actor);
        if (end != null) {
            end.close();
        }
        return "dropped";
    }

    /** A receive finds a message of its form, or the end. */
    @Override
    public boolean appliesTo(Model model) {
        if (model.closed[actor]) {
            return false;
        }
        Message next = model.to.get(actor).peek();
        boolean atEnd = next == null && model.closed[1 - actor];
        return switch (kind) {
            case SEND, SEND_BYTES -> true;
            case RECEIVE -> atEnd || (next != null && next.object);
            case RECEIVE_AT_MOST, RECEIVE_INTO -> atEnd || (next != null && !next.object);
            case POLL, CLOSE -> true;
        };
    }

    @Override
    public @Nullable Object on(String pipe) throws Exception {
        Connection end = ENDS.get(pipe + actor);
        if (end == null) {
            throw new AssertionError("no end of " + pipe);
        }
        switch (kind) {
            case SEND -> end.send(text(length));
            case SEND_BYTES -> end.sendBytes(bytes(length));
            case RECEIVE -> {
                return summary(((String) end.recv()).getBytes(StandardCharsets.ISO_8859_1));
            }
            case RECEIVE_AT_MOST -> {
                try {
                    return summary(end.recvBytes(length));
                } catch (BufferTooShortException longer) {
                    return "longer: " + summary(longer.message());
                }
            }
            case RECEIVE_INTO -> {
                ByteBuffer buffer = ByteBuffer.allocate(length);
                try {
                    int count = end.recvBytesInto(buffer);
                    return count == buffer.position() ? summary(Arrays.copyOf(buffer.array(), count)) : "misplaced";
                } catch (BufferTooShortException longer) {
                    return buffer.position() == 0 ? "longer: " + summary(longer.message()) : "moved";
                }
            }
            case POLL -> {
                return end.poll();
            }
            case CLOSE -> end.close();
        }
        return kind;
    }

    @Override
    public @Nullable Object in(Model model) throws Exception {
        switch (kind) {
            case SEND, SEND_BYTES -> {
                if (model.closed[1 - actor]) {
                    return "throws " + PeerGoneException.class.getSimpleName();
                }
                model.to.get(1 - actor).add(new Message(kind == Kind.SEND, length));
            }
            case RECEIVE, RECEIVE_AT_MOST, RECEIVE_INTO -> {
                Message next = model.to.get(actor).poll();
                if (next == null) {
                    throw new EOFException();
                }
                String summary = summary(bytes(next.length));
                return kind != Kind.RECEIVE && next.length > length ? "longer: " + summary : summary;
            }
            case POLL -> {
                return !model.to.get(actor).isEmpty() || model.closed[1 - actor];
            }
            case CLOSE -> model.closed[actor] = true;
        }
        return kind;
    }

    private static String text(int length) {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = (byte) (length + at * 31);
        }
        return bytes;
    }

    private static String summary(byte[] bytes) {
        return bytes.length + " bytes, " + Arrays.hashCode(bytes);
    }

    static Arbitrary<List<ConnectionStep>> sequences() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.of(Kind.SEND, Kind.SEND_BYTES)),
                Tuple.of(45,
                        Arbitraries.of(Kind.RECEIVE, Kind.RECEIVE_AT_MOST, Kind.RECEIVE_INTO, Kind.POLL)),
                Tuple.of(1, Arbitraries.of(Kind.CLOSE)));
        return Combinators
                .combine(Arbitraries.integers().between(0, 1), kinds, Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 1_500)))
                .as(ConnectionStep::new)
                .list()
                .ofMaxSize(60);
    }

    @Override
    public String toString() {
        return actor + ": " + switch (kind) {
            case SEND, SEND_BYTES -> kind + " " + length;
            case RECEIVE_AT_MOST, RECEIVE_INTO -> kind + " (room for " + length + ")";
            default -> kind.toString();
        };
    }
}
