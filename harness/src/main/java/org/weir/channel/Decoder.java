package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the binary form that {@link Tag} describes, from bytes that nobody vouches for: a length is compared with the
 * bytes that are there before anything is allocated for it, and a collection grows with the elements that really come.
 */
final class Decoder {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle CHAR = view(char[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private static final int LONGEST_CLASS_NAME = 1024;

    private final AllowList allowed;
    private final byte[] bytes;
    private final int begin;
    private final int end;
    private final KeyCosts keyCosts;
    private int at;

    Decoder(AllowList allowed, byte[] bytes, int offset, int length) {
        this.allowed = allowed;
        this.bytes = bytes;
        this.begin = offset;
        this.at = offset;
        this.end = offset + length;
        this.keyCosts = new KeyCosts(length);
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    }

    Object readWhole() throws CodecException {
        Object value = read(0);
        if (value == null) {
            throw malformed("holds null, which is not sent by itself");
        }
        if (at != end) {
            throw malformed("goes on for " + (end - at) + " byte(s) after its object");
        }
        return value;
    }

    private @Nullable Object read(int depth) throws CodecException {
        byte tag = bytes[take(1)];
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.BYTE -> bytes[take(1)];
            case Tag.SHORT -> (short) SHORT.get(bytes, take(Short.BYTES));
            case Tag.CHAR -> (char) CHAR.get(bytes, take(Character.BYTES));
            case Tag.INT -> (int) INT.get(bytes, take(Integer.BYTES));
            case Tag.LONG -> (long) LONG.get(bytes, take(Long.BYTES));
            case Tag.FLOAT -> Float.intBitsToFloat((int) INT.get(bytes, take(Float.BYTES)));
            case Tag.DOUBLE -> Double.longBitsToDouble((long) LONG.get(bytes, take(Double.BYTES)));
            case Tag.STRING_LATIN, Tag.STRING_WIDE -> text(tag);
            case Tag.BYTES -> {
                int count = count(1);
                byte[] copy = new byte[count];
                System.arraycopy(bytes, take(count), copy, 0, count);
                yield copy;
            }
            case Tag.BOOLEANS, Tag.SHORTS, Tag.CHARS, Tag.INTS, Tag.LONGS, Tag.FLOATS, Tag.DOUBLES -> array(tag);
            case Tag.BUFFER -> buffer();
            case Tag.ENUM -> constant();
            case Tag.RECORD -> instance(depth);
            case Tag.EMPTY -> Optional.empty();
            case Tag.PRESENT -> {
                Object content = read(deeper(depth));
                if (content == null) {
                    throw malformed("holds an Optional of null");
                }
                yield Optional.of(content);
            }
            case Tag.COLLECTION -> container(depth);
            case Tag.SERIALIZED -> {
                int length = (int) INT.get(bytes, take(Integer.BYTES));
                if (length < 0 || length > end - at) {
                    throw tooLong(Integer.toUnsignedLong(length));
                }
                yield JavaSerialization.read(allowed, bytes, take(length), length, depth, keyCosts);
            }
            default -> throw malformed("has the unknown tag " + tag);
        };
    }

    /** The index of the next {@code count} bytes, which are there. */
    private int take(int count) throws MalformedFrameException {
        if (count > end - at) {
            throw malformed("ends where " + count + " more byte(s) were to come");
        }
        int from = at;
        at += count;
        return from;
    }

    /** A count of elements, which take at least {@code size} bytes each and are there. */
    private int count(int size) throws MalformedFrameException {
        long count = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte part = bytes[take(1)];
            count |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                if (count * size > end - at) {
                    throw tooLong(count);
                }
                return (int) count;
            }
        }
        throw malformed("has a count of more than five bytes");
    }

    private MalformedFrameException tooLong(long count) {
        return malformed("announces " + count + " element(s) and has " + (end - at) + " byte(s) left");
    }

    private String text() throws MalformedFrameException {
        return text(bytes[take(1)]);
    }

    private String text(byte tag) throws MalformedFrameException {
        if (tag == Tag.STRING_LATIN) {
            int length = count(1);
            return new String(bytes, take(length), length, StandardCharsets.ISO_8859_1);
        }
        if (tag != Tag.STRING_WIDE) {
            throw malformed("has tag " + tag + " where a string was to come");
        }
        char[] chars = new char[count(Character.BYTES)];
        littleEndian(chars.length * Character.BYTES).asCharBuffer().get(chars);
        return new String(chars);
    }

    private ByteBuffer littleEndian(int count) throws MalformedFrameException {
        return ByteBuffer.wrap(bytes, take(count), count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Object array(byte tag) throws MalformedFrameException {
        switch (tag) {
            case Tag.INTS -> {
                int[] array = new int[count(Integer.BYTES)];
                littleEndian(array.length * Integer.BYTES).asIntBuffer().get(array);
                return array;
            }
            case Tag.LONGS -> {
                long[] array = new long[count(Long.BYTES)];
                littleEndian(array.length * Long.BYTES).asLongBuffer().get(array);
                return array;
            }
            case Tag.DOUBLES -> {
                double[] array = new double[count(Double.BYTES)];
                littleEndian(array.length * Double.BYTES).asDoubleBuffer().get(array);
                return array;
            }
            case Tag.FLOATS -> {
                float[] array = new float[count(Float.BYTES)];
                littleEndian(array.length * Float.BYTES).asFloatBuffer().get(array);
                return array;
            }
            case Tag.SHORTS -> {
                short[] array = new short[count(Short.BYTES)];
                littleEndian(array.length * Short.BYTES).asShortBuffer().get(array);
                return array;
            }
            case Tag.CHARS -> {
                char[] array = new char[count(Character.BYTES)];
                littleEndian(array.length * Character.BYTES).asCharBuffer().get(array);
                return array;
            }
            default -> {
                boolean[] array = new boolean[count(1)];
                int from = take(array.length);
                for (int i = 0; i < array.length; i++) {
                    array[i] = bytes[from + i] != 0;
                }
                return array;
            }
        }
    }

    private ByteBuffer buffer() throws MalformedFrameException {
        int flags = bytes[take(1)];
        if ((flags & ~(Tag.DIRECT | Tag.LITTLE)) != 0) {
            throw malformed("has the unknown kind of buffer " + flags);
        }
        int count = count(1);
        ByteBuffer buffer = (flags & Tag.DIRECT) != 0 ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
        buffer.put(0, bytes, take(count), count);
        return buffer.order((flags & Tag.LITTLE) != 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private Class<?> allowedClass() throws CodecException {
        String name = text();
        if (name.length() > LONGEST_CLASS_NAME) {
            throw malformed("has a class name of " + name.length() + " characters");
        }
        if (!allowed.allows(name)) {
            throw new ClassRefusedException(name, allowed.remedy(name));
        }
        return ClassFinder.find(name);
    }

    private Object constant() throws CodecException {
        Class<?> type = allowedClass();
        String name = text();
        if (!type.isEnum()) {
            throw malformed("takes " + type.getName() + " for an enum, which it is not in this JVM");
        }
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw malformed("names a constant that " + type.getName() + " does not have in this JVM");
    }

    private Object instance(int depth) throws CodecException {
        Class<?> type = allowedClass();
        if (!type.isRecord()) {
            throw malformed("takes " + type.getName() + " for a record, which it is not in this JVM");
        }
        int below = deeper(depth);
        RecordShape shape = RecordShape.of(type);
        if (shape.fingerprint() != (int) INT.get(bytes, take(Integer.BYTES)) || shape.isReplaced()) {
            throw malformed("holds a " + type.getName() + " with other components than it has in this JVM; both sides"
                    + " need the same version of the class");
        }
        @Nullable
        Object[] components = new @Nullable Object[shape.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = read(below);
        }
        return shape.create(components);
    }

    private int deeper(int depth) throws MalformedFrameException {
        if (depth >= Codec.MAX_DEPTH) {
            throw malformed("is nested deeper than " + Codec.MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    private Object container(int depth) throws CodecException {
        int kind = bytes[take(1)];
        Container container = Container.ofCode(kind)
                .orElseThrow(() -> malformed("has the unknown kind of collection " + kind));
        int below = deeper(depth);
        return container.isMap() ? map(container, below) : collection(container, below);
    }

    private Object collection(Container container, int depth) throws CodecException {
        int count = count(1);
        if (container.isSet()) {
            return set(container, count, depth);
        }
        List<@Nullable Object> elements = new ArrayList<>(Math.min(count, 10));
        for (int i = 0; i < count; i++) {
            elements.add(read(depth));
        }
        return container == Container.FIXED_LIST ? Collections.unmodifiableList(elements) : elements;
    }

    private Object set(Container container, int count, int depth) throws CodecException {
        Set<@Nullable Object> elements = container == Container.HASH_SET ? new HashSet<>() : new LinkedHashSet<>();
        KeyCosts.Keys keys = keyCosts.new Keys(elements);
        for (int i = 0; i < count; i++) {
            if (!elements.add(key(keys, depth))) {
                throw malformed("holds a set that has an element twice");
            }
        }
        return container == Container.FIXED_SET ? Collections.unmodifiableSet(elements) : elements;
    }

    private Object map(Container container, int depth) throws CodecException {
        int count = count(2);
        Map<@Nullable Object, @Nullable Object> entries = container == Container.HASH_MAP ? new HashMap<>()
                : new LinkedHashMap<>();
        KeyCosts.Keys keys = keyCosts.new Keys(entries.keySet());
        for (int i = 0; i < count; i++) {
            Object key = key(keys, depth);
            entries.put(key, read(depth));
        }
        if (entries.size() != count) {
            throw malformed("holds a map that has a key twice");
        }
        return container == Container.FIXED_MAP ? Collections.unmodifiableMap(entries) : entries;
    }

    private @Nullable Object key(KeyCosts.Keys keys, int depth) throws CodecException {
        int from = at;
        long paid = keyCosts.spent();
        Object key = read(depth);
        keys.add(key, at - from, keyCosts.spent() - paid);
        return key;
    }

    private MalformedFrameException malformed(String what) {
        return new MalformedFrameException("A frame of " + (end - begin) + " bytes " + what + " (at byte "
                + (at - begin) + "): it is damaged, or was not made by a Codec of this version.");
    }
}
