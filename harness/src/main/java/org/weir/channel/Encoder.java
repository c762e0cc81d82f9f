package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Writes the binary form that {@link Tag} describes. */
final class Encoder {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle CHAR = view(char[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private final AllowList allowed;
    private final Frame frame;

    Encoder(AllowList allowed, Frame frame) {
        this.allowed = allowed;
        this.frame = frame;
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    }

    /** A growing array of bytes, which can be used for one frame after the other. */
    static final class Frame extends OutputStream {

        private static final int FIRST = 256;
        private static final int KEPT = 64 << 10;

        private final int limit;
        private byte[] bytes = new byte[FIRST];
        private int length;

        /** @param limit how many bytes it may hold */
        Frame(int limit) {
            this.limit = limit;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        void clear() {
            length = 0;
            if (bytes.length > KEPT) {
                bytes = new byte[FIRST];
            }
        }

        /** Makes room for {@code count} bytes, which begin at the returned index. */
        int extend(int count) {
            int start = length;
            if (count > limit - start) {
                throw new UnsendableException("The object takes more than " + limit + " bytes, which is the limit of"
                        + " one message here; send it in parts, or raise the limit where the channel is made.");
            }
            if (count > bytes.length - start) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(2L * bytes.length, (long) start + count)));
            }
            length = start + count;
            return start;
        }

        @Override
        public void write(int value) {
            int at = extend(1);
            bytes[at] = (byte) value;
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            int at = extend(count);
            System.arraycopy(from, offset, bytes, at, count);
        }

        void putInt(int value) {
            int at = extend(Integer.BYTES);
            INT.set(bytes, at, value);
        }

        void putInt(int at, int value) {
            INT.set(bytes, at, value);
        }
    }

    void write(@Nullable Object value, int depth) {
        switch (value) {
            case null -> frame.write(Tag.NULL);
            case Integer number -> {
                int at = tagged(Tag.INT, Integer.BYTES);
                INT.set(frame.bytes, at, (int) number);
            }
            case Long number -> longTagged(Tag.LONG, number);
            case String text -> text(text);
            case byte[] bytes -> {
                counted(Tag.BYTES, bytes.length);
                frame.write(bytes, 0, bytes.length);
            }
            case Double number -> longTagged(Tag.DOUBLE, Double.doubleToRawLongBits(number));
            case Boolean truth -> frame.write(truth ? Tag.TRUE : Tag.FALSE);
            case Float number -> {
                int at = tagged(Tag.FLOAT, Float.BYTES);
                INT.set(frame.bytes, at, Float.floatToRawIntBits(number));
            }
            case Short number -> {
                int at = tagged(Tag.SHORT, Short.BYTES);
                SHORT.set(frame.bytes, at, (short) number);
            }
            case Character character -> {
                int at = tagged(Tag.CHAR, Character.BYTES);
                CHAR.set(frame.bytes, at, (char) character);
            }
            case Byte number -> {
                int at = tagged(Tag.BYTE, 1);
                frame.bytes[at] = number;
            }
            case Enum<?> constant -> {
                frame.write(Tag.ENUM);
                className(constant.getDeclaringClass());
                text(constant.name());
            }
            case Record instance -> instance(instance, depth);
            case Optional<?> optional -> {
                frame.write(optional.isPresent() ? Tag.PRESENT : Tag.EMPTY);
                if (optional.isPresent()) {
                    write(optional.get(), deeper(depth));
                }
            }
            case ByteBuffer buffer -> buffer(buffer);
            case Collection<?> collection -> collection(collection, depth);
            case Map<?, ?> map -> map(map, depth);
            default -> arrayOrOther(value);
        }
    }

    private int tagged(byte tag, int count) {
        int at = frame.extend(1 + count);
        frame.bytes[at] = tag;
        return at + 1;
    }

    private void longTagged(byte tag, long value) {
        int at = tagged(tag, Long.BYTES);
        LONG.set(frame.bytes, at, value);
    }

    private void counted(byte tag, int count) {
        frame.write(tag);
        count(count);
    }

