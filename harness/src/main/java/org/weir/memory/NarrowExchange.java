package org.weir.memory;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Compare-and-exchange of one or two bytes, which memory segments do not offer, by that of the aligned {@code int}
 * around them.
 *
 * <p>The neighbours in that {@code int} are written back as they were read. That is no write to them that anybody could
 * see: the exchange happens only if the whole {@code int} is still what was read, and otherwise starts over. For the same
 * reason a neighbour that changes all the time can delay the exchange, but never make it fail.
 */
final class NarrowExchange {

    private static final VarHandle INT = NativeMemory.handle(ValueLayout.JAVA_INT);
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private NarrowExchange() {}

    /**
     * Writes {@code value} if {@code expected} is there, as a volatile access.
     *
     * @param address of the value, a multiple of its size
     * @param mask {@code 0xFF} for one byte, {@code 0xFFFF} for two
     * @param expected in the bits of {@code mask}
     * @param value in the bits of {@code mask}
     * @return the bits that were there before, which are {@code expected} if {@code value} was written
     */
    static int compareAndExchange(long address, int mask, int expected, int value) {
        long word = address & -Integer.BYTES;
        int shift = shift((int) (address - word), mask);
        int seen = (int) INT.getVolatile(NativeMemory.ALL, word);
        while (true) {
            int bits = (seen >>> shift) & mask;
            if (bits != expected) {
                return bits;
            }
            int next = (seen & ~(mask << shift)) | (value << shift);
            int found = (int) INT.compareAndExchange(NativeMemory.ALL, word, seen, next);
            if (found == seen) {
                return expected;
            }
            seen = found;
        }
    }

    private static int shift(int offset, int mask) {
        int size = mask == 0xFF ? Byte.BYTES : Short.BYTES;
        return Byte.SIZE * (LITTLE ? offset : Integer.BYTES - size - offset);
    }
}
