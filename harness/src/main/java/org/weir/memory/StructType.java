package org.weir.memory;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A C struct made from a record: its components in order, each at a multiple of its alignment, the whole a multiple of
 * the largest. A value is copied in and out whole; nothing orders its parts, so that whoever reads while another writes
 * needs a lock.
 *
 * <p>Components are primitives ({@code char} as two bytes without a sign), other records of this kind, and {@code String}
 * and {@code byte[]} with a {@link Length}. Strings are UTF-8 and end at the first zero byte, so they cannot contain one.
 *
 * @param <R> the record
 */
public final class StructType<R extends Record> extends LaidOut<R> {

    @Serial
    private static final long serialVersionUID = 1;

    private static final Map<Class<?>, ValueType<?>> PRIMITIVES = Map.of(boolean.class, BOOL, byte.class, BYTE,
            short.class, SHORT, char.class, USHORT, int.class, INT, long.class, LONG, float.class, FLOAT, double.class,
            DOUBLE);

    private final transient List<Part> parts;
    private final transient MethodHandle constructor;

    /** A component: where it lies, and how it gets in and out. */
    private record Part(String name, int offset, Form form, MethodHandle accessor) {}

    /** How a component lies in memory. */
    private sealed interface Form {
        int size();

        int alignment();

        Object read(long address);

        void write(long address, Object value);

        void check(Object value);
    }

    private record Typed<T>(LaidOut<T> type) implements Form {
        @Override
        public int size() {
            return type.size();
        }

        @Override
        public int alignment() {
            return type.alignment();
        }

        @Override
        public Object read(long address) {
            return type.read(address);
        }

        @Override
        public void write(long address, Object value) {
            type.write(address, type.javaType().cast(value));
        }

        @Override
        public void check(Object value) {
            type.checked(type.javaType().cast(value));
        }
    }

    private record Chars() implements Form {
        @Override
        public int size() {
            return Character.BYTES;
        }

        @Override
        public int alignment() {
            return Character.BYTES;
        }

        @Override
        public Object read(long address) {
            return (char) (int) ScalarType.USHORT.read(address);
        }

        @Override
        public void write(long address, Object value) {
            ScalarType.USHORT.write(address, (int) (char) value);
        }

        @Override
        public void check(Object value) {}
    }

    private record Bytes(int size, boolean text) implements Form {
        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public Object read(long address) {
            byte[] bytes = new byte[size];
            Words.copyOut(address, bytes, 0, size);
            if (!text) {
                return bytes;
            }
            int length = 0;
            while (length < size && bytes[length] != 0) {
                length++;
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }

        @Override
        public void write(long address, Object value) {
            Words.copyIn(Arrays.copyOf(bytes(value), size), 0, address, size);
        }

        @Override
        public void check(Object value) {
            byte[] bytes = bytes(value);
            if (bytes.length > size) {
                throw new IllegalArgumentException("It takes " + bytes.length + " bytes, and @Length says " + size
                        + ".");
            }
            if (value instanceof String string && string.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("A text ends at its first zero character; this one has one inside.");
            }
        }

        private static byte[] bytes(Object value) {
            return value instanceof String string ? string.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        }
    }

    private StructType(Class<R> record, List<Part> parts, int size, int alignment, MethodHandle constructor) {
        super(record, size, alignment);
        this.parts = parts;
        this.constructor = constructor;
    }