    private void count(int count) {
        int rest = count;
        while (rest > 0x7f) {
            frame.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        frame.write(rest);
    }

    private void text(String text) {
        int start = frame.length;
        int length = text.length();
        counted(Tag.STRING_LATIN, length);
        int at = frame.extend(length);
        byte[] bytes = frame.bytes;
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character > 0xff) {
                frame.length = start;
                wide(text);
                return;
            }
            bytes[at + i] = (byte) character;
        }
    }

    private void wide(String text) {
        counted(Tag.STRING_WIDE, text.length());
        int at = extendTimes(text.length(), Character.BYTES);
        for (int i = 0; i < text.length(); i++) {
            CHAR.set(frame.bytes, at + i * Character.BYTES, text.charAt(i));
        }
    }

    private int extendTimes(int count, int size) {
        return frame.extend((int) Math.min((long) count * size, Integer.MAX_VALUE));
    }

    private void className(Class<?> type) {
        if (!allowed.allows(type.getName())) {
            throw new UnsendableException("An object of " + type.getName() + " was to be sent, "
                    + allowed.remedy(type.getName()));
        }
        text(type.getName());
    }

    private static int deeper(int depth) {
        if (depth >= Codec.MAX_DEPTH) {
            throw new UnsendableException("The object is nested deeper than " + Codec.MAX_DEPTH
                    + " levels, or holds itself; send it in a flatter form.");
        }
        return depth + 1;
    }

    private void instance(Record instance, int depth) {
        RecordShape shape = RecordShape.of(instance.getClass());
        if (shape.isReplaced()) {
            serialized(instance);
            return;
        }
        frame.write(Tag.RECORD);
        className(instance.getClass());
        frame.putInt(shape.fingerprint());
        int below = deeper(depth);
        for (int i = 0; i < shape.size(); i++) {
            write(shape.get(instance, i), below);
        }
    }

    private void buffer(ByteBuffer buffer) {
        frame.write(Tag.BUFFER);
        frame.write((buffer.isDirect() ? Tag.DIRECT : 0)
                | (buffer.order() == ByteOrder.LITTLE_ENDIAN ? Tag.LITTLE : 0));
        int count = buffer.remaining();
        count(count);
        int at = frame.extend(count);
        buffer.get(buffer.position(), frame.bytes, at, count);
    }

    private void collection(Collection<?> collection, int depth) {
        Optional<Container> container = Container.of(collection.getClass());
        if (container.isEmpty()) {
            serialized(collection);
            return;
        }
        Object[] elements = collection.toArray();
        frame.write(Tag.COLLECTION);
        frame.write(container.get().code());
        count(elements.length);
        int below = deeper(depth);
        for (Object element : elements) {
            write(element, below);
        }
    }

    private void map(Map<?, ?> map, int depth) {
        Optional<Container> container = Container.of(map.getClass());
        if (container.isEmpty()) {
            serialized(map);
            return;
        }
        Object[] entries = map.entrySet().toArray();
        frame.write(Tag.COLLECTION);
        frame.write(container.get().code());
        count(entries.length);
        int below = deeper(depth);
        for (Object each : entries) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
            write(entry.getKey(), below);
            write(entry.getValue(), below);
        }
    }

    private void arrayOrOther(Object value) {
        switch (value) {
            case int[] ints -> {
                counted(Tag.INTS, ints.length);
                int at = extendTimes(ints.length, Integer.BYTES);
                littleEndian(at).asIntBuffer().put(ints);
            }
            case long[] longs -> {
                counted(Tag.LONGS, longs.length);
                int at = extendTimes(longs.length, Long.BYTES);
                littleEndian(at).asLongBuffer().put(longs);
            }
            case double[] doubles -> {
                counted(Tag.DOUBLES, doubles.length);
                int at = extendTimes(doubles.length, Double.BYTES);
                littleEndian(at).asDoubleBuffer().put(doubles);
            }
            case float[] floats -> {
                counted(Tag.FLOATS, floats.length);
                int at = extendTimes(floats.length, Float.BYTES);
                littleEndian(at).asFloatBuffer().put(floats);
            }
            case short[] shorts -> {
                counted(Tag.SHORTS, shorts.length);
                int at = extendTimes(shorts.length, Short.BYTES);
                littleEndian(at).asShortBuffer().put(shorts);
            }
            case char[] chars -> {
                counted(Tag.CHARS, chars.length);
                int at = extendTimes(chars.length, Character.BYTES);
                littleEndian(at).asCharBuffer().put(chars);
            }
            case boolean[] booleans -> {
                counted(Tag.BOOLEANS, booleans.length);
                int at = frame.extend(booleans.length);
                for (boolean truth : booleans) {
                    frame.bytes[at++] = (byte) (truth ? 1 : 0);
                }
            }
            case Serializable other -> serialized(other);
            default -> throw new UnsendableException("An object of " + value.getClass().getName()
                    + " cannot be sent: make it a record, or let it implement java.io.Serializable"
                    + (value.getClass().isHidden() ? " (a lambda: cast it to Runnable & Serializable)" : "") + ".");
        }
    }

    private ByteBuffer littleEndian(int from) {
        return ByteBuffer.wrap(frame.bytes, from, frame.length - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void serialized(Object value) {
        frame.write(Tag.SERIALIZED);
        int at = frame.extend(Integer.BYTES);
        JavaSerialization.write(value, allowed, frame);
        frame.putInt(at, frame.length - at - Integer.BYTES);
    }
}
