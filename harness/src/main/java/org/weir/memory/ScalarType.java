package org.weir.memory;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/** The types with a code. */
final class ScalarType<T> extends LaidOut<T> {

    @Serial
    private static final long serialVersionUID = 1;

    private static final MemorySegment ALL = NativeMemory.ALL;
    private static final ValueLayout.OfByte BYTES = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORTS = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INTS = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONGS = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final ScalarType<Boolean> BOOL = new ScalarType<>("?", "_Bool", Boolean.class, 1,
            at -> ALL.get(BYTES, at) != 0, (at, value) -> ALL.set(BYTES, at, (byte) (value ? 1 : 0)), value -> true);
    static final ScalarType<Byte> CHAR = bytes("c", "char");
    static final ScalarType<Byte> BYTE = bytes("b", "signed char");
    static final ScalarType<Integer> UBYTE = new ScalarType<>("B", "unsigned char", Integer.class, 1,
            at -> ALL.get(BYTES, at) & 0xFF, (at, value) -> ALL.set(BYTES, at, value.byteValue()),
            value -> (value & ~0xFF) == 0);
    static final ScalarType<Short> SHORT = new ScalarType<>("h", "short", Short.class, Short.BYTES,
            at -> ALL.get(SHORTS, at), (at, value) -> ALL.set(SHORTS, at, value), value -> true);
    static final ScalarType<Integer> USHORT = new ScalarType<>("H", "unsigned short", Integer.class, Short.BYTES,
            at -> ALL.get(SHORTS, at) & 0xFFFF, (at, value) -> ALL.set(SHORTS, at, value.shortValue()),
            value -> (value & ~0xFFFF) == 0);
    static final ScalarType<Integer> INT = new ScalarType<>("i", "int", Integer.class, Integer.BYTES,
            at -> ALL.get(INTS, at), (at, value) -> ALL.set(INTS, at, value), value -> true);
    static final ScalarType<Long> UINT = new ScalarType<>("I", "unsigned int", Long.class, Integer.BYTES,
            at -> ALL.get(INTS, at) & 0xFFFF_FFFFL, (at, value) -> ALL.set(INTS, at, value.intValue()),
            value -> value >>> Integer.SIZE == 0);
    static final ScalarType<Integer> WCHAR = new ScalarType<>("u", "wchar_t", Integer.class, Integer.BYTES,
            at -> ALL.get(INTS, at), (at, value) -> ALL.set(INTS, at, value), Character::isValidCodePoint);
    static final ScalarType<Long> LONG = longs("lq", "long");
    static final ScalarType<Long> ULONG = longs("LQ", "unsigned long");
    static final ScalarType<Float> FLOAT = new ScalarType<>("f", "float", Float.class, Float.BYTES,
            at -> Float.intBitsToFloat(ALL.get(INTS, at)),
            (at, value) -> ALL.set(INTS, at, Float.floatToRawIntBits(value)), value -> true);
    static final ScalarType<Double> DOUBLE = new ScalarType<>("d", "double", Double.class, Double.BYTES,
            at -> Double.longBitsToDouble(ALL.get(LONGS, at)),
            (at, value) -> ALL.set(LONGS, at, Double.doubleToRawLongBits(value)), value -> true);

    private final transient String codes;
    private final transient String cName;
    private final transient Reader<T> reader;
    private final transient Writer<T> writer;
    private final transient Range<T> range;

    private interface Reader<T> {
        T read(long address);
    }

    private interface Writer<T> {
        void write(long address, T value);
    }

    private interface Range<T> {
        boolean has(T value);
    }

    private ScalarType(String codes, String cName, Class<T> javaType, int size, Reader<T> reader, Writer<T> writer,
            Range<T> range) {
        super(javaType, size, size);
        this.codes = codes;
        this.cName = cName;
        this.reader = reader;
        this.writer = writer;
        this.range = range;
    }

    private static ScalarType<Byte> bytes(String codes, String cName) {
        return new ScalarType<>(codes, cName, Byte.class, 1, at -> ALL.get(BYTES, at),
                (at, value) -> ALL.set(BYTES, at, value), value -> true);
    }

    private static ScalarType<Long> longs(String codes, String cName) {
        return new ScalarType<>(codes, cName, Long.class, Long.BYTES, at -> ALL.get(LONGS, at),
                (at, value) -> ALL.set(LONGS, at, value), value -> true);
    }

    private record Handle(char code) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            try {
                return ofCode(code);
            } catch (IllegalArgumentException unknown) {
                throw (InvalidObjectException) new InvalidObjectException(unknown.getMessage()).initCause(unknown);
            }
        }
    }

    static List<ValueType<?>> all() {
        return List.of(BOOL, CHAR, BYTE, UBYTE, SHORT, USHORT, INT, UINT, WCHAR, LONG, ULONG, FLOAT, DOUBLE);
    }

    static ValueType<?> ofCode(char code) {
        for (ValueType<?> type : all()) {
            if (type instanceof ScalarType<?> scalar && scalar.codes.indexOf(code) >= 0) {
                return type;
            }
        }
        throw new IllegalArgumentException("There is no C type with the code '" + code + "'; there are "
                + all().stream().map(Object::toString).collect(Collectors.joining(", ")) + ".");
    }

    @Override
    T read(long address) {
        return reader.read(address);
    }

    @Override
    void write(long address, T value) {
        writer.write(address, value);
    }

    @Override
    void check(T value) {
        if (!range.has(value)) {
            throw new IllegalArgumentException(
                    "The C type " + this + " of " + size() + " byte(s) cannot hold " + value + ".");
        }
    }

    @Serial
    private Object writeReplace() {
        return new Handle(codes.charAt(0));
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A type travels as its code.");
    }

    @Override
    public String toString() {
        return cName + " '" + codes.charAt(0) + "'";
    }
}