    private record Handle(Class<?> record) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            try {
                return of(record.asSubclass(Record.class));
            } catch (ClassCastException | IllegalArgumentException noStruct) {
                throw (InvalidObjectException) new InvalidObjectException(record + " is no struct.")
                        .initCause(noStruct);
            }
        }
    }

    /**
     * The layout of a record.
     *
     * @throws IllegalArgumentException if it has no components, one that has no layout, or is not accessible
     */
    public static <R extends Record> StructType<R> of(Class<R> record) {
        MethodHandles.Lookup lookup;
        try {
            lookup = MethodHandles.privateLookupIn(record, MethodHandles.lookup());
        } catch (IllegalAccessException closed) {
            throw new IllegalArgumentException("The module of " + record.getName() + " does not open it to Weir.",
                    closed);
        }
        RecordComponent[] components = record.getRecordComponents();
        if (components.length == 0) {
            throw new IllegalArgumentException("The record " + record.getName() + " has no components to lay out.");
        }
        List<Part> parts = new ArrayList<>();
        int end = 0;
        int alignment = 1;
        for (RecordComponent component : components) {
            Form form = form(record, component);
            int offset = roundUp(end, form.alignment());
            end = Math.addExact(offset, form.size());
            alignment = Math.max(alignment, form.alignment());
            parts.add(new Part(component.getName(), offset, form, accessor(lookup, component)));
        }
        return new StructType<>(record, List.copyOf(parts), roundUp(end, alignment), alignment,
                constructor(lookup, record, components));
    }

    private static MethodHandle accessor(MethodHandles.Lookup lookup, RecordComponent component) {
        try {
            return lookup.unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Record.class));
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static MethodHandle constructor(MethodHandles.Lookup lookup, Class<?> record,
            RecordComponent[] components) {
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return lookup.findConstructor(record, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Record.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new LinkageError("The record " + record.getName() + " has no canonical constructor.", impossible);
        }
    }

    private static Form form(Class<?> record, RecordComponent component) {
        Class<?> type = component.getType();
        Length length = component.getAnnotation(Length.class);
        boolean sized = type == String.class || type == byte[].class;
        String where = "The component '" + component.getName() + "' of " + record.getName() + " ";
        if (sized != (length != null) || (length != null && length.value() < 1)) {
            throw new IllegalArgumentException(where + (sized ? "needs a @Length of 1 byte or more"
                    : "has a @Length, which only String and byte[] have") + ".");
        }
        if (length != null) {
            return new Bytes(length.value(), type == String.class);
        }
        if (type == char.class) {
            return new Chars();
        }
        ValueType<?> primitive = PRIMITIVES.get(type);
        if (primitive != null) {
            return new Typed<>(LaidOut.of(primitive));
        }
        if (type.isRecord() && type != record) {
            return new Typed<>(of(type.asSubclass(Record.class)));
        }
        throw new IllegalArgumentException(where + "is of type " + type.getTypeName()
                + ", which has no layout; a struct is made of primitives, records, and String and byte[] with @Length.");
    }

    private static int roundUp(int value, int unit) {
        return Math.addExact(value, unit - 1) & -unit;
    }

    /**
     * Where a component lies, in bytes from the beginning.
     *
     * @throws IllegalArgumentException if the record has none of this name
     */
    public int offset(String component) {
        return parts.stream()
                .filter(part -> part.name.equals(component))
                .mapToInt(Part::offset)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(this + " has no component '" + component + "'."));
    }

    @Override
    R read(long address) {
        Object[] values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts.get(i).form.read(address + parts.get(i).offset);
        }
        try {
            return javaType().cast((Record) constructor.invokeExact(values));
        } catch (RuntimeException | Error refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw new IllegalStateException("The constructor of " + javaType().getName() + " threw.", thrown);
        }
    }

    @Override
    void write(long address, R value) {
        for (Part part : parts) {
            part.form.write(address + part.offset, component(part, value));
        }
    }

    @Override
    void check(R value) {
        for (Part part : parts) {
            try {
                part.form.check(component(part, value));
            } catch (IllegalArgumentException | NullPointerException refused) {
                throw new IllegalArgumentException("The component '" + part.name + "' of " + javaType().getName()
                        + " does not fit: " + refused.getMessage(), refused);
            }
        }
    }

    private static Object component(Part part, Record value) {
        try {
            return part.accessor.invokeExact(value);
        } catch (RuntimeException | Error refused) {
            throw refused;
        } catch (Throwable thrown) {
            throw new IllegalStateException("The accessor of '" + part.name + "' threw.", thrown);
        }
    }

    @Serial
    private Object writeReplace() {
        return new Handle(javaType());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A struct travels as its record.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StructType<?> struct && struct.javaType() == javaType();
    }

    @Override
    public int hashCode() {
        return javaType().hashCode();
    }

    /** {@code struct Point[x at 0, y at 8; 16 bytes]}. */
    @Override
    public String toString() {
        return "struct " + javaType().getSimpleName() + parts.stream()
                .map(part -> part.name + " at " + part.offset)
                .collect(Collectors.joining(", ", "[", "; " + size() + " bytes]"));
    }
}
