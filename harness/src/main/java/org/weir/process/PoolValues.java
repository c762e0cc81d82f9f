package org.weir.process;

import org.weir.channel.Codec;
import org.weir.channel.EndsOnTheirWay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists of arguments and results as bytes: numbers of one type bare, simple values in the compact form of the channels,
 * everything else by Java serialization. The two processes trust each other.
 */
final class PoolValues {

    private static final Codec COMPACT = Codec.standard();
    private static final byte SIMPLE = 0;
    private static final byte SERIALIZED = 1;
    private static final byte INTS = 2;
    private static final byte LONGS = 3;
    private static final byte DOUBLES = 4;

    private PoolValues() {}

    /** @param what they are, for the message */
    static byte[] encode(List<?> values, String what) {
        return encode(values, what, new EndsOnTheirWay());
    }

    /**
     * As {@link #encode(List, String)}.
     *
     * @param ends takes note of the ends of pipes that go along; they are taken back if something cannot be serialized
     */
    static byte[] encode(List<?> values, String what, EndsOnTheirWay ends) {
        Object first = values.isEmpty() ? null : values.getFirst();
        if (first instanceof Integer && areAll(values, Integer.class)) {
            byte[] bytes = bare(INTS, values.size(), Integer.BYTES);
            ByteBuffer out = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
            values.forEach(value -> out.putInt((Integer) value));
            return bytes;
        }
        if (first instanceof Long && areAll(values, Long.class)) {
            byte[] bytes = bare(LONGS, values.size(), Long.BYTES);
            ByteBuffer out = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
            values.forEach(value -> out.putLong((Long) value));
            return bytes;
        }
        if (first instanceof Double && areAll(values, Double.class)) {
            byte[] bytes = bare(DOUBLES, values.size(), Double.BYTES);
            ByteBuffer out = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
            values.forEach(value -> out.putDouble((Double) value));
            return bytes;
        }
        boolean simple = values.stream().allMatch(PoolValues::isSimple);
        byte[] content = simple ? COMPACT.encode(values) : TargetCodec.encode(values.toArray(), what, ends);
        byte[] bytes = new byte[content.length + 1];
        bytes[0] = simple ? SIMPLE : SERIALIZED;
        System.arraycopy(content, 0, bytes, 1, content.length);
        return bytes;
    }

    private static byte[] bare(byte form, int count, int size) {
        byte[] bytes = new byte[1 + Math.multiplyExact(count, size)];
        bytes[0] = form;
        return bytes;
    }

    private static boolean areAll(List<?> values, Class<?> type) {
        for (Object value : values) {
            if (value == null || value.getClass() != type) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSimple(Object value) {
        return value == null || value instanceof Integer || value instanceof Long || value instanceof String
                || value instanceof Double || value instanceof Boolean;
    }

    static List<?> decode(byte[] bytes) throws IOException, ClassNotFoundException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return switch (in.get()) {
            case INTS -> {
                Integer[] values = new Integer[in.remaining() / Integer.BYTES];
                Arrays.setAll(values, _ -> in.getInt());
                yield Arrays.asList(values);
            }
            case LONGS -> {
                Long[] values = new Long[in.remaining() / Long.BYTES];
                Arrays.setAll(values, _ -> in.getLong());
                yield Arrays.asList(values);
            }
            case DOUBLES -> {
                Double[] values = new Double[in.remaining() / Double.BYTES];
                Arrays.setAll(values, _ -> in.getDouble());
                yield Arrays.asList(values);
            }
            case SIMPLE -> (List<?>) COMPACT.decode(bytes, 1, bytes.length - 1);
            case SERIALIZED -> Arrays.asList((Object[]) TargetCodec.decode(Arrays.copyOfRange(bytes, 1, bytes.length)));
            default -> throw new IOException("Values do not begin with " + bytes[0] + ".");
        };
    }

    /** A list that the compact form gives back as one that may hold null. */
    static List<Object> listOf(Object value) {
        List<Object> list = new ArrayList<>(1);
        list.add(value);
        return list;
    }
}
