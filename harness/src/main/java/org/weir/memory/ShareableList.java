package org.weir.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * A list of a fixed length in {@link SharedMemory}, whose elements can be read and replaced by every process of the realm:
 * {@code multiprocessing.shared_memory.ShareableList}.
 *
 * <p>An element is a {@link Boolean}, {@link Integer}, {@link Long}, {@link Double}, {@link String}, {@code byte[]}, or
 * {@link Optional#empty()} where the original has {@code None}; it may be replaced by one of another kind. Each place
 * keeps the room that it had at first: 8 bytes, or for a text (in UTF-8) or bytes the next multiple of 8 beyond their
 * length. What is longer is refused, and nothing changes.
 *
 * <p>There is no lock: who reads while another process replaces the same element may see a mixture. Guard it with a lock
 * of {@code org.weir.sync}. Serializable: only the name travels, however long the list is. {@link #close} and
 * {@link #unlink} are those of {@link SharedMemory}.
 */
public final class ShareableList extends AbstractList<Object> implements RandomAccess, AutoCloseable, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private static final long MAGIC = 0x5765_6972_4C69_7374L;
    private static final long LENGTH = 8;
    private static final long PLACES = 16;
    /** A place: where its bytes lie, how many there may be, what they are, how many there are. */
    private static final long PLACE = 20;
    private static final long OFFSET = 0;
    private static final long ROOM = 8;
    private static final long KIND = 12;
    private static final long BYTES = 16;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final transient SharedMemory memory;
    private final transient MemorySegment segment;

    private enum Kind {
        NONE(0), BOOLEAN(1), INTEGER(2), LONG(3), DOUBLE(4), STRING(5), BYTES(6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalStateException("A ShareableList has no elements of kind " + code
                    + "; somebody else wrote into its memory.");
        }
    }

    /** An element as it lies in memory. */
    private static final class Element {

        private final Kind kind;
        private final byte[] bytes;

        Element(Kind kind, byte[] bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }

        static Element of(Object value) {
            return switch (value) {
                case Optional<?> none when none.isEmpty() -> new Element(Kind.NONE, new byte[0]);
                case Boolean flag -> new Element(Kind.BOOLEAN, number(flag ? 1 : 0));
                case Integer number -> new Element(Kind.INTEGER, number(number));
                case Long number -> new Element(Kind.LONG, number(number));
                case Double number -> new Element(Kind.DOUBLE, number(Double.doubleToRawLongBits(number)));
                case String text -> new Element(Kind.STRING, text.getBytes(StandardCharsets.UTF_8));
                case byte[] bytes -> new Element(Kind.BYTES, bytes);
                default -> throw new IllegalArgumentException("A ShareableList holds Boolean, Integer, Long, Double,"
                        + " String, byte[] and Optional.empty(); got a " + value.getClass().getName() + ".");
            };
        }

        private static byte[] number(long value) {
            byte[] bytes = new byte[Long.BYTES];
            MemorySegment.ofArray(bytes).set(LONG, 0, value);
            return bytes;
        }

        private long number() {
            return MemorySegment.ofArray(bytes).get(LONG, 0);
        }

        Object value() {
            return switch (kind) {
                case NONE -> Optional.empty();
                case BOOLEAN -> number() != 0;
                case INTEGER -> (int) number();
                case LONG -> number();
                case DOUBLE -> Double.longBitsToDouble(number());
                case STRING -> new String(bytes, StandardCharsets.UTF_8);
                case BYTES -> bytes;
            };
        }

        int room() {
            return kind == Kind.STRING || kind == Kind.BYTES
                    ? Math.addExact(bytes.length / Long.BYTES * Long.BYTES, Long.BYTES)
                    : Long.BYTES;
        }
    }

    private ShareableList(SharedMemory memory) {
        this.memory = memory;
        this.segment = memory.segment();
        if (segment.byteSize() < PLACES || segment.get(LONG, 0) != MAGIC) {
            memory.close();
            throw new IllegalArgumentException("The shared memory '" + memory.name() + "' holds no ShareableList.");
        }
    }

    private record Handle(SharedMemory memory) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            try {
                return new ShareableList(memory);
            } catch (IllegalArgumentException other) {
                throw (InvalidObjectException) new InvalidObjectException(other.getMessage()).initCause(other);
            }
        }
    }

    /**
     * A list in memory with a name of its own.
     *
     * @throws IllegalArgumentException if a value is of a kind that such lists do not hold
     * @throws SharedMemoryFullException if there is no room for it
     */
    public static ShareableList create(List<?> values) throws IOException {
        List<Element> elements = elements(values);
        return fill(SharedMemory.create(size(elements)), elements);
    }

    /**
     * A list in memory with this name.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     * @throws IllegalArgumentException if a value is of a kind that such lists do not hold
     * @throws SharedMemoryFullException if there is no room for it
     */
    public static ShareableList create(String name, List<?> values) throws IOException {
        List<Element> elements = elements(values);
        return fill(SharedMemory.create(name, size(elements)), elements);
    }

    /**
     * The list that a process of this realm has made.
     *
     * @throws java.nio.file.NoSuchFileException if there is none of this name
     * @throws IllegalArgumentException if there is other shared memory of this name
     */
    public static ShareableList attach(String name) throws IOException {
        return new ShareableList(SharedMemory.attach(name));
    }

    private static List<Element> elements(List<?> values) {
        List<Element> elements = new ArrayList<>();
        for (Object value : values) {
            elements.add(Element.of(Objects.requireNonNull(value, "An element is never null; None is"
                    + " Optional.empty().")));
        }
        return elements;
    }

    private static long size(List<Element> elements) {
        return PLACES + PLACE * elements.size() + elements.stream().mapToLong(Element::room).sum();
    }

    private static ShareableList fill(SharedMemory memory, List<Element> elements) {
        MemorySegment segment = memory.segment();
        long offset = PLACES + PLACE * elements.size();
        segment.set(INT, LENGTH, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            int room = elements.get(i).room();
            segment.set(LONG, place(i) + OFFSET, offset);
            segment.set(INT, place(i) + ROOM, room);
            put(segment, i, elements.get(i));
            offset += room;
        }
        segment.set(LONG, 0, MAGIC);
        return new ShareableList(memory);
    }

    private static long place(int index) {
        return PLACES + PLACE * index;
    }

    private static void put(MemorySegment segment, int index, Element element) {
        long offset = segment.get(LONG, place(index) + OFFSET);
        MemorySegment.copy(element.bytes, 0, segment, ValueLayout.JAVA_BYTE, offset, element.bytes.length);
        segment.set(INT, place(index) + BYTES, element.bytes.length);
        segment.set(INT, place(index) + KIND, element.kind.code);
    }

    /**
     * An element; of bytes a copy.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}; the last one is {@link #getLast()}
     */
    @Override
    public Object get(int index) {
        long place = place(Objects.checkIndex(index, size()));
        byte[] bytes = new byte[segment.get(INT, place + BYTES)];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, segment.get(LONG, place + OFFSET), bytes, 0, bytes.length);
        return new Element(Kind.of(segment.get(INT, place + KIND)), bytes).value();
    }

    /**
     * Replaces an element.
     *
     * @throws IndexOutOfBoundsException if there is none at {@code index}
     * @throws IllegalArgumentException if the place has no room for {@code value}, or it is of a kind that such lists do
     *         not hold; nothing changes
     */
    @Override
    public Object set(int index, Object value) {
        Object before = get(index);
        Element element = Element.of(Objects.requireNonNull(value, "None is Optional.empty()."));
        int room = segment.get(INT, place(index) + ROOM);
        if (element.bytes.length > room) {
            throw new IllegalArgumentException("Element " + index + " has room for " + room
                    + " bytes, and the new value"
                    + " takes " + element.bytes.length + "; make the list with the longest values it is to hold.");
        }
        put(segment, index, element);
        return before;
    }

    @Override
    public int size() {
        return segment.get(INT, LENGTH);
    }

    /** The memory it lies in. */
    public SharedMemory memory() {
        return memory;
    }

    /** The name that others attach by. */
    public String name() {
        return memory.name();
    }

    /** As {@link SharedMemory#unlink}. */
    public void unlink() throws IOException {
        memory.unlink();
    }

    /** As {@link SharedMemory#close}. */
    @Override
    public void close() {
        memory.close();
    }

    @Serial
    private Object writeReplace() {
        return new Handle(memory);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A ShareableList travels as its name.");
    }
}
