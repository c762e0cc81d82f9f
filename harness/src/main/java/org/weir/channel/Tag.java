package org.weir.channel;

/**
 * The first byte of every encoded value. Lengths and counts are unsigned variable-length ints of seven bits a byte, the
 * lowest first, at most five bytes; other numbers are little-endian and of their full size.
 */
final class Tag {

    static final byte NULL = 0;
    static final byte FALSE = 1;
    static final byte TRUE = 2;
    static final byte BYTE = 3;
    static final byte SHORT = 4;
    static final byte CHAR = 5;
    static final byte INT = 6;
    static final byte LONG = 7;
    static final byte FLOAT = 8;
    static final byte DOUBLE = 9;
    /** Length, then one byte a char. */
    static final byte STRING_LATIN = 10;
    /** Length in chars, then two bytes a char: unpaired surrogates survive. */
    static final byte STRING_WIDE = 11;
    /** Length in elements, then the elements. */
    static final byte BYTES = 12;
    static final byte BOOLEANS = 13;
    static final byte SHORTS = 14;
    static final byte CHARS = 15;
    static final byte INTS = 16;
    static final byte LONGS = 17;
    static final byte FLOATS = 18;
    static final byte DOUBLES = 19;
    /** One byte of {@link #DIRECT} and {@link #LITTLE}, length, bytes. */
    static final byte BUFFER = 20;
    /** Class name and name of the constant, both as {@link #STRING_LATIN} or {@link #STRING_WIDE}. */
    static final byte ENUM = 21;
    /** Class name, fingerprint of its components, the components. */
    static final byte RECORD = 22;
    static final byte EMPTY = 23;
    static final byte PRESENT = 24;
    /** Kind, count, elements; of a map key and value in turn. */
    static final byte COLLECTION = 25;
    /** Length, then a stream of Java serialization. */
    static final byte SERIALIZED = 26;

    static final int DIRECT = 1;
    static final int LITTLE = 2;

    private Tag() {}
}
