package org.weir.memory;

import java.io.Serializable;
import java.util.List;

/**
 * How a value lies in shared memory: a C type, as the type codes of {@code multiprocessing.Value} and {@code Array} name
 * it, or a {@link StructType} made of such. Sizes are those of 64-bit Linux, numbers are little-endian.
 *
 * <table>
 * <caption>Type codes</caption>
 * <tr><th>code</th><th>constant</th><th>C</th><th>Java</th><th>bytes</th></tr>
 * <tr><td>?</td><td>{@link #BOOL}</td><td>_Bool</td><td>Boolean</td><td>1</td></tr>
 * <tr><td>c</td><td>{@link #CHAR}</td><td>char</td><td>Byte</td><td>1</td></tr>
 * <tr><td>b</td><td>{@link #BYTE}</td><td>signed char</td><td>Byte</td><td>1</td></tr>
 * <tr><td>B</td><td>{@link #UBYTE}</td><td>unsigned char</td><td>Integer, 0 to 255</td><td>1</td></tr>
 * <tr><td>h</td><td>{@link #SHORT}</td><td>short</td><td>Short</td><td>2</td></tr>
 * <tr><td>H</td><td>{@link #USHORT}</td><td>unsigned short</td><td>Integer, 0 to 65535</td><td>2</td></tr>
 * <tr><td>i</td><td>{@link #INT}</td><td>int</td><td>Integer</td><td>4</td></tr>
 * <tr><td>I</td><td>{@link #UINT}</td><td>unsigned int</td><td>Long, 0 to 4294967295</td><td>4</td></tr>
 * <tr><td>u</td><td>{@link #WCHAR}</td><td>wchar_t</td><td>Integer, a code point</td><td>4</td></tr>
 * <tr><td>l, q</td><td>{@link #LONG}</td><td>long, long long</td><td>Long</td><td>8</td></tr>
 * <tr><td>L, Q</td><td>{@link #ULONG}</td><td>unsigned long, unsigned long long</td><td>Long, its bits as
 * {@link Long#toUnsignedString(long)} reads them</td><td>8</td></tr>
 * <tr><td>f</td><td>{@link #FLOAT}</td><td>float</td><td>Float</td><td>4</td></tr>
 * <tr><td>d</td><td>{@link #DOUBLE}</td><td>double</td><td>Double</td><td>8</td></tr>
 * </table>
 *
 * <p>Immutable; equal types are the same object in a process, or equal. Serializable.
 *
 * @param <T> the Java type
 */
public sealed interface ValueType<T> extends Serializable permits LaidOut {

    /** {@code '?'}. */
    ValueType<Boolean> BOOL = ScalarType.BOOL;
    /** {@code 'c'}. */
    ValueType<Byte> CHAR = ScalarType.CHAR;
    /** {@code 'b'}. */
    ValueType<Byte> BYTE = ScalarType.BYTE;
    /** {@code 'B'}. */
    ValueType<Integer> UBYTE = ScalarType.UBYTE;
    /** {@code 'h'}. */
    ValueType<Short> SHORT = ScalarType.SHORT;
    /** {@code 'H'}. */
    ValueType<Integer> USHORT = ScalarType.USHORT;
    /** {@code 'i'}. */
    ValueType<Integer> INT = ScalarType.INT;
    /** {@code 'I'}. */
    ValueType<Long> UINT = ScalarType.UINT;
    /** {@code 'u'}. */
    ValueType<Integer> WCHAR = ScalarType.WCHAR;
    /** {@code 'l'} and {@code 'q'}. */
    ValueType<Long> LONG = ScalarType.LONG;
    /** {@code 'L'} and {@code 'Q'}. */
    ValueType<Long> ULONG = ScalarType.ULONG;
    /** {@code 'f'}. */
    ValueType<Float> FLOAT = ScalarType.FLOAT;
    /** {@code 'd'}. */
    ValueType<Double> DOUBLE = ScalarType.DOUBLE;

    /**
     * The type with this code.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    static ValueType<?> of(char code) {
        return ScalarType.ofCode(code);
    }

    /** All types that have codes. */
    static List<ValueType<?>> scalars() {
        return ScalarType.all();
    }

    /** The class of its values. */
    Class<T> javaType();

    /** In bytes. */
    int size();

    /** What the address of a value is a multiple of; its size is one too. */
    int alignment();
}
